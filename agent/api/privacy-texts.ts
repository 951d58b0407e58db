import { text } from "./phrase.ts";
import {
  bootWords,
  choose,
  consentWords,
  nowWords,
  placeWords,
  rightsWords,
  type State,
  three,
} from "./privacy-words.ts";

/** The privacy report, by code: who can reach this machine below the operating system, and how. Part of texts.ts. */
export const privacyTexts = {
  "privacy.answer.unknown": text(() => "Whether somebody can reach this PC below the operating system is not known."),
  "privacy.answer.absent": text(
    () => "Nobody can reach this PC below the operating system through Intel AMT: it has none.",
  ),
  "privacy.answer.off": text(
    () => "Nobody can reach this PC below the operating system through Intel AMT: it is switched off.",
  ),
  "privacy.answer.unconfigured": text(
    () => "Nobody can reach this PC below the operating system through Intel AMT: it is there, but not set up.",
  ),
  "privacy.answer.managed": text<{ consent: string; now: string }>(
    ({ consent, now }) =>
      `Whoever has a login to its Intel AMT can reach this PC below the operating system, also while it is switched off, ${choose(consent, consentWords, "and whether you are asked is not known")}; ${choose(now, nowWords, "whether somebody is connected right now is not known")}.`,
  ),

  "privacy.about": text(
    () =>
      "Intel AMT, where a PC has it, is a small computer inside its chipset, with network ports of its own. It works below the operating system, which neither sees nor stops it.",
  ),
  "privacy.now": text(() => "Right now"),
  "privacy.now.change": text(
    () =>
      "amt-agent sessions end ends them, for the user at this screen. Whoever has AMT's password can forbid them: amt-agent configure features --no-kvm --no-sol --no-usbr. If you did not expect one, ask your help desk.",
  ),
  "privacy.now.kvm": three(
    "Somebody sees this screen and can use keyboard and mouse.",
    "Nobody sees this screen or uses keyboard and mouse.",
    "Whether somebody sees this screen or uses keyboard and mouse.",
  ),
  "privacy.now.consent": three(
    "Somebody asks for your consent: six digits are on the screen.",
    "Nobody asks for your consent.",
    "Whether somebody asks for your consent.",
  ),
  "privacy.now.sol": three(
    "Somebody is connected to the text console.",
    "Nobody is connected to the text console.",
    "Whether somebody is connected to the text console.",
  ),
  "privacy.now.storage": three(
    "A remote disk is connected: this PC can be started from it.",
    "No remote disk is connected.",
    "Whether a remote disk is connected.",
  ),
  "privacy.now.tunnel": three(
    "AMT is connected to a server outside, through which it can be reached.",
    "AMT is not connected to a server outside.",
    "Whether AMT is connected to a server outside.",
  ),

  "privacy.owner": text(() => "Who controls it"),
  "privacy.owner.change": text<{ standing: string }>(({ standing }) =>
    choose(
      standing,
      {
        absent: "Nothing to do: AMT cannot be added to a PC that was built without it.",
        off: "It is switched on in the PC's firmware settings (BIOS), or by amt-agent configure amt on (as root).",
        unconfigured:
          "amt-agent activate (as root) sets it up for you; amt-agent configure amt off, or the PC's firmware settings (BIOS), switch it off.",
      },
      "amt-agent deactivate (as root) returns AMT to nobody where the firmware allows it; otherwise the PC's firmware menu (MEBx), or its owner.",
    ),
  ),
  "privacy.owner.mode": text<{ mode: string }>(({ mode }) =>
    choose(
      mode,
      {
        client:
          "It is set up in client control mode: whoever has its password can use it, but must ask you for the screen.",
        admin: "It is set up in admin control mode: its owner makes the rules, also whether you are asked.",
        old: "It is set up; firmware this old knows no control modes: its owner makes the rules.",
        none: "It is not set up: it takes no connections from the network.",
        off: "It is switched off in the PC's firmware settings (BIOS).",
        absent: "This PC's firmware has no AMT.",
      },
      "Whether it is set up, and who makes the rules.",
    ),
  ),
  "privacy.owner.by": text<{ who: string; at: string }>(
    ({ who, at }) =>
      `It was set up ${who === "" ? "by a program on this PC" : `through ${who}`}${at === "" ? "" : ` on ${at} (its own clock)`}.`,
  ),
  "privacy.owner.by-unknown": text(() => "Who set it up, and when."),
  "privacy.owner.zero-touch": three(
    "Its firmware lets a provisioning server whose certificate it trusts set it up over the network.",
    "Its firmware lets no provisioning server set it up over the network.",
    "Whether a provisioning server may set it up over the network.",
  ),
  "privacy.owner.host": text(() => "Whoever is root (administrator) on this PC can set it up."),

  "privacy.network": text(() => "From where"),
  "privacy.network.change": text(
    () =>
      "With AMT's password: amt-agent configure tls; amt-agent configure features --no-kvm --no-sol --no-usbr closes the ports for sessions.",
  ),
  "privacy.network.wired": text<State & { address: string }>(({ state, address }) =>
    state === "yes"
      ? `On the wired network${address === "" ? "" : ` at ${address}`}, on ports of its own (16992 to 16995) that this PC's firewall does not see.`
      : state === "no"
        ? "Not on the wired network: it is switched off there, or the cable is out."
        : "Whether it answers on the wired network.",
  ),
  "privacy.network.tls": text<State & { plain: string; mutual: string }>(({ state, plain, mutual }) =>
    state === "yes"
      ? `Connections from the network are encrypted (TLS)${plain === "yes" ? ", but those that are not are taken too" : plain === "no" ? "" : "; whether those that are not are taken too is not known"}${mutual === "yes" ? "; who connects must show a certificate" : ""}.`
      : state === "no"
        ? "Connections from the network are NOT encrypted: who can listen in there can read them."
        : "Whether connections from the network are encrypted.",
  ),
  "privacy.network.local-tls": three(
    "Programs on this PC reach it encrypted only.",
    "Programs on this PC reach it without encryption, and need a login.",
    "Whether programs on this PC reach it encrypted only.",
  ),
  "privacy.network.listener": three(
    "It waits for sessions on the screen, console and disks (ports 16994, 16995).",
    "It does not wait for sessions on the screen, console or disks.",
    "Whether it waits for sessions on the screen, console and disks.",
  ),
  "privacy.network.vnc": three(
    "The screen can be reached with any VNC viewer (port 5900), with a password of eight characters.",
    "The screen cannot be reached with a plain VNC viewer (port 5900).",
    "Whether the screen can be reached with a plain VNC viewer (port 5900).",
  ),
  "privacy.network.web": three(
    "It serves web pages to browsers that log in.",
    "It serves no web pages.",
    "Whether it serves web pages.",
  ),
  "privacy.network.ping": three(
    "It answers ping, so that it can be found.",
    "It does not answer ping.",
    "Whether it answers ping.",
  ),

  "privacy.accounts": text(() => "Who has a login"),
  "privacy.accounts.change": text(
    () =>
      "With AMT's password: amt-agent configure password, and AMT's accounts by amt-agent wsman invoke AMT_AuthorizationService.",
  ),
  "privacy.accounts.admin": text<{ name: string }>(
    ({ name }) =>
      `${name === "" ? "AMT's administrator" : `${name}, AMT's administrator`}: everything, ${placeWords.any}.`,
  ),
  "privacy.accounts.user": text<State & { name: string; from: string; realms: string }>(
    ({ state, name, from, realms }) =>
      `${name}: ${rightsWords(realms)}; ${choose(from, placeWords, "from where is not known")}${state === "no" ? "; switched off" : ""}.`,
  ),
  "privacy.accounts.more": text<{ count: number }>(({ count }) => `${count} more accounts that are not read here.`),
  "privacy.accounts.list": text(() => "Which accounts there are besides the administrator's."),
  "privacy.accounts.system": text(
    () =>
      "$$OsAdmin: programs that may open the ME's device (root), from this PC only; its password changes by itself.",
  ),
  "privacy.accounts.kerberos": three(
    "Accounts of a Windows domain (Kerberos) can be let in.",
    "No accounts of a Windows domain (Kerberos) are let in.",
    "Whether accounts of a Windows domain (Kerberos) are let in.",
  ),

  "privacy.features": text(() => "What they can do"),
  "privacy.features.change": text(
    () => "amt-agent configure features --help: the screen (KVM), the console (SOL) and disks (USB-R), each on or off.",
  ),
  "privacy.features.kvm": three(
    "See the screen and use keyboard and mouse (KVM).",
    "Not the screen: KVM is switched off.",
    "Whether they can see the screen (KVM).",
  ),
  "privacy.features.sol": three(
    "Use the text console (SOL), as the firmware's menus.",
    "Not the text console: SOL is switched off.",
    "Whether they can use the text console (SOL).",
  ),
  "privacy.features.storage": three(
    "Connect a disk of theirs and start this PC from it (USB-R).",
    "Not connect a disk: USB-R is switched off.",
    "Whether they can connect a disk (USB-R).",
  ),
  "privacy.features.power": text(() => "Switch this PC on, off and restart it; AMT has no switch against that."),
  "privacy.features.sleep": text<{ policy: string }>(
    ({ policy }) =>
      `AMT itself has power in these states of the PC: ${policy} (S0 is running, S3 asleep, S4 and S5 off).`,
  ),
  "privacy.features.sleep-unknown": text(() => "Whether AMT works while this PC sleeps or is off."),
  "privacy.features.defense": three(
    "AMT filters this PC's network traffic right now (System Defense).",
    "AMT does not filter this PC's network traffic.",
    "Whether AMT filters this PC's network traffic.",
  ),

  "privacy.consent": text(() => "Are you asked?"),
  "privacy.consent.change": text(
    () => "amt-agent configure features --user-consent all, in admin control mode with AMT's password.",
  ),
  "privacy.consent.rule": text<{ rule: string }>(({ rule }) =>
    choose(
      rule,
      {
        all: "Yes: six digits appear on this screen, and without them nobody gets at the screen, the console or a disk.",
        kvm: "For the screen only: six digits appear on it, and without them nobody gets at it. The console and disks are used without asking.",
        none: "No: the screen, the console and disks are used without asking you.",
      },
      "Whether you are asked before somebody uses the screen, the console or a disk.",
    ),
  ),
  "privacy.consent.client": text(() => "Client control mode always asks: this cannot be switched off."),
  "privacy.consent.changeable": three(
    "The owner can change this rule from afar, without you.",
    "The owner cannot change this rule.",
    "Whether the owner can change this rule.",
  ),

  "privacy.servers": text(() => "Servers outside that it calls"),
  "privacy.servers.change": text(() => "amt-agent configure cira --help, with AMT's password."),
  "privacy.servers.connected": text<{ server: string; connection: string }>(({ server, connection }) =>
    connection === "connected"
      ? `It is connected to ${server} now.`
      : connection === "connecting"
        ? `It is connecting to ${server} now.`
        : "It is connected to none now.",
  ),
  "privacy.servers.connected-unknown": text(() => "Whether it is connected to one now."),
  "privacy.servers.server": text<{ server: string }>(
    ({ server }) => `It may call ${server} from any network (CIRA), and can then be reached through it.`,
  ),
  "privacy.servers.none": text(() => "It calls none: there is no server that it may call (CIRA)."),
  "privacy.servers.list": text(() => "Which servers it may call (CIRA)."),
  "privacy.servers.when": text<{ trigger: string }>(({ trigger }) =>
    choose(
      trigger,
      {
        userInitiated: "It calls when somebody at this PC asks for help.",
        alert: "It calls when something happens that it was told to report.",
        periodic: "It calls again and again by itself.",
      },
      "It calls when its owner's rule says so.",
    ),
  ),
  "privacy.servers.help": three(
    "A user of this PC can make it call, to get help.",
    "Users of this PC cannot make it call.",
    "Whether a user of this PC can make it call.",
  ),
  "privacy.servers.home": text<{ domains: string }>(({ domains }) =>
    domains === ""
      ? "It takes every network for its owner's own."
      : `It takes networks named ${domains} for its owner's own, where it can be reached directly.`,
  ),
  "privacy.servers.home-unknown": text(() => "Which networks it takes for its owner's own."),

  "privacy.wireless": text(() => "Wireless"),
  "privacy.wireless.change": text(() => "amt-agent configure wifi --help, with AMT's password."),
  "privacy.wireless.none": text(() => "AMT has no wireless interface here."),
  "privacy.wireless.link": text<State & { address: string }>(({ state, address }) =>
    state === "yes"
      ? `It can be reached over wireless${address === "" ? "" : ` at ${address}`}.`
      : state === "no"
        ? "It is not connected over wireless."
        : "Whether it can be reached over wireless.",
  ),
  "privacy.wireless.profile": text<{ name: string; security: string }>(({ name, security }) =>
    choose(
      security,
      {
        open: `It joins the network ${name}, which is not encrypted.`,
        weak: `It joins the network ${name}, whose protection is weak.`,
        good: `It joins the network ${name}.`,
      },
      `It joins the network ${name}; how that is protected is not known.`,
    ),
  ),
  "privacy.wireless.no-profile": text(() => "It knows no wireless network of its own."),
  "privacy.wireless.profiles": text(() => "Which wireless networks it joins."),
  "privacy.wireless.sync": three(
    "It takes over the wireless networks that this PC's system knows, with their keys.",
    "It does not take over the wireless networks that this PC's system knows.",
    "Whether it takes over the wireless networks that this PC's system knows.",
  ),

  "privacy.certificates": text(() => "Certificates it trusts"),
  "privacy.certificates.change": text(
    () => "Its owner does, with any AMT console; those for provisioning are changed in the PC's firmware menu (MEBx).",
  ),
  "privacy.certificates.root": text<{ subject: string }>(
    ({ subject }) => `It trusts servers vouched for by ${subject}.`,
  ),
  "privacy.certificates.none": text(() => "Its owner gave it no certificate of an authority to trust."),
  "privacy.certificates.more": text<{ count: number }>(({ count }) => `${count} more that are not listed here.`),
  "privacy.certificates.list": text(() => "Which authorities its owner told it to trust."),
  "privacy.certificates.hashes": text<{ active: number }>(({ active }) =>
    active === 0
      ? "No authority may vouch for a provisioning server."
      : `${active} authorities of the maker's list may vouch for a provisioning server that sets it up in admin control mode.`,
  ),
  "privacy.certificates.hash": text<{ name: string }>(
    ({ name }) => `${name} may vouch for a provisioning server; it was ADDED to the maker's list.`,
  ),
  "privacy.certificates.hashes-unknown": text(() => "Which authorities may vouch for a provisioning server."),

  "privacy.boot": text(() => "The next start of this PC"),
  "privacy.boot.change": text(
    () =>
      "A restart uses the options up. With AMT's password: amt-agent wsman invoke CIM_BootConfigSetting ChangeBootOrder.",
  ),
  "privacy.boot.option": text<{ option: string }>(
    ({ option }) => `The owner has set for it: ${choose(option, bootWords, option)}.`,
  ),
  "privacy.boot.none": text(() => "The owner has set no options for it."),
  "privacy.boot.list": text(() => "Whether the owner has set options for it."),
  "privacy.boot.alarm": text<{ name: string; at: string }>(
    ({ name, at }) => `AMT will switch this PC on${at === "" ? "" : ` at ${at}`} (alarm "${name}").`,
  ),
  "privacy.boot.no-alarm": text(() => "AMT has no alarm to switch this PC on."),
  "privacy.boot.alarms": text(() => "Whether AMT will switch this PC on by itself."),

  "privacy.logs": text(() => "What is written down"),
  "privacy.logs.change": text(() => "amt-agent configure audit --help, in admin control mode with AMT's password."),
  "privacy.logs.audit": text<State & { records: number }>(({ state, records }) =>
    state === "yes"
      ? `Who did what through AMT: in its audit log (${records} records). See: amt-agent events --audit.`
      : state === "no"
        ? "Who did what through AMT is not written down, but for the gravest (its audit log is switched off)."
        : "Whether AMT writes down who did what.",
  ),
  "privacy.logs.no-audit": text(() => "This firmware has no audit log."),
  "privacy.logs.events": text<State & { records: number }>(({ state, records }) =>
    state === "yes"
      ? `What happens to the hardware: in AMT's event log (${records} records). See: amt-agent events --amt-log.`
      : state === "no"
        ? "AMT's event log is frozen: nothing new gets into it."
        : "Whether AMT keeps an event log.",
  ),
  "privacy.logs.own": three(
    "What AMT says and what changes: by the amt-agent service, on this PC. See: amt-agent events.",
    "The amt-agent service does not run: nobody on this PC writes down what AMT does.",
    "Whether the amt-agent service writes down what AMT does.",
  ),

  // Why something could not be read
  "unknown.needs-admin": text(() => "AMT shows this to its administrator only: amt-agent privacy --user admin"),
  "unknown.login": text<{ code: string }>(({ code }) => `AMT refused the login (${code})`),
  "unknown.no-link": text<{ code: string }>(({ code }) => `AMT's web service cannot be reached from here (${code})`),
  "unknown.tls-untrusted": text(
    () => "nothing says which certificate is AMT's own: give --pin or --ca, or let the service ask",
  ),
} as const;
