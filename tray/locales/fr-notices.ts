import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("fr");
const units = { h: "h", min: "min", s: "s" };

/** What notifications say besides the event itself, in French. */
export const frNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) =>
    `La session à distance (${kind}) est terminée. Elle a duré ${span(seconds, units)}.`,
  "notice.over": ({ kind }) =>
    `La session à distance (${kind}) est terminée ; on ne sait pas depuis quand elle était ouverte.`,
  "notice.still-open": ({ kind }) => `Une session à distance est ouverte (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: `En l’absence de tout utilisateur, AMT a fait ${count} chose à connaître.`,
        other: `En l’absence de tout utilisateur, AMT a fait ${count} choses à connaître.`,
      });
    return of(sessions, {
      one: `En l’absence de tout utilisateur, il y a eu ${sessions} session à distance (événements en tout : ${count}).`,
      other: `En l’absence de tout utilisateur, il y a eu ${sessions} sessions à distance (événements en tout : ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `Cela n’a pas pu être fait. ${why}`,
  "notice.nothing-to-end": () => "Il n’y avait plus rien à terminer.",
  "notice.help-asked": () => "L’aide est demandée : AMT se connecte au serveur que son administrateur a configuré.",
  "notice.support-copied": () =>
    "Les informations pour l’assistance sont dans le presse-papiers. Elles ne contiennent ni mot de passe ni numéro de série.",
  "notice.support-saved": ({ path }) =>
    `Les informations pour l’assistance sont dans ${path}, car aucun programme de presse-papiers n’est disponible ici (wl-copy, xclip ou xsel). Elles ne contiennent ni mot de passe ni numéro de série.`,
  "notice.starts-at-login": () => "L’icône sera là à la prochaine ouverture de session.",
  "notice.starts-no-more": () =>
    "L’icône ne sera pas là à la prochaine ouverture de session. Pour la lancer à la main : amt-agent tray",
  "notice.button.end": () => "Terminer",
  "notice.button.cancel-consent": () => "Refuser",
  "notice.button.cancel-reset": () => "Empêcher le redémarrage de ce PC",
  "notice.button.cancel-power": () => "Annuler",
  "notice.button.hang-up": () => "Raccrocher",
  "notice.button.details": () => "Détails",
  "notice.button.who-can-reach": () => "Qui peut accéder à ce PC ?",
};
