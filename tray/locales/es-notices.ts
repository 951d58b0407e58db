import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("es");
const units = { h: "h", min: "min", s: "s" };

/** What notifications say besides the event itself, in Spanish. */
export const esNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `La sesión remota (${kind}) ha terminado. Duró ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `La sesión remota (${kind}) ha terminado; no se sabe desde cuándo estaba abierta.`,
  "notice.still-open": ({ kind }) => `Hay una sesión remota abierta (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: "Mientras no había nadie aquí, AMT hizo una cosa que conviene saber.",
        other: `Mientras no había nadie aquí, AMT hizo ${count} cosas que conviene saber.`,
      });
    return of(sessions, {
      one: `Mientras no había nadie aquí, hubo una sesión remota (sucesos en total: ${count}).`,
      other: `Mientras no había nadie aquí, hubo ${sessions} sesiones remotas (sucesos en total: ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `No se pudo hacer. ${why}`,
  "notice.nothing-to-end": () => "Ya no había nada que terminar.",
  "notice.help-asked": () => "Se ha pedido ayuda: AMT se conecta al servidor que configuró su administrador.",
  "notice.support-copied": () =>
    "La información para soporte técnico está en el portapapeles. No contiene ninguna contraseña ni número de serie.",
  "notice.support-saved": ({ path }) =>
    `La información para soporte técnico está en ${path}, porque aquí no hay ningún programa de portapapeles (wl-copy, xclip o xsel). No contiene ninguna contraseña ni número de serie.`,
  "notice.starts-at-login": () => "El icono estará ahí la próxima vez que inicie sesión.",
  "notice.starts-no-more": () =>
    "El icono no estará ahí la próxima vez que inicie sesión. Para iniciarlo a mano: amt-agent tray",
  "notice.button.end": () => "Terminar",
  "notice.button.cancel-consent": () => "Rechazar",
  "notice.button.cancel-reset": () => "Impedir que este PC se reinicie",
  "notice.button.cancel-power": () => "Cancelar",
  "notice.button.hang-up": () => "Colgar",
  "notice.button.details": () => "Detalles",
  "notice.button.who-can-reach": () => "¿Quién puede acceder a este PC?",
};
