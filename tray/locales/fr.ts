import type { Words } from "./en.ts";
import { frEvents } from "./fr-events.ts";
import { frMenu } from "./fr-menu.ts";
import { frMessages } from "./fr-messages.ts";
import { frNotices } from "./fr-notices.ts";
import { frWindow } from "./fr-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what} : ${open === null ? "inconnu" : open ? "CONNEXION EN COURS" : "personne n’est connecté"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Non configuré pour la gestion à distance",
  client: "Mode de contrôle client : les connexions exigent un accord donné sur ce PC",
  admin: "Mode de contrôle administrateur : les connexions peuvent se passer d’accord",
};

/** Everything the tray and the status window say, in French. */
export const fr: Words = {
  messages: { ...frMessages, ...frEvents, ...frNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", version inconnue" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Mode de contrôle : inconnu" : (modes[mode] ?? `Mode de contrôle : ${mode}`)),
  session: {
    kvm: openness("Écran, clavier et souris (KVM)"),
    sol: openness("Console texte (SOL)"),
    storage: openness("Disque distant (USB-R)"),
  },
  consent: (pending) =>
    pending === null
      ? "On ne sait pas si quelqu’un demande votre accord"
      : "Quelqu’un DEMANDE VOTRE ACCORD en ce moment",
  nothingKnownOfSessions: "Sessions à distance : état inconnu",
  since: (when) => `Première observation : ${when}`,
  severity: {
    info: (message) => `Remarque : ${message}`,
    warning: (message) => `Avertissement : ${message}`,
    error: (message) => `Erreur : ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Machine virtuelle : ${headline}`,
  silent: {
    asking: [
      "L’état de la gestion à distance n’est pas encore connu.",
      (socket) => `Interrogation du service amt-agent sur ${socket}`,
    ],
    unreachable: [
      "L’état de la gestion à distance est inconnu : le service amt-agent ne fonctionne pas.",
      () => "\u2192 Pour le démarrer : amt-agent serve",
      (socket) => `Aucune réponse sur ${socket} ; les tentatives continuent`,
    ],
    denied: [
      "L’état de la gestion à distance est inconnu : le service amt-agent n’accepte les questions de personne.",
      (socket) => `L’accès à ${socket} est refusé ; les tentatives continuent`,
    ],
    foreign: [
      "L’état de la gestion à distance est inconnu : la réponse du service n’a pas de sens.",
      () => "\u2192 Installez la même version du service et de l’icône amt-agent",
      (socket) => `Elle venait de ${socket} ; les tentatives continuent`,
    ],
  },
  quit: "Quitter (ferme seulement cette icône)",
  waitingForHost:
    "Ce bureau n’a pas de place pour les icônes en ce moment (pas d’org.kde.StatusNotifierWatcher sur le bus de session). L’icône attend qu’il y en ait une ; d’ici là, amt-agent status répond.",
  registered: "L’icône est enregistrée auprès du bureau.",
  hostRefused: (reason) =>
    `Le bureau n’a pas accepté l’icône : ${reason}. Elle attend que la zone de notification redémarre.`,
  notKept: (reason) =>
    `Ce qui a été affiché ne peut pas être mémorisé (${reason}) : une icône redémarrée ne dira peut-être pas ce qui s’est passé entre-temps.`,
  notNotified: (reason) =>
    `Ce bureau n’affiche pas les notifications (${reason}). L’icône et amt-agent status montrent qui est connecté.`,
  menu: frMenu,
  window: frWindow,
};
