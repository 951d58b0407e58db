import type { Words } from "./en.ts";
import { esEvents } from "./es-events.ts";
import { esMenu } from "./es-menu.ts";
import { esMessages } from "./es-messages.ts";
import { esNotices } from "./es-notices.ts";
import { esWindow } from "./es-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "no se sabe" : open ? "CONECTADO AHORA" : "nadie conectado"}`;
const modes: Readonly<Record<string, string>> = {
  none: "No configurado para la administración remota",
  client: "Modo de control de cliente: las conexiones requieren un consentimiento en este PC",
  admin: "Modo de control de administrador: es posible que las conexiones no requieran consentimiento",
};

/** Everything the tray and the status window say, in Spanish. */
export const es: Words = {
  messages: { ...esMessages, ...esEvents, ...esNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", versión desconocida" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Modo de control: no se sabe" : (modes[mode] ?? `Modo de control: ${mode}`)),
  session: {
    kvm: openness("Pantalla, teclado y ratón (KVM)"),
    sol: openness("Consola de texto (SOL)"),
    storage: openness("Disco remoto (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "No se sabe si alguien pide su consentimiento" : "Alguien PIDE SU CONSENTIMIENTO ahora",
  nothingKnownOfSessions: "Sesiones remotas: no se sabe",
  since: (when) => `Visto por primera vez: ${when}`,
  severity: {
    info: (message) => `Nota: ${message}`,
    warning: (message) => `Advertencia: ${message}`,
    error: (message) => `Error: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Máquina virtual: ${headline}`,
  silent: {
    asking: [
      "Todavía no se conoce el estado de la administración remota.",
      (socket) => `Preguntando al servicio amt-agent en ${socket}`,
    ],
    unreachable: [
      "No se conoce el estado de la administración remota: el servicio amt-agent no está en ejecución.",
      () => "\u2192 Para iniciarlo: amt-agent serve",
      (socket) => `Nadie responde en ${socket}; se sigue intentando`,
    ],
    denied: [
      "No se conoce el estado de la administración remota: el servicio amt-agent no deja preguntar a nadie.",
      (socket) => `Acceso denegado a ${socket}; se sigue intentando`,
    ],
    foreign: [
      "No se conoce el estado de la administración remota: la respuesta del servicio no tiene sentido.",
      () => "\u2192 Instale la misma versión del servicio y del icono de amt-agent",
      (socket) => `Llegó de ${socket}; se sigue intentando`,
    ],
  },
  quit: "Salir (cierra solo este icono)",
  waitingForHost:
    "Este escritorio no tiene sitio para iconos en este momento (no hay org.kde.StatusNotifierWatcher en el bus de sesión). Se espera a que lo haya; mientras tanto responde amt-agent status.",
  registered: "El icono está registrado en el escritorio.",
  hostRefused: (reason) =>
    `El escritorio no aceptó el icono: ${reason}. Se espera a que su bandeja se inicie de nuevo.`,
  notKept: (reason) =>
    `No se puede guardar lo que se mostró (${reason}): un icono que se inicie de nuevo quizá no diga lo que ocurrió entretanto.`,
  notNotified: (reason) =>
    `Este escritorio no muestra notificaciones (${reason}). Quién está conectado se ve en el icono y con amt-agent status.`,
  menu: esMenu,
  window: esWindow,
};
