import { deEvents } from "./de-events.ts";
import { deMenu } from "./de-menu.ts";
import { deMessages } from "./de-messages.ts";
import { deNotices } from "./de-notices.ts";
import { deWindow } from "./de-window.ts";
import type { Words } from "./en.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "nicht bekannt" : open ? "GERADE VERBUNDEN" : "niemand verbunden"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Nicht für Fernverwaltung eingerichtet",
  client: "Client-Modus: Verbindungen brauchen eine Zustimmung an diesem PC",
  admin: "Admin-Modus: Verbindungen brauchen vielleicht keine Zustimmung",
};

/** Everything the tray and the status window say, in German. */
export const de: Words = {
  messages: { ...deMessages, ...deEvents, ...deNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", Version nicht bekannt" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Betriebsart: nicht bekannt" : (modes[mode] ?? `Betriebsart: ${mode}`)),
  session: {
    kvm: openness("Bildschirm, Tastatur und Maus (KVM)"),
    sol: openness("Textkonsole (SOL)"),
    storage: openness("Entferntes Laufwerk (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "Ob jemand um Zustimmung bittet: nicht bekannt" : "Jemand BITTET JETZT UM ZUSTIMMUNG",
  nothingKnownOfSessions: "Sitzungen aus der Ferne: nicht bekannt",
  since: (when) => `Zuerst gesehen ${when}`,
  severity: {
    info: (message) => `Hinweis: ${message}`,
    warning: (message) => `Warnung: ${message}`,
    error: (message) => `Fehler: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Virtuell: ${headline}`,
  silent: {
    asking: [
      "Der Stand der Fernverwaltung ist noch nicht bekannt.",
      (socket) => `Der Dienst amt-agent wird gefragt: ${socket}`,
    ],
    unreachable: [
      "Der Stand der Fernverwaltung ist nicht bekannt: Der Dienst amt-agent läuft nicht.",
      () => "\u2192 Starten mit: amt-agent serve",
      (socket) => `Niemand antwortet bei ${socket}; es wird weiter versucht`,
    ],
    denied: [
      "Der Stand der Fernverwaltung ist nicht bekannt: Der Dienst amt-agent lässt niemanden fragen.",
      (socket) => `Der Zugriff auf ${socket} ist verwehrt; es wird weiter versucht`,
    ],
    foreign: [
      "Der Stand der Fernverwaltung ist nicht bekannt: Die Antwort des Dienstes ergibt keinen Sinn.",
      () => "\u2192 Installieren Sie Dienst und Tray von amt-agent in derselben Version",
      (socket) => `Sie kam von ${socket}; es wird weiter versucht`,
    ],
  },
  quit: "Beenden (schließt nur dieses Symbol)",
  waitingForHost:
    "Dieser Desktop hat zurzeit keinen Platz für Symbole (kein org.kde.StatusNotifierWatcher auf dem Sitzungsbus). Es wird auf einen gewartet; inzwischen antwortet amt-agent status.",
  registered: "Das Symbol ist beim Desktop angemeldet.",
  hostRefused: (reason) =>
    `Der Desktop hat das Symbol nicht genommen: ${reason}. Es wird gewartet, bis sein Tray neu startet.`,
  notKept: (reason) =>
    `Was gezeigt wurde, lässt sich nicht merken (${reason}): Ein neu gestartetes Symbol sagt vielleicht nicht, was inzwischen geschah.`,
  notNotified: (reason) =>
    `Dieser Desktop zeigt keine Benachrichtigungen (${reason}). Wer verbunden ist, zeigen das Symbol und amt-agent status.`,
  menu: deMenu,
  window: deWindow,
};
