import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "firmware di un ME virtuale" : "firmware di questo PC";

/** What happened, in Italian. */
export const itEvents: Words["messages"] = {
  "event.started": () => "Il servizio è stato avviato.",
  "event.stopped": () => "Il servizio è stato arrestato.",
  "event.standing": ({ from, to }) => `Lo stato di AMT è passato da «${standing(from)}» a «${standing(to)}».`,
  "event.control-mode": ({ from, to }) => `La modalità di controllo di AMT è passata da ${from} a ${to}.`,
  "event.firmware": ({ from, to }) => `Il firmware di AMT è passato dalla versione ${from} alla ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Mentre il servizio non era in esecuzione, lo stato di AMT è passato da «${standing(from)}» (${since}) a «${standing(to)}».`,
  "event.slept": ({ since, until }) =>
    `Tra ${since} e ${until} il computer era in sospensione o stava per entrarvi; lo stato è stato riletto.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Mentre il computer era in sospensione, lo stato di AMT è passato da «${standing(from)}» (${since}) a «${standing(to)}».`,
  "event.session.opened": ({ kind }) => `È iniziata una sessione remota (${kind}).`,
  "event.session.closed": ({ kind }) => `È terminata una sessione remota (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Questo PC ha un dispositivo di una sessione remota (${kind}: ${evidence}), mentre AMT dice che non esiste una tale sessione.`,
  "event.condition.raised": ({ condition }) => `Nuovo punto da controllare: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Non più da controllare: ${condition}.`,
  "event.clock-set-back": ({ from, to }) =>
    `L’orologio di questo PC è stato portato indietro da ${from} o più tardi a ${to}.`,

  "event.history.repaired": ({ bytes }) =>
    `Un evento in corso di scrittura quando il servizio è stato terminato a forza è andato perso (byte presenti: ${bytes}).`,
  "event.history.broken": ({ why }) =>
    `La cronologia degli eventi è stata modificata dall’esterno mentre il servizio non era in esecuzione (${why}). Vedere: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Gli eventi da ${first} a ${last} sono stati rimossi per fare spazio nella cronologia.`,
  "event.history.lost": ({ count }) =>
    `Eventi precedenti che mancano nella cronologia: ${count}. Non è stato possibile scriverli quando sono avvenuti.`,

  "event.amt.enabled": () => "AMT è stato attivato.",
  "event.amt.disable-attempt": () => "Qualcuno ha tentato di disattivare AMT.",
  "event.setup.pre": () => "AMT non è configurato.",
  "event.setup.in": () => "AMT è in fase di configurazione.",
  "event.setup.post": () => "AMT è stato configurato: questo PC può essere gestito da remoto.",
  "event.setup.removing": () => "La configurazione di AMT è in fase di rimozione.",
  "event.setup.removing-by": ({ who }) => `La configurazione di AMT è in fase di rimozione da parte di: ${who}.`,
  "event.setup.mode-changed": () => "La modalità di controllo di AMT è stata cambiata.",
  "event.firmware.update-partial": () => "Un aggiornamento del firmware della ME non è stato completato.",
  "event.firmware.update-failed": () => "Un aggiornamento del firmware della ME non è riuscito.",
  "event.firmware.reset": () => "Il firmware della ME è stato reimpostato.",
  "event.firmware.wear": () => "La memoria flash della ME è stata scritta così spesso che AMT limita le scritture.",

  "event.kvm.requested": () => "Qualcuno chiede di vedere e controllare questo schermo.",
  "event.kvm.data": () => "È arrivato un messaggio sul canale dati della sessione dello schermo (KVM).",
  "event.kvm.disabled": () => "Le sessioni su questo schermo (KVM) sono state disattivate in AMT.",
  "event.kvm.enabled": () => "Le sessioni su questo schermo (KVM) sono state attivate in AMT.",
  "event.consent.requested": () => "AMT chiede il consenso dell’utente di questo PC: sullo schermo ci sono sei cifre.",
  "event.consent.granted": () => "L’utente ha dato il consenso: le cifre sullo schermo sono state ripetute.",
  "event.consent.ended": () => "Il consenso dell’utente è terminato.",
  "event.consent.policy": () =>
    "È stata cambiata la regola che stabilisce quando AMT deve chiedere il consenso dell’utente.",
  "event.sprite": () => "Il modo in cui AMT disegna i propri messaggi sullo schermo sta per cambiare.",

  "event.network.changed": () => "Lo stato della rete di AMT è cambiato.",
  "event.network.link-denied": () =>
    "Un programma di questo PC ha tentato di disattivare il collegamento di rete di AMT; AMT ha rifiutato.",
  "event.network.link-disabled": () =>
    "Un programma di questo PC ha tentato di disattivare il collegamento di rete di AMT.",
  "event.defense.tx-stopped": () => "System Defense di AMT ha bloccato, in tutto o in parte, ciò che questo PC invia.",
  "event.defense.tx-limited": () => "System Defense di AMT ha rallentato ciò che questo PC invia.",
  "event.defense.rx-stopped": () => "System Defense di AMT ha bloccato, in tutto o in parte, ciò che questo PC riceve.",
  "event.defense.rx-limited": () => "System Defense di AMT ha rallentato ciò che questo PC riceve.",
  "event.defense.active": () => "System Defense di AMT agisce sul traffico di rete di questo PC.",
  "event.defense.inactive": () => "System Defense di AMT non agisce sul traffico di rete di questo PC.",
  "event.defense.changed": () => "Lo stato di System Defense di AMT è cambiato.",
  "event.eac.changed": () => "I dati di AMT per il controllo dell’accesso alla rete sono cambiati.",
  "event.eac.enabled": () => "Il controllo dell’accesso alla rete di AMT (EAC) è stato attivato.",
  "event.eac.disabled": () => "Il controllo dell’accesso alla rete di AMT (EAC) è stato disattivato.",
  "event.wlan.profile": () => "AMT non ha alcun profilo Wi-Fi adatto a essere gestito.",
  "event.wlan.security": () => "La connessione Wi-Fi di AMT non è abbastanza sicura per la gestione.",
  "event.wlan.by-me": () => "La ME ha la precedenza sul Wi-Fi: la connessione del sistema può cadere.",
  "event.wlan.by-host": () => "Il sistema operativo ha di nuovo la precedenza sul Wi-Fi.",
  "event.wlan.sync-changed": () => "È stato cambiato se AMT acquisisce i profili Wi-Fi di questo PC.",
  "event.wlan.sync-disabled": () => "AMT non acquisisce più i profili Wi-Fi di questo PC.",
  "event.wlan.sync-enabled": () => "AMT acquisisce i profili Wi-Fi di questo PC.",
  "event.wlan.control-host": () => "Il sistema operativo controlla il Wi-Fi.",
  "event.wlan.control-me": () => "La ME controlla il Wi-Fi.",
  "event.wlan.protection": ({ level }) => `Protezione del Wi-Fi da parte della ME: ${level}.`,
  "event.tunnel.opened": () =>
    "AMT si è connesso a un server esterno (CIRA): questo PC può essere gestito tramite quel server.",
  "event.tunnel.closed": () => "La connessione di AMT a un server esterno (CIRA) è terminata.",
  "event.tunnel.requested": () => "Qualcuno ha chiesto aiuto su questo PC: AMT deve connettersi a un server esterno.",
  "event.help.pressed": ({ result }) => `È stato chiesto aiuto su questo PC: ${result}.`,
  "event.ip-sync.disabled": () => "AMT non condivide più l’indirizzo di rete di questo PC.",
  "event.ip-sync.enabled": () => "AMT condivide l’indirizzo di rete di questo PC.",
  "event.proxy-sync.disabled": () => "AMT non acquisisce più le impostazioni proxy di questo PC.",
  "event.proxy-sync.enabled": () => "AMT acquisisce le impostazioni proxy di questo PC.",
  "event.refresh-ip": ({ interface: which }) =>
    `AMT chiede a questo PC di rinnovare il suo indirizzo di rete (${which}).`,

  "event.power.requested": ({ what }) => `L’amministratore remoto ha chiesto a questo PC di ${power(what)}.`,
  "event.power.watchdog": () => "AMT ha riavviato questo PC perché è scaduto un watchdog.",
  "event.power.planned": ({ what, seconds }) =>
    `Tra ${seconds} s questo PC farà ciò che ha chiesto il suo amministratore remoto: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Qualcuno su questo PC ha annullato ciò che aveva chiesto l’amministratore remoto: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `L’amministratore remoto ha chiesto a questo PC di ${power(what)}, ma non è riuscito (${code}).`,
  "event.time-sync.disabled": () => "AMT non prende più l’ora da questo PC.",
  "event.time-sync.enabled": () => "AMT prende l’ora da questo PC.",
  "event.audit-log.filling": ({ percent }) => `Il registro di controllo di AMT è pieno al ${percent}%.`,

  "event.agent.not-started": ({ agent }) => `AMT dice che un programma che sorveglia non si è avviato (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT dice che un programma che sorveglia si è fermato (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT dice che un programma che sorveglia è in esecuzione (${agent}).`,
  "event.agent.expired": ({ agent }) => `AMT dice che un programma che sorveglia non dà più segni di vita (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT per ora non sorveglia un programma (${agent}).`,

  "event.reset.pending": ({ agent, seconds }) =>
    `AMT sta per riavviare questo PC senza chiedere, tra ${seconds} s: un programma che sorveglia non dà più segni di vita (${agent}).`,
  "event.reset.called-off": () => "Il riavvio di questo PC che AMT stava per fare è stato annullato.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT ora si fida di un’autorità di certificazione in più per prendere il controllo di questo PC: ${name} (hash ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT non si fida più di questa autorità di certificazione per prendere il controllo di questo PC: ${name} (hash ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT ha ricevuto un server esterno tramite il quale questo PC può essere gestito (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT non conosce più questo server esterno (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `La crittografia di AMT (TLS) è stata disattivata ${place(where)}: ciò che vi viene inviato può essere letto lungo il percorso.`,
  "event.settings.tls-on": ({ where }) => `La crittografia di AMT (TLS) è stata attivata ${place(where)}.`,
  "event.settings.user-added": ({ user }) => `AMT ha un utente in più: ${user}.`,
  "event.settings.user-changed": ({ user }) => `I permessi di un utente di AMT sono stati cambiati: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Un utente di AMT non c’è più: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `Attivato in AMT: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `Disattivato in AMT: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT ha inviato un avviso che questo programma non conosce (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `Altri avvisi come questo inviati da AMT: ${count}, troppi per citarli uno a uno: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT ha inviato un avviso che non è stato possibile leggere (${reason}).`,
  "event.posture.failed": ({ check, title }) =>
    `Un controllo dello stato di questo PC non riesce più: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) =>
    `Un’impostazione di AMT è diventata meno sicura: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Un controllo dello stato di questo PC ora riesce e prima no: ${title} (${check}).`,
  "event.posture.dropped": ({ count, destinations }) =>
    `Rapporti sullo stato di questo PC eliminati per fare spazio prima che ${destinations} li ricevesse: ${count}.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} ha rifiutato rapporti sullo stato di questo PC (${count}; ${code}); non vengono inviati di nuovo.`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    `Avvisi di sicurezza che riguardano il ${firmware(virtual)} (${count}): ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    `Avvisi di sicurezza che non riguardano più il ${firmware(virtual)} (${count}): ${advisories}.`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "non noto",
  absent: "non presente",
  off: "disattivato",
  unconfigured: "non configurato",
  managed: "configurato",
  session: "sessione in corso",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "spegnersi",
  restart: "riavviarsi",
  sleep: "entrare in sospensione",
  hibernate: "entrare in ibernazione",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "sulla rete",
  "this PC's own ports": "sulle porte di questo PC",
};
const place = (where: string): string => places[where] ?? `(${where})`;
