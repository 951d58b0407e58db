import { eventTexts, firmwareOf } from "./event-texts.ts";
import { installTexts } from "./install-texts.ts";
import { logTexts } from "./log-texts.ts";
import { noticeTexts } from "./notice-texts.ts";
import { type Param, text } from "./phrase.ts";
import { postureTexts } from "./posture-texts.ts";
import { privacyTexts } from "./privacy-texts.ts";

/**
 * Everything the service says to people, by code. The service sends code, parameters and the English rendering; whoever
 * translates does it by code (DESIGN 3.11). Parameter types stand here once; nothing else builds a sentence.
 */
export const texts = {
  // Headlines: the answer to "can somebody see my screen right now?"
  "headline.unknown": text(() => "The state of remote management is not known."),
  "headline.absent": text(() => "This PC has no Intel AMT: nobody can use it to manage this PC remotely."),
  "headline.off": text(() => "Intel AMT is switched off: nobody can use it to manage this PC remotely."),
  "headline.unconfigured": text(
    () => "Intel AMT is present but not set up: nobody can use it to see or drive this PC.",
  ),
  "headline.configuring": text(() => "Intel AMT is being set up on this PC: after that it may be managed remotely."),
  "headline.managed": text(() => "This PC can be managed remotely through Intel AMT; nobody is connected."),
  "headline.managed-unsure": text(
    () => "This PC can be managed remotely through Intel AMT; whether somebody is connected is not known.",
  ),
  "headline.session.kvm": text(() => "Somebody can see and control this screen right now through Intel AMT."),
  "headline.session.consent": text(() => "Somebody asks to see and control this screen through Intel AMT."),
  "headline.session.storage": text(() => "A remote disk is connected to this PC through Intel AMT right now."),
  "headline.session.sol": text(() => "Somebody is connected to this PC's text console through Intel AMT right now."),

  // The machine is not a real one
  "machine.virtual": text<{ machine: string }>(
    ({ machine }) => `This is a virtual ME (${machine}), not this PC's firmware.`,
  ),

  // Why a value is not known
  "unknown.no-amt": text(() => "this ME has no AMT"),
  "unknown.no-client": text<{ client: string }>(({ client }) => `this ME has no ${client}`),
  "unknown.unsupported": text<{ status: string }>(
    ({ status }) => `this firmware does not support the question (${status})`,
  ),
  "unknown.refused": text<{ status: string }>(({ status }) => `the firmware refused (${status})`),
  "unknown.malformed": text<{ reason: string }>(({ reason }) => `the firmware's answer could not be read (${reason})`),
  "unknown.busy": text<{ holder: string }>(({ holder }) => `in use by ${holder}`),
  "unknown.timeout": text(() => "the firmware did not answer in time"),
  "unknown.gone": text(() => "the ME was reset during the question"),
  "unknown.needs-version": text<{ version: string }>(({ version }) => `firmware before ${version} does not say`),
  "unknown.not-reported": text(() => "the firmware does not say"),
  "unknown.no-interface": text(() => "there is no such interface"),
  "unknown.not-set": text(() => "none is set"),
  "unknown.not-configured": text(() => "AMT is not set up"),
  "unknown.failed": text<{ code: string }>(({ code }) => `the question failed (${code})`),

  // What a session lets somebody do, and who that is
  "session.kvm": text(() => "sees this screen, and types and moves the mouse here"),
  "session.sol": text(() => "reads and types on this PC's text console (serial port of AMT)"),
  "session.usbr": text(() => "has a disk of theirs in this PC, from which it can be started"),
  "session.consent": text(
    () => "waits for six digits from this screen, to get to the screen or start this PC from a disk",
  ),
  "session.cira": text<{ server: string }>(({ server }) => `manages this PC through a server outside (${server})`),
  "session.system-defense": text(() => "has AMT stop or slow down this PC's network traffic"),
  "session.web-ui": text(
    () => "can use AMT's own web pages with a password of AMT; whether somebody does AMT never says",
  ),
  "who.not-read": text(() => "nobody has asked yet (amt-agent sessions does)"),
  "who.not-told": text(() => "firmware does not tell who of this"),
  "who.no-record": text(() => "AMT's audit log has no record of it"),
  "who.unreadable": text<{ code: string }>(({ code }) => `AMT's audit log could not be read (${code})`),
  "who.no-user": text(() => "AMT's audit log has no name for it"),
  "who.no-address": text(() => "AMT's audit log has no address for it"),

  // Ending them
  "end.ended": text(() => "ended"),
  "end.none": text(() => "there was none"),
  "end.absent": text(() => "this AMT has no such thing"),
  "end.refused": text<{ status: string }>(({ status }) => `AMT refused (${status})`),
  "end.not-the-users": text(() => "AMT ends only the connection that the user at this PC asked for (NOT_PERMITTED)"),

  // Switching off what remote sessions need
  "switch.off": text(() => "switched off, and read back"),
  "switch.was-off": text(() => "was off already"),
  "switch.not-taken": text(() => "AMT agreed, and it is still on"),

  // Calling off what AMT asked this PC for
  "power.none": text(() => "AMT has asked this PC for nothing: there was nothing to call off."),
  "power.refused": text<{ what: string }>(
    ({ what }) => `That this PC is going to ${what} can only be called off by its administrator (hostServices.power).`,
  ),

  // Stopping a reset that AMT is about to make
  "reset.none": text(() => "AMT is not about to restart this PC: there was nothing to call off."),
  "reset.absent": text(
    () => "This AMT does not restart PCs by itself (it comes with AMT 11): there was nothing to call off.",
  ),
  "reset.refused": text<{ status: string }>(
    ({ status }) =>
      `AMT refused to call it off (${status}). With a user of AMT's who may: amt-agent presence cancel-reset --user admin.`,
  ),

  // Conditions: what keeps the service from knowing, or what the owner should look at
  "condition.me-absent": text(() => "No Intel ME device was found on this PC."),
  "condition.me-absent.remedy": text(
    () =>
      "If this PC has an Intel chipset, load the driver (Linux: modprobe mei_me; Windows: install the Intel ME driver).",
  ),
  "condition.me-denied": text<{ device: string }>(({ device }) => `The service may not open ${device}.`),
  "condition.me-denied.remedy": text<{ device: string }>(
    ({ device }) => `Give the service's group access to ${device}, or run as root.`,
  ),
  "condition.me-busy": text<{ holder: string }>(({ holder }) => `The ME is in use by ${holder}.`),
  "condition.me-busy.remedy": text(() => "Stop that program, or let it finish; the service tries again by itself."),
  "condition.me-gone": text(() => "The ME is not answering: it was reset or is in transition."),
  "condition.me-gone.remedy": text(() => "The service tries again by itself. If this stays, restart the PC."),
  "condition.me-timeout": text(() => "The ME does not answer."),
  "condition.me-timeout.remedy": text(
    () => "The service tries again by itself. If this stays, switch the PC off and unplug it for a minute.",
  ),
  "condition.me-failed": text<{ code: string }>(({ code }) => `The state could not be read (${code}).`),
  "condition.me-failed.remedy": text(() => "Run amt-agent doctor for details."),
  "condition.asleep": text(() => "The computer slept; the state of remote management is being read anew."),
  "condition.asleep.remedy": text(() => "Nothing to do: this takes a moment."),
  "condition.lms-held": text<{ holder: string }>(
    ({ holder }) =>
      `AMT's local ports and alerts are in the hands of ${holder}; its ports are used, its alerts are not heard.`,
  ),
  "condition.lms-held.remedy": text<{ holder: string }>(
    ({ holder }) => `To let this service do it, stop ${holder}; the service takes over by itself.`,
  ),
  "condition.lms-ports": text<{ ports: string }>(
    ({ ports }) => `AMT cannot be reached on port ${ports} of this PC: the port is taken or may not be opened.`,
  ),
  "condition.lms-ports.remedy": text<{ ports: string }>(
    ({ ports }) => `Find out who has it (Linux: ss -ltnp; Windows: netstat -abn) and free ${ports}; it is tried again.`,
  ),
  "condition.lms-failed": text<{ code: string }>(
    ({ code }) => `The connection to AMT's local ports fails again and again (${code}).`,
  ),
  "condition.lms-failed.remedy": text(
    () => "The service tries again by itself. If this stays, switch the PC off and unplug it for a minute.",
  ),
  "condition.history-full": text(() => "What happens is not written down at the moment: the disk is full."),
  "condition.history-full.remedy": text(
    () => "Make room on the disk that holds the service's state; the service goes on by itself.",
  ),
  "condition.history-failed": text<{ code: string }>(
    ({ code }) => `What happens is not written down: the history of events cannot be used (${code}).`,
  ),
  "condition.history-failed.remedy": text(
    () =>
      "Look at the folder events in the service's state directory, and at the service's log (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  ),
  "condition.presence-failing": text<{ agents: string; code: string }>(
    ({ agents, code }) => `AMT cannot be told that ${agents} is alive (${code}); it may take it for dead.`,
  ),
  "condition.presence-failing.remedy": text(
    () =>
      "amt-agent presence status says which. The watchdog must be there (amt-agent presence add), and presence.user needs the realm Agent Presence Local.",
  ),
  "condition.posture-unsent": text<{ destinations: string; code: string }>(
    ({ destinations, code }) => `Posture reports do not reach ${destinations} (${code}); they wait on this PC.`,
  ),
  "condition.posture-unsent.remedy": text(
    () =>
      "It is tried again by itself. amt-agent posture spool says what waits and why; journalctl -u amt-agent-send more.",
  ),
  "condition.posture-no-sender": text<{ count: number }>(
    ({ count }) =>
      `${count === 1 ? "A posture report waits" : `${count} posture reports wait`} to be sent, and nothing sends.`,
  ),
  "condition.posture-no-sender.remedy": text(
    () => "Start the sender: systemctl enable --now amt-agent-send, or amt-agent sender in a terminal.",
  ),
  "condition.posture-unkept": text<{ code: string }>(
    ({ code }) => `A posture report could not be kept for sending (${code}).`,
  ),
  "condition.posture-unkept.remedy": text(
    () => "Look at the room and the rights of the folder that posture.spoolDir names; it is tried again.",
  ),
  "condition.posture-advisory": text<{ advisories: string; count: number; virtual: number }>(
    ({ advisories, count, virtual }) =>
      count === 1
        ? `A security advisory affects ${firmwareOf(virtual)}: ${advisories}.`
        : `${count} security advisories affect ${firmwareOf(virtual)}: ${advisories}.`,
  ),
  "condition.posture-advisory.remedy": text(
    () => "Install the newest BIOS or ME update of the PC's maker. amt-agent posture says more.",
  ),
  "condition.posture-failing": text<{ code: string }>(
    ({ code }) => `No new report of this PC's health can be made or kept (${code}).`,
  ),
  "condition.posture-failing.remedy": text(
    () =>
      "Look at the folder posture in the service's state directory, and at the service's log (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  ),
  "condition.posture-not-kept": text<{ code: string }>(
    ({ code }) => `The digest of this PC's health cannot be kept in AMT (${code}).`,
  ),
  "condition.posture-not-kept.remedy": text(
    () =>
      "See amt-agent posture stored. AMT must offer web storage, and posture.meUser needs the realm Storage; else set posture.keepInMe to false.",
  ),
  "condition.reset-pending": text<{ agents: string; at: string }>(
    ({ agents, at }) => `AMT restarts this PC at ${at}: a program that it watches has fallen silent (${agents}).`,
  ),
  "condition.reset-pending.remedy": text(
    () =>
      "Save your work. To call it off, from this PC's own screen or as administrator: amt-agent presence cancel-reset.",
  ),
  "condition.power-planned": text<{ what: string; at: string }>(
    ({ what, at }) => `As its remote administrator asked, this PC is going to ${what} at ${at}.`,
  ),
  "condition.power-planned.remedy": text(
    () =>
      "Save your work. Where it may be called off: amt-agent power cancel, from this PC's own screen or as administrator.",
  ),
  "condition.virtual": text<{ machine: string }>(({ machine }) => `The service runs on a virtual ME (${machine}).`),
  "condition.virtual.remedy": text(
    () => "This is for demonstration and tests. Start the service with --mei auto for the real one.",
  ),

  // Doctor: one title a check, then what was found and what to do
  "doctor.driver": text(() => "ME driver"),
  "doctor.driver.found": text<{ device: string }>(({ device }) => `${device} answers`),
  "doctor.driver.virtual": text<{ device: string; machine: string }>(
    ({ device, machine }) => `${device} answers: a virtual ME (${machine}), not this PC's firmware`,
  ),
  "doctor.driver.missing": text(() => "no ME device found"),
  "doctor.driver.remedy": text(
    () =>
      "Linux: modprobe mei_me, and see dmesg. Windows: install the Intel ME driver. If the BIOS hides the ME, nothing helps.",
  ),
  "doctor.permission": text(() => "Permission"),
  "doctor.permission.granted": text(() => "the device may be opened"),
  "doctor.permission.denied": text<{ detail: string }>(({ detail }) => detail),
  "doctor.permission.remedy": text(() => "Run as root (administrator), or ask the service: amt-agent serve."),
  "doctor.busy": text(() => "Free to use"),
  "doctor.busy.free": text(() => "nobody else holds AMT's client"),
  "doctor.busy.held": text<{ holder: string }>(({ holder }) => `held by ${holder}`),
  "doctor.busy.remedy": text<{ holder: string }>(({ holder }) => `Stop ${holder}, or wait until it is done.`),
  "doctor.me": text(() => "ME state"),
  "doctor.me.state": text<{ state: string; status: string }>(({ state, status }) => `${state} (HFSTS1 ${status})`),
  "doctor.me.silent": text<{ detail: string }>(({ detail }) => detail),
  "doctor.me.stuck": text<{ detail: string; device: string; state: string }>(
    ({ detail, device, state }) => `${detail}; the kernel's driver says ${state} of ${device}`,
  ),
  "doctor.me.stuck.remedy": text(
    () =>
      "Linux resets a hung link to the ME once and does not try again. If it stays so, load the driver anew (modprobe -r mei_wdt mei_me; modprobe mei_me), else power off fully once.",
  ),
  "doctor.me.no-status": text(() => "answers; its status registers are not shown by this driver"),
  "doctor.me.remedy": text(
    () =>
      "An ME that is not in its normal state answers little. Check the BIOS for 'ME disabled' or a recovery jumper; power off fully once.",
  ),
  "doctor.capable": text(() => "AMT in this firmware"),
  "doctor.capable.yes": text<{ version: string; brand: string }>(({ version, brand }) => `${brand} ${version}`),
  "doctor.capable.no": text(() => "this ME has no AMT (consumer firmware, or manageability not licensed)"),
  "doctor.capable.remedy": text(() => "Nothing to do: AMT cannot be added to a PC that was built without it."),
  "doctor.enabled": text(() => "AMT switched on"),
  "doctor.enabled.yes": text(() => "switched on"),
  "doctor.enabled.no": text(() => "switched off in the BIOS"),
  "doctor.enabled.remedy": text(() => "To use AMT, switch it on in the BIOS (often under Manageability, AMT or vPro)."),
  "doctor.configured": text(() => "AMT set up"),
  "doctor.configured.yes": text<{ mode: string }>(({ mode }) => `set up, ${mode} control mode`),
  "doctor.configured.no": text<{ state: string }>(({ state }) => `not set up (${state}-provisioning)`),
  "doctor.configured.remedy": text(() => "To be managed through AMT, this PC must first be provisioned."),
  "doctor.ports": text(() => "Local AMT ports"),
  "doctor.ports.free": text(() => "16992 and 16993 are free on this machine"),
  "doctor.ports.taken": text<{ ports: string; by: string }>(({ ports, by }) => `${ports} taken by ${by}`),
  "doctor.ports.remedy": text(() => "Programs that manage AMT locally will reach whoever listens there."),
  "doctor.ports.offered": text<{ ports: string }>(({ ports }) => `offered by the amt-agent service: ${ports}`),
  "doctor.lme": text(() => "AMT's local session"),
  "doctor.lme.open": text<{ alerts: number }>(({ alerts }) => `open; ${alerts} alerts since the service started`),
  "doctor.lme.absent": text(() => "this ME offers none: no AMT, or switched off"),
  "doctor.lme.connecting": text(() => "being opened"),
  "doctor.lme.resting": text(() => "closed while the computer sleeps"),
  "doctor.lme.held": text<{ holder: string }>(({ holder }) => `held by ${holder}`),
  "doctor.lme.failing": text<{ code: string }>(({ code }) => `fails again and again (${code})`),
  "doctor.lme.remedy": text(
    () =>
      "The service tries again by itself; its log says more (Linux: journalctl -u amt-agent; Windows: %ProgramData%\\amt-agent\\log\\service.log).",
  ),
  "doctor.lms": text(() => "Intel LMS"),
  "doctor.lms.absent": text(() => "not running"),
  "doctor.lms.running": text<{ process: string }>(({ process }) => `running: ${process}`),
  "doctor.lms.remedy": text(() => "Intel LMS and this service want the same connection to AMT: run one of them."),
  "doctor.service": text(() => "amt-agent service"),
  "doctor.service.running": text<{ socket: string }>(({ socket }) => `running on ${socket}`),
  "doctor.service.absent": text<{ socket: string }>(({ socket }) => `not running (${socket})`),
  "doctor.service.remedy": text(() => "Start it with: amt-agent serve"),
  "doctor.delivery": text(() => "Posture reports sent"),
  "doctor.delivery.none": text(() => "the configuration names nobody to send them to"),
  "doctor.delivery.well": text<{ destinations: string }>(({ destinations }) => `nothing waits for ${destinations}`),
  "doctor.delivery.waiting": text<{ destinations: string }>(({ destinations }) => `on the way to ${destinations}`),
  "doctor.delivery.failing": text<{ destination: string; waiting: number; code: string }>(
    ({ destination, waiting, code }) => `${waiting} wait for ${destination} (${code})`,
  ),
  "doctor.delivery.remedy": text(() => "amt-agent posture spool says what waits, since when, and why."),
  "doctor.host-services": text(() => "Done for AMT"),
  "doctor.host-services.none": text(() => "the configuration wants nothing (hostServices)"),
  "doctor.host-services.well": text<{ names: string }>(({ names }) => `AMT has it, read back: ${names}`),
  "doctor.host-services.waiting": text<{ names: string }>(
    ({ names }) => `not yet, AMT is not set up or was not asked: ${names}`,
  ),
  "doctor.host-services.refused": text<{ names: string }>(
    ({ names }) => `left as it is, AMT's owner does not want it: ${names}`,
  ),
  "doctor.host-services.failing": text<{ name: string; code: string }>(
    ({ name, code }) => `hostServices.${name} cannot be done (${code}); it is tried again every ten minutes`,
  ),
  "doctor.host-services.program": text(() => "The program ip is missing: install iproute2 (apt install iproute2)."),
  "doctor.host-services.remedy": text(
    () => "What the code means and what to do: docs/host-services.md. amt-agent status says more.",
  ),
  "doctor.skipped": text(() => "not checked: an earlier check failed"),
  "doctor.unknown": text<{ why: string }>(({ why }) => `not known: ${why}`),

  // Is the package as it was installed?
  ...installTexts,

  // Setting AMT up
  "provisioning.step.keep": text(() => "Keep the new password where its owner has it"),
  "provisioning.step.realm": text(() => "Read the realm that the password is for"),
  "provisioning.step.setup": text(() => "Set AMT up in client control mode"),
  "provisioning.step.nonce": text(() => "Read AMT's nonce"),
  "provisioning.step.chain": text(() => "Show AMT the certificates"),
  "provisioning.step.admin-setup": text(() => "Set AMT up in admin control mode"),
  "provisioning.step.upgrade": text(() => "Take AMT to admin control mode"),
  "provisioning.step.begin": text(() => "Begin secure host-based configuration"),
  "provisioning.step.administrator": text(() => "Set the administrator's password"),
  "provisioning.step.mebx": text(() => "Set the password of the PC's ME menu"),
  "provisioning.step.commit": text(() => "Have AMT take it over"),
  "provisioning.step.login": text(() => "Log in with the new password"),
  "provisioning.step.unprovision": text(() => "Return AMT to nobody"),
  "provisioning.step.unprovision-partly": text(() => "Return AMT to nobody, and keep hashes and DNS suffix"),
  "provisioning.step.stop": text(() => "End the configuration that was begun"),
  "provisioning.note.certificate": text<{ subject: string; sha256: string }>(
    ({ subject, sha256 }) =>
      `AMT's certificate is taken as the ME itself showed it: ${subject}, sha256:${sha256} (say --pin to require it)`,
  ),
  "provisioning.note.lost": text(() => "No answer came, but AMT says that it is done."),
  "provisioning.note.unconfirmed": text<{ why: string }>(
    ({ why }) => `AMT is set up; that the password is taken could not be seen (${why}).`,
  ),
  "provisioning.note.stopping": text(() => "It cannot be broken off here; it ends in a moment."),
  "provisioning.note.recovered": text<{ plan: string; outcome: string }>(
    ({ plan, outcome }) => `An operation that was interrupted before (${plan}) is ${outcome}.`,
  ),
  "provisioning.note.undone": text(() => "What was begun is taken back: AMT stands as before."),
  "provisioning.note.suffix": text(
    () => "Which DNS suffix AMT has from DHCP is not known here: AMT itself compares it.",
  ),

  // AMT's own logs
  ...logTexts,

  // Notifications
  ...noticeTexts,

  // Who can reach this machine below the operating system
  ...privacyTexts,

  // What happened, which also goes into the history
  ...eventTexts,

  // What a posture report says
  ...postureTexts,
} as const;

export type TextCode = keyof typeof texts;
export type TextParams<C extends TextCode> = Parameters<(typeof texts)[C]>[0];

/** A statement as it travels: code and parameters for machines and translators, English for everybody else. */
export interface Message {
  readonly code: TextCode;
  readonly params: Readonly<Record<string, Param>>;
  readonly text: string;
}

export const message = <C extends TextCode>(code: C, params: TextParams<C>): Message => ({
  code,
  params,
  text: (texts[code] as (params: TextParams<C>) => string)(params),
});
