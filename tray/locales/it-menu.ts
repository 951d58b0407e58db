import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in Italian. */
export const itMenu: MenuWords = {
  end: {
    kvm: "Termina: schermo, tastiera e mouse (KVM)",
    sol: "Termina: console di testo (SOL)",
    usbr: "Termina: disco remoto (USB-R)",
  },
  refuse: "Rifiuta: nessuno può vedere questo schermo",
  askForHelp: "Chiedi aiuto (collega questo PC al suo amministratore)",
  hangUp: "Riaggancia (termina la connessione con l’amministratore)",
  open: "Apri la finestra di stato",
  reach: "Chi può accedere a questo PC?",
  history: "Che cosa è successo finora",
  support: "Copia le informazioni per l’assistenza",
  startAtLogin: "Avvia all’accesso",
  olderTray:
    "Questo desktop non ha un’area di notifica attuale: l’icona viene offerta a una del tipo precedente (XEmbed).",
  helperMissing: (why) =>
    `L’icona per le aree di notifica del tipo precedente (XEmbed) non può essere mostrata: ${why}. Intanto rispondono amt-agent status e amt-agent window.`,
  helperEnded: (why) => `Il programma che mostra l’icona è terminato (${why}); viene riavviato.`,
  helperGivenUp: (why) =>
    `Il programma che mostra l’icona continua a terminare (${why}), perciò non viene più riavviato. Intanto rispondono amt-agent status e amt-agent window.`,
  byNotifySend:
    "Sul bus di sessione non c’è un servizio di notifica: le notifiche passano per notify-send, senza pulsanti.",
};
