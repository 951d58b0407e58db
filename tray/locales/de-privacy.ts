import { choose, three } from "./choice.ts";
import type { Words } from "./en.ts";

const consent = {
  all: "und Sie werden gefragt, bevor Bildschirm, Konsole oder ein Laufwerk benutzt werden",
  kvm: "und Sie werden gefragt, bevor der Bildschirm benutzt wird, aber nicht vor dem Rest",
  none: "und Sie werden nicht gefragt",
};
const now = {
  screen: "GERADE SIEHT UND BEDIENT JEMAND DEN BILDSCHIRM",
  asks: "gerade bittet jemand um Ihre Zustimmung",
  other: "GERADE IST JEMAND VERBUNDEN",
  nobody: "gerade ist niemand verbunden",
};
const places = {
  local: "nur von diesem PC aus",
  network: "nur vom Netz aus",
  any: "vom Netz und von diesem PC aus",
};
const realms: Readonly<Record<string, string>> = {
  2: "Bildschirm, Konsole und Laufwerke benutzen",
  3: "alles",
  4: "lesen, was in diesem PC steckt",
  5: "ihn ein- und ausschalten",
  6: "Daten in AMT ablegen",
  7: "Meldungen abonnieren",
  8: "die in AMT abgelegten Daten verwalten",
  9: "Programme dieses PCs melden",
  10: "Programme dieses PCs überwachen lassen",
  11: "den Netzverkehr dieses PCs filtern",
  12: "die Uhr von AMT stellen",
  13: "die Einstellungen von AMT lesen",
  14: "die Firmware erneuern",
  16: "erfahren, was AMT tut",
  17: "Zugangskontrolle zum Netz",
  18: "Zugangskontrolle zum Netz",
  19: "das Ereignisprotokoll lesen",
  20: "das Prüfprotokoll lesen und sperren",
  21: "Konten verwalten",
  24: "was Programme dieses PCs dürfen",
};
const rights = (list: string): string =>
  list === ""
    ? "nichts"
    : list
        .split(",")
        .map((one) => choose(one, realms, `Bereich ${one}`))
        .join(", ");
const boot: Readonly<Record<string, string>> = {
  UseSOL: "seine Textkonsole geht nach außen (SOL)",
  UseIDER: "er startet von einem entfernten Laufwerk",
  BIOSSetup: "er hält in den Einstellungen der Firmware",
  BIOSPause: "er hält, bevor das System startet",
  UserPasswordBypass: "nach dem Passwort der Firmware wird nicht gefragt",
  LockKeyboard: "die Tastatur ist gesperrt",
  LockPowerButton: "der Einschaltknopf ist gesperrt",
  LockResetButton: "der Rücksetzknopf ist gesperrt",
  LockSleepButton: "der Schlafknopf ist gesperrt",
  SecureErase: "DER DATENTRÄGER WIRD GELÖSCHT",
  PlatformErase: "DIE PLATTFORM WIRD GELÖSCHT",
  ReflashBIOS: "die Firmware wird neu geschrieben",
  ConfigurationDataReset: "die Einstellungen der Firmware werden zurückgesetzt",
  UEFIHTTPSBootEnabled: "er startet von einem Server (HTTPS)",
  UEFILocalPBABootEnabled: "er startet ein Programm vom Datenträger, das sein Verwalter gewählt hat",
  WinREBootEnabled: "er startet die Wiederherstellung von Windows",
  UseSafeMode: "er startet im abgesicherten Modus",
};

/** Who can reach this PC, in German. */
export const dePrivacy: Words["messages"] = {
  "privacy.answer.unknown": () => "Ob jemand diesen PC unterhalb des Betriebssystems erreicht, ist nicht bekannt.",
  "privacy.answer.absent": () =>
    "Über Intel AMT erreicht niemand diesen PC unterhalb des Betriebssystems: Er hat keines.",
  "privacy.answer.off": () =>
    "Über Intel AMT erreicht niemand diesen PC unterhalb des Betriebssystems: Es ist ausgeschaltet.",
  "privacy.answer.unconfigured": () =>
    "Über Intel AMT erreicht niemand diesen PC unterhalb des Betriebssystems: Es ist da, aber nicht eingerichtet.",
  "privacy.answer.managed": (p) =>
    `Wer sich bei Intel AMT anmelden kann, erreicht diesen PC unterhalb des Betriebssystems, auch wenn er ausgeschaltet ist, ${choose(p.consent, consent, "und ob Sie gefragt werden, ist nicht bekannt")}; ${choose(p.now, now, "ob gerade jemand verbunden ist, ist nicht bekannt")}.`,

  "privacy.about": () =>
    "Intel AMT ist, wo ein PC es hat, ein kleiner Computer in seinem Chipsatz mit eigenen Netzports. Es arbeitet unterhalb des Betriebssystems, das es weder sieht noch anhält.",
  "privacy.now": () => "Gerade jetzt",
  "privacy.now.change": () =>
    "amt-agent sessions end beendet sie, für den, der an diesem Bildschirm sitzt. Wer das Passwort von AMT hat, kann sie verbieten: amt-agent configure features --no-kvm --no-sol --no-usbr. Haben Sie keine erwartet, fragen Sie Ihren Support.",
  "privacy.now.kvm": three(
    "Jemand sieht diesen Bildschirm und kann Tastatur und Maus benutzen.",
    "Niemand sieht diesen Bildschirm oder benutzt Tastatur und Maus.",
    "Ob jemand diesen Bildschirm sieht oder Tastatur und Maus benutzt.",
  ),
  "privacy.now.consent": three(
    "Jemand bittet um Ihre Zustimmung: Sechs Ziffern sind auf dem Bildschirm.",
    "Niemand bittet um Ihre Zustimmung.",
    "Ob jemand um Ihre Zustimmung bittet.",
  ),
  "privacy.now.sol": three(
    "Jemand ist mit der Textkonsole verbunden.",
    "Niemand ist mit der Textkonsole verbunden.",
    "Ob jemand mit der Textkonsole verbunden ist.",
  ),
  "privacy.now.storage": three(
    "Ein entferntes Laufwerk ist verbunden: Dieser PC kann davon gestartet werden.",
    "Kein entferntes Laufwerk ist verbunden.",
    "Ob ein entferntes Laufwerk verbunden ist.",
  ),
  "privacy.now.tunnel": three(
    "AMT ist mit einem Server außerhalb verbunden, über den es erreicht werden kann.",
    "AMT ist mit keinem Server außerhalb verbunden.",
    "Ob AMT mit einem Server außerhalb verbunden ist.",
  ),

  "privacy.owner": () => "Wer darüber bestimmt",
  "privacy.owner.change": ({ standing }) =>
    choose(
      standing,
      {
        absent: "Nichts zu tun: Einem PC, der ohne AMT gebaut wurde, lässt es sich nicht hinzufügen.",
        off: "Eingeschaltet wird es in den Einstellungen der Firmware (BIOS) oder mit amt-agent configure amt on (als root).",
        unconfigured:
          "amt-agent activate (als root) richtet es für Sie ein; amt-agent configure amt off oder die Einstellungen der Firmware (BIOS) schalten es aus.",
      },
      "amt-agent deactivate (als root) gibt AMT an niemanden zurück, wo die Firmware es erlaubt; sonst das Menü der Firmware (MEBx) oder sein Verwalter.",
    ),
  "privacy.owner.mode": ({ mode }) =>
    choose(
      mode,
      {
        client:
          "Es ist im Client-Modus eingerichtet: Wer sein Passwort hat, kann es benutzen, muss für den Bildschirm aber Sie fragen.",
        admin: "Es ist im Admin-Modus eingerichtet: Sein Verwalter macht die Regeln, auch ob Sie gefragt werden.",
        old: "Es ist eingerichtet; so alte Firmware kennt keine Betriebsarten: Sein Verwalter macht die Regeln.",
        none: "Es ist nicht eingerichtet: Es nimmt keine Verbindungen aus dem Netz an.",
        off: "Es ist in den Einstellungen der Firmware (BIOS) ausgeschaltet.",
        absent: "Die Firmware dieses PCs hat kein AMT.",
      },
      "Ob es eingerichtet ist und wer die Regeln macht.",
    ),
  "privacy.owner.by": ({ who, at }) =>
    `Es wurde ${who === "" ? "von einem Programm auf diesem PC" : `über ${who}`}${at === "" ? "" : ` am ${at} (nach seiner eigenen Uhr)`} eingerichtet.`,
  "privacy.owner.by-unknown": () => "Wer es eingerichtet hat, und wann.",
  "privacy.owner.zero-touch": three(
    "Seine Firmware lässt es von einem Einrichtungsserver, dessen Zertifikat sie vertraut, über das Netz einrichten.",
    "Seine Firmware lässt es von keinem Einrichtungsserver über das Netz einrichten.",
    "Ob ein Einrichtungsserver es über das Netz einrichten darf.",
  ),
  "privacy.owner.host": () => "Wer auf diesem PC root (Administrator) ist, kann es einrichten.",

  "privacy.network": () => "Von wo aus",
  "privacy.network.change": () =>
    "Mit dem Passwort von AMT: amt-agent configure tls; amt-agent configure features --no-kvm --no-sol --no-usbr schließt die Ports für Sitzungen.",
  "privacy.network.wired": ({ state, address }) =>
    state === "yes"
      ? `Im verkabelten Netz${address === "" ? "" : ` unter ${address}`}, an eigenen Ports (16992 bis 16995), die die Firewall dieses PCs nicht sieht.`
      : state === "no"
        ? "Nicht im verkabelten Netz: Dort ist es ausgeschaltet, oder das Kabel ist ab."
        : "Ob es im verkabelten Netz antwortet.",
  "privacy.network.tls": ({ state, plain, mutual }) =>
    state === "yes"
      ? `Verbindungen aus dem Netz sind verschlüsselt (TLS)${plain === "yes" ? ", aber unverschlüsselte werden auch angenommen" : plain === "no" ? "" : "; ob auch unverschlüsselte angenommen werden, ist nicht bekannt"}${mutual === "yes" ? "; wer sich verbindet, muss ein Zertifikat zeigen" : ""}.`
      : state === "no"
        ? "Verbindungen aus dem Netz sind NICHT verschlüsselt: Wer dort mithören kann, kann sie lesen."
        : "Ob Verbindungen aus dem Netz verschlüsselt sind.",
  "privacy.network.local-tls": three(
    "Programme auf diesem PC erreichen es nur verschlüsselt.",
    "Programme auf diesem PC erreichen es unverschlüsselt und brauchen eine Anmeldung.",
    "Ob Programme auf diesem PC es nur verschlüsselt erreichen.",
  ),
  "privacy.network.listener": three(
    "Es wartet auf Sitzungen mit Bildschirm, Konsole und Laufwerken (Ports 16994, 16995).",
    "Es wartet nicht auf Sitzungen mit Bildschirm, Konsole oder Laufwerken.",
    "Ob es auf Sitzungen mit Bildschirm, Konsole und Laufwerken wartet.",
  ),
  "privacy.network.vnc": three(
    "Der Bildschirm ist mit jedem VNC-Programm erreichbar (Port 5900), mit einem Passwort aus acht Zeichen.",
    "Der Bildschirm ist mit einem einfachen VNC-Programm nicht erreichbar (Port 5900).",
    "Ob der Bildschirm mit einem einfachen VNC-Programm erreichbar ist (Port 5900).",
  ),
  "privacy.network.web": three(
    "Es zeigt Browsern, die sich anmelden, Webseiten.",
    "Es zeigt keine Webseiten.",
    "Ob es Webseiten zeigt.",
  ),
  "privacy.network.ping": three(
    "Es antwortet auf ping, so dass es gefunden werden kann.",
    "Es antwortet nicht auf ping.",
    "Ob es auf ping antwortet.",
  ),

  "privacy.accounts": () => "Wer sich anmelden kann",
  "privacy.accounts.change": () =>
    "Mit dem Passwort von AMT: amt-agent configure password, und die Konten von AMT mit amt-agent wsman invoke AMT_AuthorizationService.",
  "privacy.accounts.admin": ({ name }) =>
    `${name === "" ? "Der Administrator von AMT" : `${name}, der Administrator von AMT`}: alles, ${places.any}.`,
  "privacy.accounts.user": ({ state, name, from, realms: list }) =>
    `${name}: ${rights(list)}; ${choose(from, places, "von wo aus, ist nicht bekannt")}${state === "no" ? "; ausgeschaltet" : ""}.`,
  "privacy.accounts.more": ({ count }) => `${count} weitere Konten, die hier nicht gelesen werden.`,
  "privacy.accounts.list": () => "Welche Konten es außer dem des Administrators gibt.",
  "privacy.accounts.system": () =>
    "$$OsAdmin: Programme, die das Gerät der ME öffnen dürfen (root), nur von diesem PC aus; sein Passwort ändert sich von selbst.",
  "privacy.accounts.kerberos": three(
    "Konten einer Windows-Domäne (Kerberos) können eingelassen werden.",
    "Konten einer Windows-Domäne (Kerberos) werden nicht eingelassen.",
    "Ob Konten einer Windows-Domäne (Kerberos) eingelassen werden.",
  ),

  "privacy.features": () => "Was sie tun können",
  "privacy.features.change": () =>
    "amt-agent configure features --help: Bildschirm (KVM), Konsole (SOL) und Laufwerke (USB-R), jedes an oder aus.",
  "privacy.features.kvm": three(
    "Den Bildschirm sehen, Tastatur und Maus benutzen (KVM).",
    "Nicht den Bildschirm: KVM ist ausgeschaltet.",
    "Ob sie den Bildschirm sehen können (KVM).",
  ),
  "privacy.features.sol": three(
    "Die Textkonsole benutzen (SOL), etwa die Menüs der Firmware.",
    "Nicht die Textkonsole: SOL ist ausgeschaltet.",
    "Ob sie die Textkonsole benutzen können (SOL).",
  ),
  "privacy.features.storage": three(
    "Ein Laufwerk von sich verbinden und diesen PC davon starten (USB-R).",
    "Kein Laufwerk verbinden: USB-R ist ausgeschaltet.",
    "Ob sie ein Laufwerk verbinden können (USB-R).",
  ),
  "privacy.features.power": () =>
    "Diesen PC einschalten, ausschalten und neu starten; dagegen hat AMT keinen Schalter.",
  "privacy.features.sleep": ({ policy }) =>
    `AMT selbst hat Strom in diesen Zuständen des PCs: ${policy} (S0 läuft, S3 schläft, S4 und S5 aus).`,
  "privacy.features.sleep-unknown": () => "Ob AMT arbeitet, während dieser PC schläft oder aus ist.",
  "privacy.features.defense": three(
    "AMT filtert gerade den Netzverkehr dieses PCs (System Defense).",
    "AMT filtert den Netzverkehr dieses PCs nicht.",
    "Ob AMT den Netzverkehr dieses PCs filtert.",
  ),

  "privacy.consent": () => "Werden Sie gefragt?",
  "privacy.consent.change": () =>
    "amt-agent configure features --user-consent all, im Admin-Modus mit dem Passwort von AMT.",
  "privacy.consent.rule": ({ rule }) =>
    choose(
      rule,
      {
        all: "Ja: Sechs Ziffern erscheinen auf diesem Bildschirm, und ohne sie kommt niemand an Bildschirm, Konsole oder Laufwerk.",
        kvm: "Nur für den Bildschirm: Sechs Ziffern erscheinen darauf, und ohne sie kommt niemand an ihn. Konsole und Laufwerke werden benutzt, ohne zu fragen.",
        none: "Nein: Bildschirm, Konsole und Laufwerke werden benutzt, ohne Sie zu fragen.",
      },
      "Ob Sie gefragt werden, bevor jemand Bildschirm, Konsole oder Laufwerk benutzt.",
    ),
  "privacy.consent.client": () => "Der Client-Modus fragt immer: Das lässt sich nicht abschalten.",
  "privacy.consent.changeable": three(
    "Der Verwalter kann diese Regel aus der Ferne ändern, ohne Sie.",
    "Der Verwalter kann diese Regel nicht ändern.",
    "Ob der Verwalter diese Regel ändern kann.",
  ),

  "privacy.servers": () => "Server außerhalb, die es anruft",
  "privacy.servers.change": () => "amt-agent configure cira --help, mit dem Passwort von AMT.",
  "privacy.servers.connected": ({ server, connection }) =>
    connection === "connected"
      ? `Es ist jetzt mit ${server} verbunden.`
      : connection === "connecting"
        ? `Es verbindet sich gerade mit ${server}.`
        : "Es ist jetzt mit keinem verbunden.",
  "privacy.servers.connected-unknown": () => "Ob es jetzt mit einem verbunden ist.",
  "privacy.servers.server": ({ server }) =>
    `Es darf ${server} aus jedem Netz anrufen (CIRA) und ist dann darüber erreichbar.`,
  "privacy.servers.none": () => "Es ruft keinen an: Es gibt keinen Server, den es anrufen darf (CIRA).",
  "privacy.servers.list": () => "Welche Server es anrufen darf (CIRA).",
  "privacy.servers.when": ({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "Es ruft an, wenn jemand an diesem PC um Hilfe bittet.",
        alert: "Es ruft an, wenn etwas geschieht, das es melden soll.",
        periodic: "Es ruft von selbst immer wieder an.",
      },
      "Es ruft an, wenn die Regel seines Verwalters es sagt.",
    ),
  "privacy.servers.help": three(
    "Ein Benutzer dieses PCs kann es anrufen lassen, um Hilfe zu bekommen.",
    "Benutzer dieses PCs können es nicht anrufen lassen.",
    "Ob ein Benutzer dieses PCs es anrufen lassen kann.",
  ),
  "privacy.servers.home": ({ domains }) =>
    domains === ""
      ? "Es hält jedes Netz für das seines Verwalters."
      : `Es hält Netze mit Namen ${domains} für die seines Verwalters, wo es direkt erreichbar ist.`,
  "privacy.servers.home-unknown": () => "Welche Netze es für die seines Verwalters hält.",

  "privacy.wireless": () => "Funknetz",
  "privacy.wireless.change": () => "amt-agent configure wifi --help, mit dem Passwort von AMT.",
  "privacy.wireless.none": () => "AMT hat hier keinen Funknetzanschluss.",
  "privacy.wireless.link": ({ state, address }) =>
    state === "yes"
      ? `Es ist über Funk erreichbar${address === "" ? "" : ` unter ${address}`}.`
      : state === "no"
        ? "Es ist nicht über Funk verbunden."
        : "Ob es über Funk erreichbar ist.",
  "privacy.wireless.profile": ({ name, security }) =>
    choose(
      security,
      {
        open: `Es tritt dem Netz ${name} bei, das nicht verschlüsselt ist.`,
        weak: `Es tritt dem Netz ${name} bei, dessen Schutz schwach ist.`,
        good: `Es tritt dem Netz ${name} bei.`,
      },
      `Es tritt dem Netz ${name} bei; wie das geschützt ist, ist nicht bekannt.`,
    ),
  "privacy.wireless.no-profile": () => "Es kennt kein eigenes Funknetz.",
  "privacy.wireless.profiles": () => "Welchen Funknetzen es beitritt.",
  "privacy.wireless.sync": three(
    "Es übernimmt die Funknetze, die das System dieses PCs kennt, mit ihren Schlüsseln.",
    "Es übernimmt die Funknetze nicht, die das System dieses PCs kennt.",
    "Ob es die Funknetze übernimmt, die das System dieses PCs kennt.",
  ),

  "privacy.certificates": () => "Zertifikate, denen es vertraut",
  "privacy.certificates.change": () =>
    "Das tut sein Verwalter mit jeder AMT-Konsole; die zum Einrichten werden im Menü der Firmware (MEBx) geändert.",
  "privacy.certificates.root": ({ subject }) => `Es vertraut Servern, für die ${subject} bürgt.`,
  "privacy.certificates.none": () =>
    "Sein Verwalter hat ihm kein Zertifikat einer Stelle gegeben, der es vertrauen soll.",
  "privacy.certificates.more": ({ count }) => `${count} weitere, die hier nicht stehen.`,
  "privacy.certificates.list": () => "Welchen Stellen es auf Geheiß seines Verwalters vertraut.",
  "privacy.certificates.hashes": ({ active }) =>
    active === 0
      ? "Keine Stelle darf für einen Einrichtungsserver bürgen."
      : `${active} Stellen aus der Liste des Herstellers dürfen für einen Einrichtungsserver bürgen, der es im Admin-Modus einrichtet.`,
  "privacy.certificates.hash": ({ name }) =>
    `${name} darf für einen Einrichtungsserver bürgen; das wurde der Liste des Herstellers HINZUGEFÜGT.`,
  "privacy.certificates.hashes-unknown": () => "Welche Stellen für einen Einrichtungsserver bürgen dürfen.",

  "privacy.boot": () => "Der nächste Start dieses PCs",
  "privacy.boot.change": () =>
    "Ein Neustart braucht sie auf. Mit dem Passwort von AMT: amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder.",
  "privacy.boot.option": ({ option }) => `Der Verwalter hat dafür festgelegt: ${choose(option, boot, option)}.`,
  "privacy.boot.none": () => "Der Verwalter hat dafür nichts festgelegt.",
  "privacy.boot.list": () => "Ob der Verwalter dafür etwas festgelegt hat.",
  "privacy.boot.alarm": ({ name, at }) =>
    `AMT wird diesen PC einschalten${at === "" ? "" : `, um ${at}`} (Wecker \u201e${name}\u201c).`,
  "privacy.boot.no-alarm": () => "AMT hat keinen Wecker, um diesen PC einzuschalten.",
  "privacy.boot.alarms": () => "Ob AMT diesen PC von selbst einschalten wird.",

  "privacy.logs": () => "Was aufgeschrieben wird",
  "privacy.logs.change": () => "amt-agent configure audit --help, im Admin-Modus mit dem Passwort von AMT.",
  "privacy.logs.audit": ({ state, records }) =>
    state === "yes"
      ? `Wer was über AMT tat: in seinem Prüfprotokoll (${records} Einträge). Siehe: amt-agent events --audit.`
      : state === "no"
        ? "Wer was über AMT tat, wird bis auf das Schwerste nicht aufgeschrieben (sein Prüfprotokoll ist ausgeschaltet)."
        : "Ob AMT aufschreibt, wer was tat.",
  "privacy.logs.no-audit": () => "Diese Firmware hat kein Prüfprotokoll.",
  "privacy.logs.events": ({ state, records }) =>
    state === "yes"
      ? `Was mit der Hardware geschieht: im Ereignisprotokoll von AMT (${records} Einträge). Siehe: amt-agent events --amt-log.`
      : state === "no"
        ? "Das Ereignisprotokoll von AMT ist eingefroren: Nichts Neues kommt hinein."
        : "Ob AMT ein Ereignisprotokoll führt.",
  "privacy.logs.own": three(
    "Was AMT sagt und was sich ändert: durch den Dienst amt-agent, auf diesem PC. Siehe: amt-agent events.",
    "Der Dienst amt-agent läuft nicht: Niemand auf diesem PC schreibt auf, was AMT tut.",
    "Ob der Dienst amt-agent aufschreibt, was AMT tut.",
  ),
};
