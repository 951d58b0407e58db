import type { Words } from "./en.ts";
import { firmware, power } from "./it-events.ts";

const again = "Il servizio riprova da solo. Se il problema persiste, spegnere il PC e staccare la spina per un minuto.";

/** What the service says, in Italian. Names of programs, files and codes stay as they are. */
export const itMessages: Words["messages"] = {
  "headline.unknown": () => "Lo stato della gestione remota non è noto.",
  "headline.absent": () => "Questo PC non ha Intel AMT: nessuno può gestirlo da remoto con questo mezzo.",
  "headline.off": () => "Intel AMT è disattivato: nessuno può gestire questo PC da remoto con questo mezzo.",
  "headline.unconfigured": () =>
    "Intel AMT è presente ma non configurato: nessuno può vedere o comandare questo PC con questo mezzo.",
  "headline.configuring": () =>
    "È in corso la configurazione di Intel AMT su questo PC: dopo potrà essere gestito da remoto.",
  "headline.managed": () => "Questo PC può essere gestito da remoto tramite Intel AMT; nessuno è connesso.",
  "headline.managed-unsure": () =>
    "Questo PC può essere gestito da remoto tramite Intel AMT; non è noto se qualcuno è connesso.",
  "headline.session.kvm": () => "In questo momento qualcuno può vedere e controllare questo schermo tramite Intel AMT.",
  "headline.session.consent": () => "Qualcuno chiede di vedere e controllare questo schermo tramite Intel AMT.",
  "headline.session.storage": () => "In questo momento un disco remoto è collegato a questo PC tramite Intel AMT.",
  "headline.session.sol": () =>
    "In questo momento qualcuno è connesso alla console di testo di questo PC tramite Intel AMT.",
  "machine.virtual": ({ machine }) => `Questa è una ME virtuale (${machine}), non il firmware di questo PC.`,

  "unknown.no-amt": () => "questa ME non ha AMT",
  "unknown.no-client": ({ client }) => `questa ME non ha ${client}`,
  "unknown.unsupported": ({ status }) => `questo firmware non conosce la domanda (${status})`,
  "unknown.refused": ({ status }) => `il firmware ha rifiutato (${status})`,
  "unknown.malformed": ({ reason }) => `la risposta del firmware non è leggibile (${reason})`,
  "unknown.busy": ({ holder }) => `in uso da parte di ${holder}`,
  "unknown.timeout": () => "il firmware non ha risposto in tempo",
  "unknown.gone": () => "la ME è stata reimpostata durante la domanda",
  "unknown.needs-version": ({ version }) => `il firmware precedente a ${version} non lo dice`,
  "unknown.not-reported": () => "il firmware non lo dice",
  "unknown.no-interface": () => "non esiste una tale interfaccia",
  "unknown.not-set": () => "non è impostato nulla",
  "unknown.not-configured": () => "AMT non è configurato",
  "unknown.failed": ({ code }) => `la domanda non è riuscita (${code})`,
  "unknown.needs-admin": () => "AMT lo mostra solo al suo amministratore: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT ha rifiutato l’accesso (${code})`,
  "unknown.no-link": ({ code }) => `il servizio web di AMT non è raggiungibile da qui (${code})`,
  "unknown.tls-untrusted": () =>
    "nulla dice quale certificato sia quello di AMT: indicare --pin o --ca, oppure lasciare che chieda il servizio",

  "end.ended": () => "terminata",
  "end.none": () => "non ce n’era nessuna",
  "end.absent": () => "questo AMT non ha nulla del genere",
  "end.refused": ({ status }) => `AMT ha rifiutato (${status})`,
  "end.not-the-users": () => "AMT termina solo la connessione chiesta dall’utente di questo PC (NOT_PERMITTED)",

  "condition.me-absent": () => "Su questo PC non è stata trovata alcuna Intel ME.",
  "condition.me-absent.remedy": () =>
    "Se questo PC ha un chipset Intel, caricare il driver (Linux: modprobe mei_me; Windows: installare il driver Intel ME).",
  "condition.me-denied": ({ device }) => `Il servizio non ha il permesso di aprire ${device}.`,
  "condition.me-denied.remedy": ({ device }) =>
    `Dare al gruppo del servizio l’accesso a ${device}, oppure eseguirlo come root.`,
  "condition.me-busy": ({ holder }) => `La ME è in uso da parte di ${holder}.`,
  "condition.me-busy.remedy": () => "Arrestare quel programma o lasciarlo finire; il servizio riprova da solo.",
  "condition.me-gone": () => "La ME non risponde: è stata reimpostata o è in transizione.",
  "condition.me-gone.remedy": () => "Il servizio riprova da solo. Se il problema persiste, riavviare il PC.",
  "condition.me-timeout": () => "La ME non risponde.",
  "condition.me-timeout.remedy": () => again,
  "condition.me-failed": ({ code }) => `Non è stato possibile leggere lo stato (${code}).`,
  "condition.me-failed.remedy": () => "Per i dettagli eseguire amt-agent doctor.",
  "condition.asleep": () => "Il computer era in sospensione; lo stato della gestione remota viene letto di nuovo.",
  "condition.asleep.remedy": () => "Niente da fare: ci vuole un momento.",
  "condition.lms-held": ({ holder }) =>
    `Le porte locali e gli avvisi di AMT sono nelle mani di ${holder}; le sue porte vengono usate, i suoi avvisi non vengono sentiti.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Perché se ne occupi questo servizio, arrestare ${holder}; il servizio subentra da solo.`,
  "condition.lms-ports": ({ ports }) =>
    `AMT non è raggiungibile sulla porta ${ports} di questo PC: la porta è occupata o non può essere aperta.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Scoprire chi la occupa (Linux: ss -ltnp; Windows: netstat -abn) e liberare ${ports}; si riprova.`,
  "condition.lms-failed": ({ code }) => `La connessione alle porte locali di AMT continua a fallire (${code}).`,
  "condition.lms-failed.remedy": () => again,
  "condition.history-full": () => "Al momento ciò che succede non viene annotato: il disco è pieno.",
  "condition.history-full.remedy": () =>
    "Liberare spazio sul disco che contiene lo stato del servizio; il servizio prosegue da solo.",
  "condition.history-failed": ({ code }) =>
    `Ciò che succede non viene annotato: la cronologia degli eventi non è utilizzabile (${code}).`,
  "condition.history-failed.remedy": () =>
    "Controllare la cartella events nella directory di stato del servizio e il registro del servizio (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `Non è possibile comunicare ad AMT che ${agents} è attivo (${code}); potrebbe crederlo morto.`,
  "condition.presence-failing.remedy": () =>
    "amt-agent presence status dice quale. Il watchdog deve esistere (amt-agent presence add), e presence.user ha bisogno del permesso Agent Presence Local.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT riavvia questo PC alle ${at}: un programma che sorveglia non dà più segni di vita (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Salvare il proprio lavoro. Per annullare, dallo schermo di questo PC o come amministratore: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Alle ${at} questo PC farà ciò che ha chiesto il suo amministratore remoto: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Salvare il proprio lavoro. Se è consentito annullare: amt-agent power cancel, dallo schermo di questo PC o come amministratore.",
  "condition.virtual": ({ machine }) => `Il servizio funziona su una ME virtuale (${machine}).`,
  "condition.virtual.remedy": () =>
    "Serve per dimostrazioni e prove. Per quella vera, avviare il servizio con --mei auto.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `I rapporti sullo stato di questo PC non raggiungono ${destinations} (${code}); restano in attesa su questo PC.`,
  "condition.posture-unsent.remedy": () =>
    "Si riprova automaticamente. amt-agent posture spool dice che cosa è in attesa e perché; journalctl -u amt-agent-send dice di più.",
  "condition.posture-no-sender": ({ count }) =>
    `Rapporti sullo stato di questo PC in attesa di invio: ${count}, e niente li invia.`,
  "condition.posture-no-sender.remedy": () =>
    "Avvii il mittente: systemctl enable --now amt-agent-send, oppure amt-agent sender in un terminale.",
  "condition.posture-unkept": ({ code }) =>
    `Non è stato possibile conservare per l’invio un rapporto sullo stato di questo PC (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Controlli lo spazio e i permessi della cartella indicata da posture.spoolDir; si riprova.",
  "condition.posture-advisory": ({ count, advisories, virtual }) =>
    `Avvisi di sicurezza che riguardano il ${firmware(virtual)} (${count}): ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Installare il BIOS o il firmware ME più recente del produttore del PC. amt-agent posture dice di più.",
  "condition.posture-failing": ({ code }) =>
    `Non è possibile creare o conservare un nuovo rapporto sullo stato di questo PC (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Guardare la cartella posture nella directory di stato del servizio e il registro del servizio (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) =>
    `Il riassunto dello stato di questo PC non può essere conservato in AMT (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Vedere amt-agent posture stored. AMT deve offrire l’archiviazione web, e posture.meUser ha bisogno dell’ambito Storage; altrimenti impostare posture.keepInMe su false.",
};
