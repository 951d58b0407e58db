import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in French. */
export const frMenu: MenuWords = {
  end: {
    kvm: "Terminer : écran, clavier et souris (KVM)",
    sol: "Terminer : console texte (SOL)",
    usbr: "Terminer : disque distant (USB-R)",
  },
  refuse: "Refuser : personne ne doit voir cet écran",
  askForHelp: "Demander de l’aide (connecte ce PC à son administrateur)",
  hangUp: "Raccrocher (met fin à la connexion avec l’administrateur)",
  open: "Ouvrir la fenêtre d’état",
  reach: "Qui peut accéder à ce PC ?",
  history: "Ce qui s’est passé jusqu’ici",
  support: "Copier les informations pour l’assistance",
  startAtLogin: "Lancer à l’ouverture de session",
  olderTray:
    "Ce bureau n’a pas de zone de notification actuelle : l’icône est proposée à une zone de l’ancien type (XEmbed).",
  helperMissing: (why) =>
    `L’icône pour les zones de notification de l’ancien type (XEmbed) ne peut pas être affichée : ${why}. D’ici là, amt-agent status et amt-agent window répondent.`,
  helperEnded: (why) => `Le programme qui affiche l’icône s’est arrêté (${why}) ; il est relancé.`,
  helperGivenUp: (why) =>
    `Le programme qui affiche l’icône s’arrête sans cesse (${why}) ; il n’est plus relancé. D’ici là, amt-agent status et amt-agent window répondent.`,
  byNotifySend:
    "Aucun service de notification sur le bus de session : les notifications passent par notify-send, sans boutons.",
};
