import type { Words } from "./en.ts";
import { itEvents } from "./it-events.ts";
import { itMenu } from "./it-menu.ts";
import { itMessages } from "./it-messages.ts";
import { itNotices } from "./it-notices.ts";
import { itWindow } from "./it-window.ts";

const openness = (what: string) => (open: boolean | null) =>
  `${what}: ${open === null ? "non noto" : open ? "CONNESSIONE IN CORSO" : "nessuno connesso"}`;
const modes: Readonly<Record<string, string>> = {
  none: "Non configurato per la gestione remota",
  client: "Modalità di controllo client: le connessioni richiedono un consenso su questo PC",
  admin: "Modalità di controllo amministratore: le connessioni potrebbero non richiedere il consenso",
};

/** Everything the tray and the status window say, in Italian. */
export const it: Words = {
  messages: { ...itMessages, ...itEvents, ...itNotices },
  product: "Intel AMT",
  version: (brand, version) => `${brand ?? "Intel AMT"}${version === null ? ", versione non nota" : ` ${version}`}`,
  controlMode: (mode) =>
    mode === null ? "Modalità di controllo: non nota" : (modes[mode] ?? `Modalità di controllo: ${mode}`),
  session: {
    kvm: openness("Schermo, tastiera e mouse (KVM)"),
    sol: openness("Console di testo (SOL)"),
    storage: openness("Disco remoto (USB-R)"),
  },
  consent: (pending) =>
    pending === null ? "Non è noto se qualcuno chiede il consenso" : "Qualcuno CHIEDE IL CONSENSO adesso",
  nothingKnownOfSessions: "Sessioni remote: non note",
  since: (when) => `Visto per la prima volta: ${when}`,
  severity: {
    info: (message) => `Nota: ${message}`,
    warning: (message) => `Avviso: ${message}`,
    error: (message) => `Errore: ${message}`,
  },
  remedy: (text) => `\u2192 ${text}`,
  virtual: (headline) => `Macchina virtuale: ${headline}`,
  silent: {
    asking: [
      "Lo stato della gestione remota non è ancora noto.",
      (socket) => `Interrogazione del servizio amt-agent su ${socket}`,
    ],
    unreachable: [
      "Lo stato della gestione remota non è noto: il servizio amt-agent non è in esecuzione.",
      () => "\u2192 Per avviarlo: amt-agent serve",
      (socket) => `Nessuno risponde su ${socket}; i tentativi continuano`,
    ],
    denied: [
      "Lo stato della gestione remota non è noto: il servizio amt-agent non accetta domande da nessuno.",
      (socket) => `Accesso a ${socket} negato; i tentativi continuano`,
    ],
    foreign: [
      "Lo stato della gestione remota non è noto: la risposta del servizio non ha senso.",
      () => "\u2192 Installare la stessa versione del servizio e dell’icona di amt-agent",
      (socket) => `Proveniva da ${socket}; i tentativi continuano`,
    ],
  },
  quit: "Esci (chiude solo questa icona)",
  waitingForHost:
    "Questo desktop al momento non ha posto per le icone (nessun org.kde.StatusNotifierWatcher sul bus di sessione). Si attende che ci sia; intanto risponde amt-agent status.",
  registered: "L’icona è registrata presso il desktop.",
  hostRefused: (reason) =>
    `Il desktop non ha accettato l’icona: ${reason}. Si attende il riavvio della sua area di notifica.`,
  notKept: (reason) =>
    `Non è possibile ricordare ciò che è stato mostrato (${reason}): un’icona riavviata potrebbe non dire che cosa è successo nel frattempo.`,
  notNotified: (reason) =>
    `Questo desktop non mostra notifiche (${reason}). L’icona e amt-agent status mostrano chi è connesso.`,
  menu: itMenu,
  window: itWindow,
};
