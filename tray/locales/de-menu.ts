import type { MenuWords } from "./en-menu.ts";

/** What the icon's menu offers, and what the tray tells a terminal, in German. */
export const deMenu: MenuWords = {
  end: {
    kvm: "Beenden: Bildschirm, Tastatur und Maus (KVM)",
    sol: "Beenden: Textkonsole (SOL)",
    usbr: "Beenden: entferntes Laufwerk (USB-R)",
  },
  refuse: "Ablehnen: Niemand darf diesen Bildschirm sehen",
  askForHelp: "Um Hilfe bitten (verbindet diesen PC mit seinem Administrator)",
  hangUp: "Auflegen (beendet die Verbindung zum Administrator)",
  open: "Statusfenster öffnen",
  reach: "Wer kann diesen PC erreichen?",
  history: "Was bisher geschah",
  support: "Angaben für den Support kopieren",
  startAtLogin: "Beim Anmelden starten",
  olderTray: "Dieser Desktop hat keinen Tray heutiger Art: Das Symbol wird einem der älteren Art (XEmbed) angeboten.",
  helperMissing: (why) =>
    `Das Symbol für Trays der älteren Art (XEmbed) lässt sich nicht zeigen: ${why}. Inzwischen antworten amt-agent status und amt-agent window.`,
  helperEnded: (why) => `Das Programm, das das Symbol zeigt, hat geendet (${why}); es wird neu gestartet.`,
  helperGivenUp: (why) =>
    `Das Programm, das das Symbol zeigt, endet immer wieder (${why}) und bleibt deshalb aus. Inzwischen antworten amt-agent status und amt-agent window.`,
  byNotifySend:
    "Auf dem Sitzungsbus gibt es keinen Dienst für Benachrichtigungen: Sie gehen durch notify-send, ohne Knöpfe.",
};
