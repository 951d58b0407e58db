import type { Words } from "./en.ts";

const fused = "Das brennt der Hersteller des PCs ein; danach kann es niemand ändern.";
const newestBios = "Installieren Sie das neueste BIOS des Herstellers; sonst fragen Sie ihn.";
const restart = "Starten Sie den PC neu; bleibt es dabei, fragen Sie seinen Hersteller.";
const firmwareSettings = "in den Einstellungen der Firmware";

/** How healthy this PC is: what each check asks, what to do, why something is not known, in German. */
export const dePosture: Words["messages"] = {
  "posture.virtual": ({ title }) => `${title}, auf einer virtuellen ME`,

  "posture.check.org.fwupd.hsi.Mei.ManufacturingMode": () => "Fertigungsmodus der ME",
  "posture.check.org.fwupd.hsi.Mei.ManufacturingMode.remedy": () =>
    "Nur der Hersteller des PCs kann ihn schließen: Installieren Sie das neueste BIOS, dann fragen Sie ihn.",
  "posture.check.org.fwupd.hsi.Mei.OverrideStrap": () => "Steckbrücke, die den Schutz des Flashs aufhebt",
  "posture.check.org.fwupd.hsi.Mei.OverrideStrap.remedy": () =>
    "Nehmen Sie die Steckbrücke für den Service (flash descriptor override) von der Hauptplatine.",
  "posture.check.org.fwupd.hsi.Mei.Version": () => "Version der Firmware der ME gegen bekannte Mindestversionen",
  "posture.check.org.fwupd.hsi.Mei.Version.remedy": () =>
    "Installieren Sie das neueste BIOS oder die neueste ME-Firmware des Herstellers.",
  "posture.check.org.fwupd.hsi.IntelBootguard.Enabled": () => "Schutz des Starts durch Intel Boot Guard",
  "posture.check.org.fwupd.hsi.IntelBootguard.Enabled.remedy": () =>
    "Boot Guard brennt der Hersteller des PCs ein; danach kann es niemand einschalten.",
  "posture.check.org.fwupd.hsi.IntelBootguard.Verified": () => "Prüfung des BIOS-Anfangs durch Boot Guard",
  "posture.check.org.fwupd.hsi.IntelBootguard.Verified.remedy": () => `${fused} ${newestBios}`,
  "posture.check.org.fwupd.hsi.IntelBootguard.Acm": () => "Der eigene Code von Boot Guard (ACM)",
  "posture.check.org.fwupd.hsi.IntelBootguard.Acm.remedy": () => `${fused} ${newestBios}`,
  "posture.check.org.fwupd.hsi.IntelBootguard.Policy": () =>
    "Was Boot Guard mit einem BIOS macht, das es nicht prüfen kann",
  "posture.check.org.fwupd.hsi.IntelBootguard.Policy.remedy": () =>
    "Die Regel brennt der Hersteller des PCs ein; fragen Sie ihn, welche dieses Modell hat.",
  "posture.check.org.fwupd.hsi.IntelBootguard.Otp": () => "Verriegelung der Sicherungen des Chipsatzes",
  "posture.check.org.fwupd.hsi.IntelBootguard.Otp.remedy": () =>
    "Nur der Hersteller des PCs kann sie verriegeln: Installieren Sie das neueste BIOS, dann fragen Sie ihn.",
  "posture.check.me.workingState": () => "Betriebszustand der ME",
  "posture.check.me.workingState.remedy": () =>
    "Schalten Sie den PC aus und ziehen Sie für eine Minute den Stecker; bleibt es dabei, installieren Sie das neueste BIOS.",
  "posture.check.me.operationMode": () => "Betriebsart der ME",
  "posture.check.me.operationMode.remedy": () => restart,
  "posture.check.me.bootGuardProfile": () => "Profil von Boot Guard",
  "posture.check.me.bootGuardProfile.remedy": () => fused,
  "posture.check.me.measuredBoot": () => "Messung des BIOS-Anfangs durch Boot Guard",
  "posture.check.me.measuredBoot.remedy": () => fused,
  "posture.check.me.flashOverride": () => "Schutz des Flashs der ME vor Programmen dieses PCs",
  "posture.check.me.flashOverride.remedy": () => restart,
  "posture.check.me.endOfPost": () => "Meldung des BIOS an die ME, dass es fertig ist (end of POST)",
  "posture.check.me.endOfPost.remedy": () =>
    "Installieren Sie das neueste BIOS: Ohne das nimmt die ME Befehle mit Vorrechten an.",
  "posture.check.me.productionSigned": () => "Signatur der Firmware der ME: Betrieb oder Entwicklung",
  "posture.check.me.productionSigned.remedy": () =>
    "Installieren Sie das BIOS des Herstellers: Dieses ist für die Entwicklung.",
  "posture.check.me.supported": () => "Sicherheitsaktualisierungen von Intel für diese ME",
  "posture.check.me.supported.remedy": () =>
    "Schalten Sie AMT in der Erweiterung des BIOS (MEBx) aus, halten Sie den PC aus fremden Netzen heraus und planen Sie Ersatz.",

  "posture.check.amt.state": () => "Stand der Einrichtung von AMT",
  "posture.check.amt.state.remedy": () =>
    "Bringen Sie sie zu Ende (amt-agent activate) oder brechen Sie sie ab (amt-agent stop-configuration).",
  "posture.check.amt.tls.remote": () => "TLS zwischen AMT und dem Netz",
  "posture.check.amt.tls.remote.remedy": () => "Befehl: amt-agent configure tls --mode server",
  "posture.check.amt.tls.local": () => "TLS zwischen AMT und den Programmen dieses PCs",
  "posture.check.amt.tls.local.remedy": () => "Befehl: amt-agent configure tls --mode server",
  "posture.check.amt.tls.ports": () => "Was AMT über seine Ports ohne TLS sagt",
  "posture.check.amt.tls.ports.remedy": () =>
    "Danach wird nichts beurteilt: Seine beiden Beschreibungen widersprechen sich.",
  "posture.check.amt.tls.mutual": () => "Zertifikat, das AMT von dem verlangt, der sich verbindet",
  "posture.check.amt.tls.mutual.remedy": () =>
    "Schalten Sie gegenseitiges TLS ein, mit der Wurzel des Zertifikats des Verwaltungsservers.",
  "posture.check.amt.userConsent": () => "Zustimmung des Benutzers, bevor jemand den Bildschirm sieht",
  "posture.check.amt.userConsent.remedy": () => "Befehl: amt-agent configure features --user-consent all",
  "posture.check.amt.redirection": () => "Entfernte Laufwerke und die entfernte Textkonsole",
  "posture.check.amt.redirection.remedy": () =>
    "Wenn sie niemand benutzt: amt-agent configure features --no-sol --no-usbr",
  "posture.check.amt.kvm": () => "Schutz des gezeigten Bildschirms durch TLS und Zustimmung",
  "posture.check.amt.kvm.remedy": () =>
    "Schalten Sie in den KVM-Einstellungen von AMT Port 5900 aus und die Zustimmung ein.",
  "posture.check.amt.webui": () => "Die eigenen Webseiten von AMT",
  "posture.check.amt.webui.remedy": () => "Schalten Sie die Weboberfläche in AMT aus.",
  "posture.check.amt.ping": () => "Antwort von AMT auf ping",
  "posture.check.amt.ping.remedy": () =>
    "Schalten Sie in den allgemeinen Einstellungen von AMT die Antworten auf ping und RMCP aus.",
  "posture.check.amt.privacyLevel": () => "Stufe der Privatsphäre von AMT",
  "posture.check.amt.privacyLevel.remedy": () =>
    "Stellen Sie die Stufe in der Erweiterung des BIOS (MEBx) auf Enhanced.",
  "posture.check.amt.trustedHashes": () => "Wurzeln, denen AMT bei der Einrichtung aus der Ferne vertraut",
  "posture.check.amt.trustedHashes.remedy": () =>
    "Schalten Sie die anderen in der Erweiterung des BIOS (MEBx) aus: Wer ein Zertifikat von ihnen hat, kann AMT einrichten.",
  "posture.check.amt.pkiDnsSuffix": () => "DNS-Endung für die Einrichtung aus der Ferne",
  "posture.check.amt.pkiDnsSuffix.remedy": () =>
    "Entfernen Sie sie in der Erweiterung des BIOS (MEBx), wenn es nicht Ihre ist.",
  "posture.check.amt.zeroTouch": () => "Einrichtung von AMT über das Netz durch andere",
  "posture.check.amt.zeroTouch.remedy": () =>
    "Richten Sie AMT selbst ein, oder schalten Sie die Einrichtung aus der Ferne in der Erweiterung des BIOS (MEBx) aus.",
  "posture.check.amt.passwordModel": () => "Netzpasswort von AMT neben dem der Erweiterung des BIOS",
  "posture.check.amt.passwordModel.remedy": () => "Geben Sie AMT ein eigenes Passwort: amt-agent configure password",
  "posture.check.amt.mebxDefault": () => "Passwort ab Werk der Erweiterung des BIOS (MEBx)",
  "posture.check.amt.mebxDefault.remedy": () =>
    "Das wird hier nie versucht. Gehen Sie selbst in MEBx und ändern Sie es, wenn es noch das ab Werk ist.",
  "posture.check.amt.auditLog": () => "Prüfprotokoll von AMT und sein Platz",
  "posture.check.amt.auditLog.remedy": () =>
    "Schalten Sie es mit dem Konto eines Prüfers ein, und lesen Sie es aus, wenn es voll ist.",
  "posture.check.amt.cira": () => "Verbindungen von AMT zu einem Server außerhalb",
  "posture.check.amt.cira.remedy": () => "Wenn der Server nicht Ihrer ist: amt-agent configure cira off",
  "posture.check.amt.envDetection": () => "Wie AMT sein eigenes Netz von anderen unterscheidet",
  "posture.check.amt.envDetection.remedy": () =>
    "Nennen Sie die eigenen Domänen, damit AMT sich nur von anderswo nach außen verbindet.",
  "posture.check.amt.wifi": () => "Verschlüsselung der Funknetze von AMT",
  "posture.check.amt.wifi.remedy": () => "Ersetzen Sie die, die es nicht sind: amt-agent configure wifi",
  "posture.check.amt.8021x": () => "802.1X am verkabelten Anschluss von AMT",
  "posture.check.amt.8021x.remedy": () => "Wo das Netz es verlangt: amt-agent configure wired",
  "posture.check.amt.certs": () => "Gültigkeit und Schlüssel der Zertifikate von AMT",
  "posture.check.amt.certs.remedy": () => "Erneuern Sie die, die es nicht tun, und entfernen Sie, was niemand benutzt.",
  "posture.check.amt.acl": () => "Benutzer außer admin mit allen Rechten in AMT",
  "posture.check.amt.acl.remedy": () => "Nehmen Sie den anderen den Bereich der Verwaltung.",
  "posture.check.amt.lms": () => "Bekannte Schwächen des LMS von Intel",
  "posture.check.amt.lms.remedy": () =>
    "Aktualisieren Sie den LMS von Intel, oder entfernen Sie ihn: amt-agent tut, was er tut.",
  "posture.check.amt.presence": () => "Programme, auf die AMT achtet",
  "posture.check.amt.presence.remedy": () => "Starten Sie, was nicht läuft: amt-agent presence list zeigt es.",

  "posture.check.org.fwupd.hsi.Uefi.SecureBoot": () => "Secure Boot in der Firmware",
  "posture.check.org.fwupd.hsi.Uefi.SecureBoot.remedy": () => `Schalten Sie Secure Boot ${firmwareSettings} ein.`,
  "posture.check.org.fwupd.hsi.Tpm.Version20": () => "Sicherheitschip (TPM 2.0)",
  "posture.check.org.fwupd.hsi.Tpm.Version20.remedy": () => `Schalten Sie das TPM (Intel PTT) ${firmwareSettings} ein.`,
  "posture.check.org.fwupd.hsi.Tpm.EmptyPcr": () => "Messungen der Firmware im TPM",
  "posture.check.org.fwupd.hsi.Tpm.EmptyPcr.remedy": () =>
    "Installieren Sie das neueste BIOS: Dieses benutzt das TPM nicht.",
  "posture.check.org.fwupd.hsi.Kernel.Lockdown": () => "Abriegelung des Kernels (lockdown)",
  "posture.check.org.fwupd.hsi.Kernel.Lockdown.remedy": () =>
    "Schalten Sie Secure Boot ein, oder starten Sie den Kernel mit lockdown=integrity.",
  "posture.check.org.fwupd.hsi.Kernel.Tainted": () => "Fremder oder fehlerhafter Code im Kernel",
  "posture.check.org.fwupd.hsi.Kernel.Tainted.remedy": () =>
    "Sehen Sie nach, welche Module nicht von der Distribution sind: dmesg nennt sie.",
  "posture.check.org.fwupd.hsi.Kernel.Swap": () => "Verschlüsselung des Auslagerungsspeichers",
  "posture.check.org.fwupd.hsi.Kernel.Swap.remedy": () => "Legen Sie ihn auf ein verschlüsseltes Laufwerk.",
  "posture.check.org.fwupd.hsi.Iommu": () => "Schutz des Speichers vor Geräten (IOMMU)",
  "posture.check.org.fwupd.hsi.Iommu.remedy": () => `Schalten Sie VT-d ${firmwareSettings} ein.`,
  "posture.check.org.fwupd.hsi.Bios.CapsuleUpdates": () => "Aktualisierung des BIOS vom Betriebssystem aus",
  "posture.check.org.fwupd.hsi.Bios.CapsuleUpdates.remedy": () =>
    `Schalten Sie UEFI capsule updates ${firmwareSettings} ein, wenn es sie dort gibt.`,
  "posture.check.host.bios": () => "Hersteller und Version des BIOS",
  "posture.check.host.bios.remedy": () => "Installieren Sie das BIOS des Herstellers: Dieses nennt keine Version.",
  "posture.check.host.cpuMitigations": () => "Entschärfung der bekannten Schwächen des Prozessors",
  "posture.check.host.cpuMitigations.remedy": () =>
    "Installieren Sie Aktualisierungen von Kernel und Microcode; suchen Sie mitigations=off in der Befehlszeile des Kernels.",
  "posture.check.host.microcode": () => "Microcode des Prozessors",
  "posture.check.host.microcode.remedy": () => "Installieren Sie das Paket intel-microcode oder das neueste BIOS.",
  "posture.check.host.diskEncryption": () => "Verschlüsselung des Systemdatenträgers",
  "posture.check.host.diskEncryption.remedy": () =>
    "Verschlüsseln Sie ihn: mit LUKS (bei der Installation, oder mit cryptsetup reencrypt), unter Windows mit BitLocker.",
  "posture.check.host.firewall": () => "Firewall für das, was hereinkommt",
  "posture.check.host.firewall.remedy": () =>
    "Schalten Sie eine ein: ufw enable, oder systemctl enable --now firewalld; unter Windows in der Windows-Sicherheit.",
  "posture.check.host.antivirus": () => "Installierte Schutzprogramme",
  "posture.check.host.antivirus.remedy": () =>
    "Es läuft nicht oder ist nicht aktuell: Starten Sie es, unter Windows in der Windows-Sicherheit.",
  "posture.check.host.updates": () => "Wartende Aktualisierungen des Systems",
  "posture.check.host.updates.remedy": () => "Installieren Sie sie: apt upgrade",
  "posture.check.host.restart": () => "Neustart, auf den eine installierte Aktualisierung wartet",
  "posture.check.host.restart.remedy": () => "Starten Sie den PC neu.",

  "posture.reason.busy": ({ detail }) => `ein anderes Programm hat es (${detail})`,
  "posture.reason.conflicting-sources": ({ detail }) => `die Quellen widersprechen sich: ${detail}`,
  "posture.reason.eperm": ({ detail }) => `keine Berechtigung (${detail})`,
  "posture.reason.login": ({ detail }) => `bei AMT war niemand angemeldet (${detail})`,
  "posture.reason.malformed": ({ detail }) => `was gelesen wurde, ergibt keinen Sinn (${detail})`,
  "posture.reason.no-amt": ({ detail }) => `diese ME hat kein AMT (${detail})`,
  "posture.reason.no-data": ({ detail }) => `nichts sagt es (${detail})`,
  "posture.reason.no-driver": ({ detail }) => `kein Treiber (${detail})`,
  "posture.reason.no-firmware": ({ detail }) => `keine solche Firmware (${detail})`,
  "posture.reason.no-program": ({ detail }) => `kein solches Programm (${detail})`,
  "posture.reason.no-rule": ({ detail }) => `nicht zu beurteilen: ${detail}`,
  "posture.reason.not-here": ({ detail }) => `trifft hier nicht zu: ${detail}`,
  "posture.reason.not-set-up": ({ detail }) => `AMT ist nicht eingerichtet (${detail})`,
  "posture.reason.refused": ({ detail }) => `abgelehnt (${detail})`,
  "posture.reason.timeout": ({ detail }) => `keine Antwort zur rechten Zeit (${detail})`,
  "posture.reason.too-large": ({ detail }) => `zu viel zu lesen (${detail})`,
  "posture.reason.unreachable": ({ detail }) => `nicht zu erreichen (${detail})`,
  "posture.reason.unsupported": ({ detail }) => `diese Firmware sagt es nicht (${detail})`,
  "posture.reason.untestable": ({ detail }) => `nicht zu prüfen: ${detail}`,
};
