import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("it");
const units = { h: "h", min: "min", s: "s" };

/** What notifications say besides the event itself, in Italian. */
export const itNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) => `La sessione remota (${kind}) è terminata. È durata ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `La sessione remota (${kind}) è terminata; non è noto da quando fosse aperta.`,
  "notice.still-open": ({ kind }) => `È aperta una sessione remota (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: "Mentre non c’era nessuno, AMT ha fatto una cosa da sapere.",
        other: `Mentre non c’era nessuno, AMT ha fatto ${count} cose da sapere.`,
      });
    return of(sessions, {
      one: `Mentre non c’era nessuno, c’è stata una sessione remota (eventi in tutto: ${count}).`,
      other: `Mentre non c’era nessuno, ci sono state ${sessions} sessioni remote (eventi in tutto: ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `Non è stato possibile. ${why}`,
  "notice.nothing-to-end": () => "Non c’era più niente da terminare.",
  "notice.help-asked": () => "L’aiuto è stato chiesto: AMT si connette al server configurato dal suo amministratore.",
  "notice.support-copied": () =>
    "Le informazioni per l’assistenza sono negli appunti. Non contengono password né numeri di serie.",
  "notice.support-saved": ({ path }) =>
    `Le informazioni per l’assistenza sono in ${path}, perché qui non c’è un programma per gli appunti (wl-copy, xclip o xsel). Non contengono password né numeri di serie.`,
  "notice.starts-at-login": () => "L’icona ci sarà dal prossimo accesso.",
  "notice.starts-no-more": () => "L’icona non ci sarà dal prossimo accesso. Per avviarla a mano: amt-agent tray",
  "notice.button.end": () => "Termina",
  "notice.button.cancel-consent": () => "Rifiuta",
  "notice.button.cancel-reset": () => "Impedisci il riavvio di questo PC",
  "notice.button.cancel-power": () => "Annulla",
  "notice.button.hang-up": () => "Riaggancia",
  "notice.button.details": () => "Dettagli",
  "notice.button.who-can-reach": () => "Chi può accedere a questo PC?",
};
