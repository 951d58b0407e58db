import type { Words } from "./en.ts";
import { plEvents } from "./pl-events.ts";
import { plMenu } from "./pl-menu.ts";
import { plMessages } from "./pl-messages.ts";
import { plNotices } from "./pl-notices.ts";
import { plWindow } from "./pl-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "nie wiadomo" : open ? "POŁĄCZENIE TRWA" : "nikt nie jest połączony"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Nieskonfigurowany do zdalnego zarządzania",
  client: "Tryb kontroli klienta: połączenia wymagają zgody przy tym komputerze",
  admin: "Tryb kontroli administratora: połączenia mogą nie wymagać zgody",
};

/** Everything the tray and the status window say, in Polish. */
export const pl: Words = {
  messages: { ...plMessages, ...plEvents, ...plNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", wersja nieznana" : ` ${version}`}`,
  controlMode: (mode) => (mode === null ? "Tryb kontroli: nie wiadomo" : (modes[mode] ?? `Tryb kontroli: ${mode}`)),
  session: {
    kvm: openness("Ekran, klawiatura i mysz (KVM)"),
    sol: openness("Konsola tekstowa (SOL)"),
    storage: openness("Zdalny dysk (USB-R)"),
  },
  consent: (pending) => (pending === null ? "Nie wiadomo, czy ktoś prosi o zgodę" : "Ktoś PROSI TERAZ O ZGODĘ"),
  nothingKnownOfSessions: "Sesje zdalne: nie wiadomo",
  since: (when) => `Zauważono po raz pierwszy: ${when}`,
  severity: {
    info: (message) => `Uwaga: ${message}`,
    warning: (message) => `Ostrzeżenie: ${message}`,
    error: (message) => `Błąd: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Maszyna wirtualna: ${headline}`,
  silent: {
    asking: [
      "Stan zdalnego zarządzania nie jest jeszcze znany.",
      (socket) => `Trwa odpytywanie usługi amt-agent: ${socket}`,
    ],
    unreachable: [
      "Stan zdalnego zarządzania nie jest znany: usługa amt-agent nie działa.",
      () => "\u2192 Aby ją uruchomić: amt-agent serve",
      (socket) => `Nikt nie odpowiada pod ${socket}; próby są ponawiane`,
    ],
    denied: [
      "Stan zdalnego zarządzania nie jest znany: usługa amt-agent nie pozwala nikomu pytać.",
      (socket) => `Odmowa dostępu do ${socket}; próby są ponawiane`,
    ],
    foreign: [
      "Stan zdalnego zarządzania nie jest znany: odpowiedź usługi jest niezrozumiała.",
      () => "\u2192 Zainstaluj tę samą wersję usługi i ikony amt-agent",
      (socket) => `Odpowiedź przyszła z ${socket}; próby są ponawiane`,
    ],
  },
  quit: "Zakończ (zamyka tylko tę ikonę)",
  waitingForHost:
    "Ten pulpit nie ma w tej chwili miejsca na ikony (brak org.kde.StatusNotifierWatcher na magistrali sesji). Ikona czeka, aż się pojawi; tymczasem odpowiada amt-agent status.",
  registered: "Ikona jest zarejestrowana na pulpicie.",
  hostRefused: (reason) =>
    `Pulpit nie przyjął ikony: ${reason}. Ikona czeka na ponowne uruchomienie jego obszaru powiadomień.`,
  notKept: (reason) =>
    `Nie można zapamiętać, co zostało pokazane (${reason}): ponownie uruchomiona ikona może nie powiedzieć, co się w tym czasie stało.`,
  notNotified: (reason) =>
    `Ten pulpit nie pokazuje powiadomień (${reason}). To, kto jest połączony, widać na ikonie i w amt-agent status.`,
  menu: plMenu,
  window: plWindow,
};
