import type { TextCode, TextParams } from "../api/texts.ts";
import { type Message, message } from "../api/texts.ts";
import type { Subjects } from "./pairs.ts";

/** What one of AMT's alerts is told as. */
export interface Declared {
  readonly say: (argument: string) => Message;
  /** What the next look at the ME is expected to find because of it. The first is what the alert itself is about. */
  readonly becomes?: Subjects;
}

const say = <C extends TextCode>(code: C, params: TextParams<C>, becomes?: Subjects): Declared => ({
  say: () => message(code, params),
  ...(becomes ? { becomes } : {}),
});
const plain = <C extends TextCode>(code: Record<never, never> extends TextParams<C> ? C : never, becomes?: Subjects) =>
  say(code, {} as TextParams<C>, becomes);
type AgentCode = Extract<TextCode, `event.agent.${string}`>;
const agent = (code: AgentCode): Declared => ({
  say: (argument) => message(code, { agent: argument === "" ? "not named" : argument }),
});
const session = (what: "opened" | "closed", kind: "KVM" | "SOL" | "remote storage", becomes: Subjects = {}): Declared =>
  say(`event.session.${what}`, { kind }, { [kind]: what, ...becomes });
const asked = "consent asked";

/** By the alert's id and first argument. lms.md 3.2 and presence-posture.md 3.2: what Intel's LMS translates. */
const fromLms: Readonly<Record<string, Declared>> = {
  "iAMT0050-0": plain("event.amt.enabled", { standing: "any" }),
  "iAMT0055-0": plain("event.setup.pre", { standing: "any" }),
  "iAMT0055-1": plain("event.setup.in", { standing: "any" }),
  "iAMT0055-2": plain("event.setup.post", { standing: "any" }),
  "iAMT0055-3": plain("event.setup.removing", { standing: "any" }),
  "iAMT0055-4": plain("event.setup.mode-changed", { "control mode": "any" }),
  "iAMT0057-0": plain("event.network.changed"),
  iAMT0071: plain("event.amt.disable-attempt"),
  "iAMT0050-16": plain("event.defense.tx-stopped", { defense: "opened" }),
  "iAMT0050-17": plain("event.defense.tx-limited", { defense: "opened" }),
  "iAMT0050-18": plain("event.defense.rx-stopped", { defense: "opened" }),
  "iAMT0050-19": plain("event.defense.rx-limited", { defense: "opened" }),
  "iAMT0056-0": plain("event.defense.changed", { defense: "any" }),
  "iAMT0050-32": plain("event.eac.changed"),
  "iAMT0050-33": plain("event.eac.enabled"),
  "iAMT0050-34": plain("event.eac.disabled"),
  "iAMT0050-48": session("opened", "SOL"),
  "iAMT0050-49": session("closed", "SOL"),
  "iAMT0050-50": session("opened", "remote storage"),
  "iAMT0050-51": session("closed", "remote storage"),
  "iAMT0050-66": plain("event.wlan.profile"),
  "iAMT0050-67": plain("event.wlan.by-me"),
  "iAMT0050-68": plain("event.wlan.security"),
  "iAMT0050-69": plain("event.wlan.by-host"),
  "iAMT0054-70": plain("event.wlan.sync-changed"),
  "iAMT0049-0": plain("event.wlan.sync-disabled"),
  "iAMT0049-1": plain("event.wlan.sync-enabled"),
  "iAMT0066-0": plain("event.wlan.control-host"),
  "iAMT0066-1": plain("event.wlan.control-me"),
  "iAMT0068-0": say("event.wlan.protection", { level: "off" }),
  "iAMT0068-1": say("event.wlan.protection", { level: "passive" }),
  "iAMT0068-2": say("event.wlan.protection", { level: "high" }),
  "iAMT0060-0": plain("event.sprite"),
  "iAMT0052-0": plain("event.kvm.requested", { [asked]: "opened" }),
  "iAMT0052-1": session("opened", "KVM", { [asked]: "closed" }),
  "iAMT0052-2": session("closed", "KVM", { [asked]: "closed" }),
  "iAMT0052-3": plain("event.kvm.data"),
  "iAMT0059-0": plain("event.kvm.disabled"),
  "iAMT0059-1": plain("event.kvm.enabled"),
  "iAMT0058-0": plain("event.tunnel.closed", { tunnel: "closed" }),
  "iAMT0058-1": plain("event.tunnel.opened", { tunnel: "opened" }),
  "iAMT0062-0": plain("event.ip-sync.disabled"),
  "iAMT0062-1": plain("event.ip-sync.enabled"),
  "iAMT0063-0": plain("event.proxy-sync.disabled"),
  "iAMT0063-1": plain("event.proxy-sync.enabled"),
  "iAMT0064-1": plain("event.consent.granted", { [asked]: "closed" }),
  "iAMT0064-2": plain("event.consent.ended", { [asked]: "closed" }),
  "iAMT0064-3": plain("event.consent.requested", { [asked]: "opened" }),
  "iAMT0064-4": plain("event.consent.policy"),
  "iAMT0065-0": say("event.refresh-ip", { interface: "wired" }),
  "iAMT0065-1": say("event.refresh-ip", { interface: "wireless" }),
  "iAMT0067-0": say("event.power.requested", { what: "shut down" }),
  "iAMT0067-1": say("event.power.requested", { what: "restart" }),
  "iAMT0067-2": say("event.power.requested", { what: "sleep" }),
  "iAMT0067-3": say("event.power.requested", { what: "hibernate" }),
  "iAMT0069-0": plain("event.time-sync.disabled"),
  "iAMT0069-1": plain("event.time-sync.enabled"),
};

/** Ids that Intel's LMS does not know, with MeshAgent's meanings (presence-posture.md 3.2) and those of LMS 8 (imss.md 4.2). */
const fromOthers: Readonly<Record<string, Declared>> = {
  iAMT0007: plain("event.network.link-denied"),
  iAMT0008: plain("event.network.link-disabled"),
  iAMT0009: plain("event.firmware.wear"),
  iAMT0029: say("event.audit-log.filling", { percent: 50 }),
  iAMT0030: say("event.audit-log.filling", { percent: 75 }),
  iAMT0031: say("event.audit-log.filling", { percent: 85 }),
  iAMT0032: say("event.audit-log.filling", { percent: 95 }),
  iAMT0033: say("event.audit-log.filling", { percent: 100 }),
  iAMT0034: plain("event.firmware.update-partial"),
  iAMT0035: plain("event.firmware.update-failed"),
  iAMT0036: plain("event.tunnel.requested"),
  "iAMT0038-0": say("event.setup.removing-by", { who: "the BIOS" }, { standing: "any" }),
  "iAMT0038-1": say(
    "event.setup.removing-by",
    { who: "a program on this PC, through the ME driver" },
    { standing: "any" },
  ),
  "iAMT0038-2": say("event.setup.removing-by", { who: "a program on this PC" }, { standing: "any" }),
  "iAMT0038-3": say("event.setup.removing-by", { who: "the remote administrator" }, { standing: "any" }),
  "iAMT0053-50": say("event.help.pressed", { result: "the button was pressed" }),
  "iAMT0053-52": say("event.help.pressed", { result: "a connection is being made" }),
  "iAMT0053-53": say("event.help.pressed", { result: "no connection was made" }),
  iAMT0061: plain("event.firmware.reset"),
  iAMT0070: plain("event.power.watchdog"),
};

/** The first argument is the guarded program's GUID since AMT 8 (lms.md 3.1). */
const ofAgents: Readonly<Record<string, Declared>> = {
  iAMT0002: agent("event.agent.not-started"),
  iAMT0003: agent("event.agent.stopped"),
  iAMT0004: agent("event.agent.running"),
  iAMT0005: agent("event.agent.expired"),
  iAMT0006: agent("event.agent.suspended"),
};

const all: Readonly<Record<string, Declared>> = { ...fromLms, ...fromOthers, ...ofAgents };

/** Every alert that is known, by `iAMT0050-48`, or by the bare id where the argument does not tell one from another. */
export const knownAlerts: ReadonlyMap<string, Declared> = new Map(Object.entries(all));
