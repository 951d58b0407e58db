import { firmware, power } from "./de-events.ts";
import type { Words } from "./en.ts";

/** What the service says, in German. Names of programs, files and codes stay as they are. */
export const deMessages: Words["messages"] = {
  "headline.unknown": () => "Der Stand der Fernverwaltung ist nicht bekannt.",
  "headline.absent": () => "Dieser PC hat kein Intel AMT: Darüber kann ihn niemand aus der Ferne verwalten.",
  "headline.off": () => "Intel AMT ist ausgeschaltet: Darüber kann niemand diesen PC aus der Ferne verwalten.",
  "headline.unconfigured": () =>
    "Intel AMT ist vorhanden, aber nicht eingerichtet: Darüber kann niemand diesen PC sehen oder bedienen.",
  "headline.configuring": () =>
    "Intel AMT wird auf diesem PC gerade eingerichtet: Danach kann er vielleicht aus der Ferne verwaltet werden.",
  "headline.managed": () => "Dieser PC kann über Intel AMT aus der Ferne verwaltet werden; niemand ist verbunden.",
  "headline.managed-unsure": () =>
    "Dieser PC kann über Intel AMT aus der Ferne verwaltet werden; ob jemand verbunden ist, ist nicht bekannt.",
  "headline.session.kvm": () => "Jemand kann über Intel AMT gerade diesen Bildschirm sehen und bedienen.",
  "headline.session.consent": () => "Jemand bittet darum, über Intel AMT diesen Bildschirm zu sehen und zu bedienen.",
  "headline.session.storage": () => "Ein entferntes Laufwerk ist über Intel AMT gerade mit diesem PC verbunden.",
  "headline.session.sol": () => "Jemand ist über Intel AMT gerade mit der Textkonsole dieses PCs verbunden.",
  "machine.virtual": ({ machine }) => `Dies ist eine virtuelle ME (${machine}), nicht die Firmware dieses PCs.`,

  "unknown.no-amt": () => "diese ME hat kein AMT",
  "unknown.no-client": ({ client }) => `diese ME hat kein ${client}`,
  "unknown.unsupported": ({ status }) => `diese Firmware kennt die Frage nicht (${status})`,
  "unknown.refused": ({ status }) => `die Firmware hat abgelehnt (${status})`,
  "unknown.malformed": ({ reason }) => `die Antwort der Firmware war nicht zu lesen (${reason})`,
  "unknown.busy": ({ holder }) => `in Gebrauch durch ${holder}`,
  "unknown.timeout": () => "die Firmware hat nicht rechtzeitig geantwortet",
  "unknown.gone": () => "die ME wurde während der Frage neu gestartet",
  "unknown.needs-version": ({ version }) => `Firmware vor ${version} sagt es nicht`,
  "unknown.not-reported": () => "die Firmware sagt es nicht",
  "unknown.no-interface": () => "es gibt keinen solchen Anschluss",
  "unknown.not-set": () => "nicht festgelegt",
  "unknown.not-configured": () => "AMT ist nicht eingerichtet",
  "unknown.failed": ({ code }) => `die Frage ist fehlgeschlagen (${code})`,
  "unknown.needs-admin": () => "das zeigt AMT nur seinem Verwalter: amt-agent privacy --user admin",
  "unknown.login": ({ code }) => `AMT hat die Anmeldung abgelehnt (${code})`,
  "unknown.no-link": ({ code }) => `der Webdienst von AMT ist von hier nicht zu erreichen (${code})`,
  "unknown.tls-untrusted": () =>
    "nichts sagt, welches Zertifikat das von AMT ist: --pin oder --ca angeben, oder den Dienst fragen lassen",

  "end.ended": () => "beendet",
  "end.none": () => "es gab keine",
  "end.absent": () => "dieses AMT hat so etwas nicht",
  "end.refused": ({ status }) => `AMT hat abgelehnt (${status})`,
  "end.not-the-users": () => "AMT beendet nur die Verbindung, um die an diesem PC gebeten wurde (NOT_PERMITTED)",

  "condition.me-absent": () => "Auf diesem PC wurde keine Intel ME gefunden.",
  "condition.me-absent.remedy": () =>
    "Hat dieser PC einen Chipsatz von Intel, laden Sie den Treiber (Linux: modprobe mei_me; Windows: Treiber der Intel ME installieren).",
  "condition.me-denied": ({ device }) => `Der Dienst darf ${device} nicht öffnen.`,
  "condition.me-denied.remedy": ({ device }) =>
    `Geben Sie der Gruppe des Dienstes Zugriff auf ${device}, oder starten Sie ihn als root.`,
  "condition.me-busy": ({ holder }) => `Die ME ist in Gebrauch durch ${holder}.`,
  "condition.me-busy.remedy": () =>
    "Beenden Sie dieses Programm oder lassen Sie es fertig werden; der Dienst versucht es von selbst wieder.",
  "condition.me-gone": () => "Die ME antwortet nicht: Sie wurde neu gestartet oder ist im Übergang.",
  "condition.me-gone.remedy": () =>
    "Der Dienst versucht es von selbst wieder. Bleibt es dabei, starten Sie den PC neu.",
  "condition.me-timeout": () => "Die ME antwortet nicht.",
  "condition.me-timeout.remedy": () =>
    "Der Dienst versucht es von selbst wieder. Bleibt es dabei, schalten Sie den PC aus und ziehen Sie für eine Minute den Stecker.",
  "condition.me-failed": ({ code }) => `Der Zustand war nicht zu lesen (${code}).`,
  "condition.me-failed.remedy": () => "Näheres sagt amt-agent doctor.",
  "condition.asleep": () => "Der Computer hat geschlafen; der Stand der Fernverwaltung wird neu gelesen.",
  "condition.asleep.remedy": () => "Nichts zu tun: Das dauert einen Moment.",
  "condition.lms-held": ({ holder }) =>
    `AMTs lokale Ports und Meldungen sind in der Hand von ${holder}; seine Ports werden benutzt, seine Meldungen nicht gehört.`,
  "condition.lms-held.remedy": ({ holder }) =>
    `Soll dieser Dienst es tun, beenden Sie ${holder}; der Dienst übernimmt von selbst.`,
  "condition.lms-ports": ({ ports }) =>
    `AMT ist über Port ${ports} dieses PCs nicht erreichbar: Der Port ist belegt oder darf nicht geöffnet werden.`,
  "condition.lms-ports.remedy": ({ ports }) =>
    `Finden Sie heraus, wer ihn hat (Linux: ss -ltnp; Windows: netstat -abn), und machen Sie ${ports} frei; es wird wieder versucht.`,
  "condition.lms-failed": ({ code }) => `Die Verbindung zu AMTs lokalen Ports scheitert immer wieder (${code}).`,
  "condition.lms-failed.remedy": () =>
    "Der Dienst versucht es von selbst wieder. Bleibt es dabei, schalten Sie den PC aus und ziehen Sie für eine Minute den Stecker.",
  "condition.history-full": () => "Was geschieht, wird zurzeit nicht aufgeschrieben: Das Laufwerk ist voll.",
  "condition.history-full.remedy": () =>
    "Schaffen Sie Platz auf dem Laufwerk mit dem Zustand des Dienstes; er macht von selbst weiter.",
  "condition.history-failed": ({ code }) =>
    `Was geschieht, wird nicht aufgeschrieben: Der Verlauf ist nicht benutzbar (${code}).`,
  "condition.history-failed.remedy": () =>
    "Sehen Sie in den Ordner events im Zustandsverzeichnis des Dienstes und in sein Protokoll (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.presence-failing": ({ agents, code }) =>
    `AMT erfährt nicht, dass ${agents} lebt (${code}); es könnte es für tot halten.`,
  "condition.presence-failing.remedy": () =>
    "Welches, sagt amt-agent presence status. Der Wächter muss da sein (amt-agent presence add), und presence.user braucht das Recht Agent Presence Local.",
  "condition.posture-unsent": ({ destinations, code }) =>
    `Zustandsberichte erreichen ${destinations} nicht (${code}); sie warten auf diesem PC.`,
  "condition.posture-unsent.remedy": () =>
    "Es wird von selbst wieder versucht. Was wartet und warum, sagt amt-agent posture spool; mehr journalctl -u amt-agent-send.",
  "condition.posture-no-sender": ({ count }) =>
    `${count === 1 ? "Ein Zustandsbericht wartet" : `${count} Zustandsberichte warten`} auf das Senden, und nichts sendet.`,
  "condition.posture-no-sender.remedy": () =>
    "Starten Sie den Sender: systemctl enable --now amt-agent-send, oder amt-agent sender in einem Terminal.",
  "condition.posture-unkept": ({ code }) => `Ein Zustandsbericht konnte nicht zum Senden aufgehoben werden (${code}).`,
  "condition.posture-unkept.remedy": () =>
    "Sehen Sie nach Platz und Rechten des Ordners, den posture.spoolDir nennt; es wird wieder versucht.",
  "condition.posture-advisory": ({ advisories, count, virtual }) =>
    count === 1
      ? `Eine Sicherheitsmeldung betrifft ${firmware(virtual)}: ${advisories}.`
      : `${count} Sicherheitsmeldungen betreffen ${firmware(virtual)}: ${advisories}.`,
  "condition.posture-advisory.remedy": () =>
    "Installieren Sie das neueste BIOS oder die neueste ME-Firmware des PC-Herstellers. Näheres sagt amt-agent posture.",
  "condition.posture-failing": ({ code }) =>
    `Ein neuer Bericht über den Zustand dieses PCs kann nicht erstellt oder aufbewahrt werden (${code}).`,
  "condition.posture-failing.remedy": () =>
    "Sehen Sie im Ordner posture im Zustandsverzeichnis des Dienstes und in seinem Protokoll nach (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  "condition.posture-not-kept": ({ code }) =>
    `Die Kurzfassung des Zustands dieses PCs kann nicht in AMT aufbewahrt werden (${code}).`,
  "condition.posture-not-kept.remedy": () =>
    "Siehe amt-agent posture stored. AMT muss Webspeicher anbieten, und posture.meUser braucht den Bereich Storage; sonst setzen Sie posture.keepInMe auf false.",
  "condition.reset-pending": ({ agents, at }) =>
    `AMT startet diesen PC um ${at} neu: Ein Programm, das es bewacht, ist verstummt (${agents}).`,
  "condition.reset-pending.remedy": () =>
    "Sichern Sie Ihre Arbeit. Abzusagen ist es am Bildschirm dieses PCs oder als Verwalter: amt-agent presence cancel-reset.",
  "condition.power-planned": ({ what, at }) =>
    `Der Verwalter in der Ferne hat es verlangt, und dieser PC tut es um ${at}: ${power(what)}.`,
  "condition.power-planned.remedy": () =>
    "Sichern Sie Ihre Arbeit. Wo es erlaubt ist, sagen Sie es am Bildschirm dieses PCs oder als Verwalter ab: amt-agent power cancel.",
  "condition.virtual": ({ machine }) => `Der Dienst läuft auf einer virtuellen ME (${machine}).`,
  "condition.virtual.remedy": () =>
    "Das ist zum Vorführen und Prüfen. Für die echte starten Sie den Dienst mit --mei auto.",
};
