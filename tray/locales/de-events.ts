import type { Words } from "./en.ts";

/** Whose firmware is meant. */
export const firmware = (virtual: number): string =>
  virtual === 1 ? "die Firmware einer virtuellen ME" : "die Firmware dieses PCs";

/** What happened, in German. */
export const deEvents: Words["messages"] = {
  "event.started": () => "Der Dienst wurde gestartet.",
  "event.stopped": () => "Der Dienst wurde beendet.",
  "event.standing": ({ from, to }) => `AMT ging von ${standing(from)} auf ${standing(to)}.`,
  "event.control-mode": ({ from, to }) => `Die Betriebsart von AMT ging von ${from} auf ${to}.`,
  "event.firmware": ({ from, to }) => `Die Firmware von AMT ging von Version ${from} auf ${to}.`,
  "event.while-away": ({ from, to, since }) =>
    `Während der Dienst nicht lief, ging AMT von ${standing(from)} (${since}) auf ${standing(to)}.`,
  "event.slept": ({ since, until }) =>
    `Von ${since} bis ${until} schlief der Computer oder wollte es; der Stand wurde neu gelesen.`,
  "event.while-asleep": ({ from, to, since }) =>
    `Während der Computer schlief, ging AMT von ${standing(from)} (${since}) auf ${standing(to)}.`,
  "event.session.opened": ({ kind }) => `Eine Sitzung aus der Ferne begann (${kind}).`,
  "event.session.closed": ({ kind }) => `Eine Sitzung aus der Ferne endete (${kind}).`,
  "event.session.contradicted": ({ kind, evidence }) =>
    `Dieser PC hat ein Gerät einer Sitzung aus der Ferne (${kind}: ${evidence}), und AMT sagt, dass es keine solche Sitzung gibt.`,
  "event.condition.raised": ({ condition }) => `Neu zu beachten: ${condition}.`,
  "event.condition.cleared": ({ condition }) => `Nicht mehr zu beachten: ${condition}.`,
  "event.clock-set-back": ({ from, to }) =>
    `Die Uhr dieses PCs wurde von ${from} oder später auf ${to} zurückgestellt.`,

  "event.history.repaired": ({ bytes }) =>
    `Ein Eintrag, der gerade geschrieben wurde, als der Dienst hart beendet wurde, ist verloren (${bytes} Byte waren da).`,
  "event.history.broken": ({ why }) =>
    `Der Verlauf wurde von außen geändert, während der Dienst nicht lief (${why}). Siehe: amt-agent events verify.`,
  "event.history.rotated": ({ first, last }) =>
    `Die Einträge ${first} bis ${last} wurden entfernt, um Platz im Verlauf zu schaffen.`,
  "event.history.lost": ({ count }) =>
    `${count} frühere Einträge fehlen im Verlauf: Sie konnten nicht aufgeschrieben werden, als sie geschahen.`,

  "event.posture.dropped": ({ count, destinations }) =>
    `${count === 1 ? "Ein Zustandsbericht wurde" : `${count} Zustandsberichte wurden`} verworfen, um Platz zu schaffen, bevor ${destinations} ${count === 1 ? "ihn" : "sie"} hatte.`,
  "event.posture.refused": ({ destination, count, code }) =>
    `${destination} hat ${count === 1 ? "einen Zustandsbericht" : `${count} Zustandsberichte`} abgelehnt (${code}); nicht noch einmal gesendet.`,

  "event.amt.enabled": () => "AMT wurde eingeschaltet.",
  "event.amt.disable-attempt": () => "Jemand hat versucht, AMT auszuschalten.",
  "event.setup.pre": () => "AMT ist nicht eingerichtet.",
  "event.setup.in": () => "AMT wird eingerichtet.",
  "event.setup.post": () => "AMT wurde eingerichtet: Dieser PC kann aus der Ferne verwaltet werden.",
  "event.setup.removing": () => "Die Einrichtung von AMT wird entfernt.",
  "event.setup.removing-by": ({ who }) => `Die Einrichtung von AMT wird entfernt, durch: ${who}.`,
  "event.setup.mode-changed": () => "Die Betriebsart von AMT wurde geändert.",
  "event.firmware.update-partial": () => "Eine Erneuerung der ME-Firmware wurde nicht fertig.",
  "event.firmware.update-failed": () => "Eine Erneuerung der ME-Firmware ist fehlgeschlagen.",
  "event.firmware.reset": () => "Die ME-Firmware wurde neu gestartet.",
  "event.firmware.wear": () =>
    "Der Flash-Speicher der ME wurde so oft beschrieben, dass AMT das Schreiben einschränkt.",

  "event.kvm.requested": () => "Jemand bittet darum, diesen Bildschirm zu sehen und zu bedienen.",
  "event.kvm.data": () => "Über den Datenkanal der Bildschirm-Sitzung (KVM) kam eine Nachricht.",
  "event.kvm.disabled": () => "Sitzungen an diesem Bildschirm (KVM) wurden in AMT abgeschaltet.",
  "event.kvm.enabled": () => "Sitzungen an diesem Bildschirm (KVM) wurden in AMT eingeschaltet.",
  "event.consent.requested": () =>
    "AMT bittet den Benutzer dieses PCs um Zustimmung: Sechs Ziffern stehen auf dem Bildschirm.",
  "event.consent.granted": () =>
    "Die Zustimmung des Benutzers wurde gegeben: Die Ziffern vom Bildschirm wurden wiederholt.",
  "event.consent.ended": () => "Die Zustimmung des Benutzers endete.",
  "event.consent.policy": () => "Die Regel, wann AMT um Zustimmung bitten muss, wurde geändert.",
  "event.sprite": () => "Wie AMT seine eigenen Meldungen auf den Bildschirm zeichnet, soll geändert werden.",

  "event.network.changed": () => "Der Netzwerkzustand von AMT hat sich geändert.",
  "event.network.link-denied": () =>
    "Ein Programm auf diesem PC wollte AMTs Netzverbindung abschalten; AMT hat es abgelehnt.",
  "event.network.link-disabled": () => "Ein Programm auf diesem PC wollte AMTs Netzverbindung abschalten.",
  "event.defense.tx-stopped": () => "AMTs System Defense hat ganz oder teilweise gestoppt, was dieser PC sendet.",
  "event.defense.tx-limited": () => "AMTs System Defense hat verlangsamt, was dieser PC sendet.",
  "event.defense.rx-stopped": () => "AMTs System Defense hat ganz oder teilweise gestoppt, was dieser PC empfängt.",
  "event.defense.rx-limited": () => "AMTs System Defense hat verlangsamt, was dieser PC empfängt.",
  "event.defense.active": () => "AMTs System Defense greift in den Netzverkehr dieses PCs ein.",
  "event.defense.inactive": () => "AMTs System Defense lässt den Netzverkehr dieses PCs in Ruhe.",
  "event.defense.changed": () => "Der Zustand von AMTs System Defense hat sich geändert.",
  "event.eac.changed": () => "AMTs Angaben für die Zugangskontrolle zum Netz haben sich geändert.",
  "event.eac.enabled": () => "AMTs Zugangskontrolle zum Netz (EAC) wurde eingeschaltet.",
  "event.eac.disabled": () => "AMTs Zugangskontrolle zum Netz (EAC) wurde abgeschaltet.",
  "event.wlan.profile": () => "AMT hat kein Funknetz-Profil, das zum Verwalten gut genug ist.",
  "event.wlan.security": () => "AMTs Funkverbindung ist zum Verwalten nicht sicher genug.",
  "event.wlan.by-me": () => "Die ME hat Vorrang beim Funk: Die Verbindung des Systems kann abbrechen.",
  "event.wlan.by-host": () => "Das Betriebssystem hat beim Funk wieder Vorrang.",
  "event.wlan.sync-changed": () => "Ob AMT Funknetz-Profile dieses PCs übernimmt, wurde geändert.",
  "event.wlan.sync-disabled": () => "AMT übernimmt keine Funknetz-Profile dieses PCs mehr.",
  "event.wlan.sync-enabled": () => "AMT übernimmt Funknetz-Profile dieses PCs.",
  "event.wlan.control-host": () => "Das Betriebssystem steuert den Funk.",
  "event.wlan.control-me": () => "Die ME steuert den Funk.",
  "event.wlan.protection": ({ level }) => `Wie die ME den Funk schützt: ${level}.`,
  "event.tunnel.opened": () =>
    "AMT hat sich mit einem Server außerhalb verbunden (CIRA): Dieser PC kann darüber verwaltet werden.",
  "event.tunnel.closed": () => "AMTs Verbindung zu einem Server außerhalb (CIRA) endete.",
  "event.tunnel.requested": () =>
    "Jemand an diesem PC hat um Hilfe gebeten: AMT soll sich mit einem Server außerhalb verbinden.",
  "event.help.pressed": ({ result }) => `An diesem PC wurde um Hilfe gebeten: ${result}.`,
  "event.ip-sync.disabled": () => "AMT teilt die Netzadresse dieses PCs nicht mehr.",
  "event.ip-sync.enabled": () => "AMT teilt die Netzadresse dieses PCs.",
  "event.proxy-sync.disabled": () => "AMT übernimmt die Proxy-Einstellungen dieses PCs nicht mehr.",
  "event.proxy-sync.enabled": () => "AMT übernimmt die Proxy-Einstellungen dieses PCs.",
  "event.refresh-ip": ({ interface: which }) => `AMT bittet diesen PC, seine Netzadresse zu erneuern (${which}).`,

  "event.power.requested": ({ what }) => `Der Verwalter in der Ferne hat von diesem PC verlangt: ${power(what)}.`,
  "event.power.watchdog": () => "AMT hat diesen PC neu gestartet, weil ein Wächter abgelaufen ist.",
  "event.power.planned": ({ what, seconds }) =>
    `In ${seconds} Sekunden wird dieser PC tun, was der Verwalter in der Ferne verlangt hat: ${power(what)}.`,
  "event.power.called-off": ({ what }) =>
    `Jemand an diesem PC hat abgesagt, was der Verwalter in der Ferne verlangt hatte: ${power(what)}.`,
  "event.power.failed": ({ what, code }) =>
    `Der Verwalter in der Ferne hat von diesem PC etwas verlangt, das nicht gelang: ${power(what)} (${code}).`,
  "event.time-sync.disabled": () => "AMT stellt seine Uhr nicht mehr nach diesem PC.",
  "event.time-sync.enabled": () => "AMT stellt seine Uhr nach diesem PC.",
  "event.audit-log.filling": ({ percent }) => `AMTs Prüfprotokoll ist zu ${percent} % voll.`,

  "event.agent.not-started": ({ agent }) =>
    `AMT sagt, dass ein Programm, das es bewacht, nicht gestartet ist (${agent}).`,
  "event.agent.stopped": ({ agent }) => `AMT sagt, dass ein Programm, das es bewacht, beendet wurde (${agent}).`,
  "event.agent.running": ({ agent }) => `AMT sagt, dass ein Programm, das es bewacht, läuft (${agent}).`,
  "event.agent.expired": ({ agent }) => `AMT sagt, dass ein Programm, das es bewacht, verstummt ist (${agent}).`,
  "event.agent.suspended": ({ agent }) => `AMT bewacht ein Programm vorläufig nicht (${agent}).`,

  "event.posture.failed": ({ check, title }) =>
    `Eine Prüfung des Zustands dieses PCs ist nicht mehr bestanden: ${title} (${check}).`,
  "event.posture.weakened": ({ check, title }) => `Eine Einstellung von AMT wurde schwächer: ${title} (${check}).`,
  "event.posture.passed": ({ check, title }) =>
    `Eine Prüfung des Zustands dieses PCs ist jetzt bestanden: ${title} (${check}).`,
  "event.posture.advisory": ({ count, advisories, virtual }) =>
    count === 1
      ? `Eine Sicherheitsmeldung betrifft ${firmware(virtual)}: ${advisories}.`
      : `${count} Sicherheitsmeldungen betreffen ${firmware(virtual)}: ${advisories}.`,
  "event.posture.advisory-over": ({ count, advisories, virtual }) =>
    count === 1
      ? `Eine Sicherheitsmeldung betrifft ${firmware(virtual)} nicht mehr: ${advisories}.`
      : `${count} Sicherheitsmeldungen betreffen ${firmware(virtual)} nicht mehr: ${advisories}.`,
  "event.reset.pending": ({ agent, seconds }) =>
    `AMT wird diesen PC in ${seconds} Sekunden neu starten, ohne zu fragen: Ein Programm, das es bewacht, ist verstummt (${agent}).`,
  "event.reset.called-off": () => "Der Neustart dieses PCs, den AMT vorhatte, wurde abgesagt.",

  "event.settings.root-added": ({ name, hash }) =>
    `AMT vertraut jetzt einem weiteren Aussteller von Zertifikaten, mit denen dieser PC übernommen werden kann: ${name} (Hash ${hash}).`,
  "event.settings.root-removed": ({ name, hash }) =>
    `AMT vertraut diesem Aussteller von Zertifikaten nicht mehr: ${name} (Hash ${hash}).`,
  "event.settings.server-added": ({ server }) =>
    `AMT hat einen Server außerhalb bekommen, über den dieser PC verwaltet werden kann (CIRA): ${server}.`,
  "event.settings.server-removed": ({ server }) => `AMT kennt diesen Server außerhalb nicht mehr (CIRA): ${server}.`,
  "event.settings.tls-off": ({ where }) =>
    `AMTs Verschlüsselung (TLS) wurde abgeschaltet (${place(where)}): Was dort gesendet wird, ist unterwegs lesbar.`,
  "event.settings.tls-on": ({ where }) => `AMTs Verschlüsselung (TLS) wurde eingeschaltet (${place(where)}).`,
  "event.settings.user-added": ({ user }) => `AMT hat einen Benutzer mehr: ${user}.`,
  "event.settings.user-changed": ({ user }) => `Was ein Benutzer von AMT darf, wurde geändert: ${user}.`,
  "event.settings.user-removed": ({ user }) => `Ein Benutzer von AMT ist nicht mehr da: ${user}.`,
  "event.settings.feature-on": ({ feature }) => `In AMT eingeschaltet: ${feature}.`,
  "event.settings.feature-off": ({ feature }) => `In AMT abgeschaltet: ${feature}.`,

  "event.alert.unknown": ({ alert }) => `AMT hat etwas gemeldet, das dieses Programm nicht kennt (${alert}).`,
  "event.alert.more": ({ count, of }) =>
    `AMT hat ${count} weitere Meldungen wie diese gesandt, zu viele, um jede zu nennen: ${of}`,
  "event.alert.unreadable": ({ reason }) => `AMT hat etwas gemeldet, das nicht zu lesen war (${reason}).`,
};

const standings: Readonly<Record<string, string>> = {
  unknown: "unbekannt",
  absent: "nicht vorhanden",
  off: "ausgeschaltet",
  unconfigured: "nicht eingerichtet",
  managed: "eingerichtet",
  session: "Sitzung",
};
const standing = (word: string): string => standings[word] ?? word;

const powers: Readonly<Record<string, string>> = {
  "shut down": "herunterfahren",
  restart: "neu starten",
  sleep: "schlafen",
  hibernate: "in den Ruhezustand gehen",
};
export const power = (what: string): string => powers[what] ?? what;

const places: Readonly<Record<string, string>> = {
  "the network": "im Netz",
  "this PC's own ports": "an diesem PC selbst",
};
const place = (where: string): string => places[where] ?? where;
