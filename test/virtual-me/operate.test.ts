import { afterEach, describe, expect, test } from "vitest";
import { getRemoteAccessStatus } from "../../mei/amthi/access.ts";
import { getFeaturesState, getLastHostResetReason } from "../../mei/amthi/state.ts";
import { getEnabledFeatures } from "../../mei/mkhi/commands.ts";
import { alertName, alerts, presenceAlert } from "../../virtual-me/cim/alert.ts";
import { guidOf } from "../../virtual-me/cim/rules/presence.ts";
import { actionTable } from "../../virtual-me/operator/actions.ts";
import { type AlertHost, alertHost } from "../support/alert-host.ts";
import { type Running, running } from "../support/virtual-machine.ts";
import { readEnvelopes } from "../support/wsman-answers.ts";

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});
async function start(machine: string): Promise<Running> {
  const on = await running(machine);
  cleanup.push(() => on.close());
  return on;
}
async function withHost(machine: string): Promise<Running & { readonly host: AlertHost }> {
  const on = await start(machine);
  const host = await alertHost(on.me, { clock: on.clock });
  cleanup.push(() => host.close());
  return { ...on, host };
}
const kvmFlags = async (on: Running): Promise<unknown> => (await on.call(getFeaturesState, { feature: "kvm" })).state;
/** What an administrator reads over WS-Management. */
async function read(on: Running, className: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { manageability } = await on.me.web();
  return manageability.classes.list(className, { name: "admin", realms: [3] }).map(({ properties }) => properties);
}

const agent = guidOf(Buffer.from("5f1d3c0b9a7e4d2f8c6b1a0e9d8c7b6a", "hex"));
/** lms.md 3.2, all of it, by MessageID and first argument. */
const known = [
  ...[`iAMT0002-${agent}`, `iAMT0003-${agent}`, `iAMT0005-${agent}`, "iAMT0050-0"],
  ...["iAMT0055-0", "iAMT0055-1", "iAMT0055-2", "iAMT0055-3", "iAMT0055-4", "iAMT0057-0", "iAMT0071"],
  ...["iAMT0050-16", "iAMT0050-17", "iAMT0050-18", "iAMT0050-19", "iAMT0056-0"],
  ...["iAMT0050-32", "iAMT0050-33", "iAMT0050-34", "iAMT0050-48", "iAMT0050-49", "iAMT0050-50", "iAMT0050-51"],
  ...["iAMT0050-66", "iAMT0050-67", "iAMT0050-68", "iAMT0050-69", "iAMT0054-70", "iAMT0049-0", "iAMT0049-1"],
  ...["iAMT0066-0", "iAMT0066-1", "iAMT0068-0", "iAMT0068-1", "iAMT0068-2", "iAMT0060-0"],
  ...["iAMT0052-0", "iAMT0052-1", "iAMT0052-2", "iAMT0052-3", "iAMT0059-0", "iAMT0059-1"],
  ...["iAMT0058-0", "iAMT0058-1", "iAMT0062-0", "iAMT0062-1", "iAMT0063-0", "iAMT0063-1"],
  ...["iAMT0064-1", "iAMT0064-2", "iAMT0064-3", "iAMT0064-4", "iAMT0065-0", "iAMT0065-1"],
  ...["iAMT0067-0", "iAMT0067-1", "iAMT0067-2", "iAMT0067-3", "iAMT0069-0", "iAMT0069-1"],
];
/** On a machine with Wi-Fi and EAC, in admin control mode. */
const story = [
  ...["sol open", "sol close", "sol open", "sol disable", "sol enable"],
  ...["usbr open", "usbr close", "usbr open", "usbr disable", "usbr enable", "listener close", "listener open"],
  ...["kvm open", "kvm data", "kvm close", "kvm open", "kvm disable", "kvm enable"],
  ...["consent policy-kvm", "kvm open", "consent grant", "kvm close", "consent cancel", "consent policy-all"],
  ...["consent request", "consent CODE", "usbr open", "usbr close", "consent cancel", "consent policy-none"],
  ...["power shutdown", "power reboot", "power can-sleep", "power sleep", "power hibernate", "power watchdog"],
  ...["power off", "power on", "power cycle", "power nmi"],
  ...["defense stop-tx", "defense off", "defense limit-tx", "defense off"],
  ...["defense stop-rx", "defense off", "defense limit-rx", "defense off"],
  ...["eac on", "eac changed", "eac off", "agent start", "power reset", "agent start", "agent stop", "agent crash"],
  ...["agent crash-reset", "agent forget", "network changed", "network refresh-lan", "network refresh-wlan"],
  ...["network split-ip", "network sync-ip", "network sync-proxy", "network split-proxy"],
  ...["wlan open", "wlan close", "wlan bad-profile", "wlan bad-security", "wlan to-me", "wlan to-host"],
  ...["wlan protect-high", "wlan protect-passive", "wlan protect-off", "wlan no-sync", "wlan sync", "wlan no-sync"],
  ...["tunnel open", "tunnel close", "tunnel allow", "tunnel forbid", "time no-sync", "time sync"],
  ...["sprite", "amt attempt", "amt off", "amt on", "provision end", "provision begin", "provision end"],
  ...["provision client", "provision admin", "provision end", "provision admin", "tunnel server", "state", "reset"],
];

test("every alert of lms.md 3.2 can be made to happen, and the host reads it at the end of a real LME session", async () => {
  const on = await withHost("acm-16-wifi");
  const heard = new Map<string, string[]>();
  let told = 0;
  for (const line of story) {
    const [action = "", word] = line.split(" ");
    const { code } = (await on.me.operator.act("state", "show")).state.consent;
    const words = word === "CODE" ? [action, String(code)] : line.split(" ");
    if (line === "reset") expect(on.host.keys).toHaveLength(told);
    const at = on.host.keys.length;
    const { alerts: raised } = await on.me.operator.perform(words);
    if (line.startsWith("agent crash")) {
      on.clock.advance(1_000);
      told += 1;
    }
    told += raised.length;
    await on.host.count(told);
    const key = word === "CODE" ? "consent code" : line;
    const now = on.host.keys.slice(at).map(String);
    expect(now.slice(0, raised.length), line).toEqual(raised); // in their order
    heard.set(key, [...(heard.get(key) ?? []), ...now]);
  }
  const all = [...heard.values()].flat();
  expect(known.filter((key) => !all.includes(key))).toEqual([]);
  // What the table promises of a verb does happen
  const states = { NotStarted: 1, Stopped: 2, Running: 4, Expired: 8, Suspended: 16 } as const;
  for (const [action, { verbs }] of Object.entries(actionTable))
    for (const [verb, { alerts: promised }] of Object.entries(verbs)) {
      const came = heard.get(`${action} ${verb}`) ?? heard.get(action);
      expect(came, `${action} ${verb} is in the story`).toBeDefined();
      for (const name of promised) {
        const state = states[name.slice("agent".length) as keyof typeof states];
        const kind = state ? presenceAlert(state, agent) : alerts[name as keyof typeof alerts];
        expect(came, `${action} ${verb}: ${name}`).toContain(alertName(kind));
      }
    }
  for (const { indication, ackRequested } of on.host.alerts)
    expect([indication.IndicationFilterName, ackRequested]).toEqual(["Intel(r) AMT:User Notification", false]);
  expect(new Set(on.host.alerts.map(({ messageId }) => messageId)).size).toBe(on.host.alerts.length);
});

test("an alert on the wire is the recorded one, but for its number, name and time", async () => {
  const recorded = readEnvelopes().find(({ id }) => id === "alert-lms-iamt0057")?.xml ?? "";
  const head = ["POST / HTTP/1.1", "Host: localhost:0", "User-Agent: Intel(R) AMT Agent", "Connection: Keep-Alive"];
  const text = `${head.join("\r\n")}\r\nContent-Length: 2203\r\n\r\n${recorded}`; // of the recorded one
  const on = await withHost("acm-15");
  await on.me.operator.act("network", "changed");
  await on.host.count(1);
  const own = /(?<=8086-8086-8086-)[0-9A-F]{12}|(?<=Intel\(r\):)\d+|(?<=Datetime>)[^<]+|(?<=Length: )\d+/g;
  expect(on.host.posts[0]?.replace(own, "X")).toBe(text.replace(own, "X"));
});

describe("what the world shows", () => {
  test("an open KVM session is active over MEI and in use over WS-Management, in the audit log, and gone again", async () => {
    const on = await start("acm-15");
    const { state, alerts: told } = await on.me.operator.act("kvm", "open");
    expect([state.kvm, told]).toEqual(["open", ["iAMT0052-1"]]);
    expect(await kvmFlags(on)).toMatchObject({ flags: { active: true, waitingForConsent: false } });
    expect((await read(on, "CIM_KVMRedirectionSAP"))[0]).toMatchObject({ EnabledState: 2 });
    expect(await read(on, "IPS_KvmSessionUsingPort")).toHaveLength(1);
    const { journal } = (await on.me.web()).manageability.managed;
    expect(journal.audits.at(-1)?.subarray(0, 4).toString("hex")).toBe("00120008"); // 18, 8
    await on.me.operator.act("kvm", "close");
    expect(await kvmFlags(on)).toMatchObject({ flags: { active: false } });
    expect(await read(on, "IPS_KvmSessionUsingPort")).toHaveLength(0);
  });
  test("a remote reset is the host's last, with its time; a graceful one only asks", async () => {
    const on = await start("acm-15");
    await on.me.operator.act("power", "reboot");
    expect((await on.call(getLastHostResetReason)).reason).toBe("other");
    on.clock.advance(5_000);
    await on.me.operator.act("power", "reset");
    const time = Date.parse("2026-01-01T00:00:05Z") / 1_000;
    expect(await on.call(getLastHostResetReason)).toMatchObject({ reason: "remoteControl", timestamp: time });
  });
  test("AMT switched off is off for the kernel too; the tunnel is there for AMTHI", async () => {
    const on = await start("acm-15");
    const enabled = async () => JSON.stringify(await on.call(getEnabledFeatures));
    const before = await enabled();
    await on.me.operator.act("amt", "off");
    expect(await enabled()).not.toBe(before);
    await on.me.operator.act("amt", "on");
    expect(await enabled()).toBe(before);
    await on.me.operator.act("tunnel", "server").catch(() => {}); // it may have one
    await on.me.operator.act("tunnel", "open");
    expect(await on.call(getRemoteAccessStatus)).toMatchObject({ connection: "connected" });
  });
});

describe("what AMT does not allow", () => {
  const refused = async (on: Running, words: string, why: RegExp): Promise<void> => {
    const before = JSON.stringify((await on.me.operator.act("state", "show")).state);
    await expect(on.me.operator.perform(words.split(" ")), words).rejects.toMatchObject({
      code: "OPERATOR_REFUSED",
      message: expect.stringMatching(why) as string,
    });
    expect(JSON.stringify((await on.me.operator.act("state", "show")).state), words).toBe(before);
  };
  test("in client control mode the user is asked, for KVM and storage alike; SOL needs nobody", async () => {
    const on = await start("ccm-12");
    await refused(on, "usbr open", /consent/);
    await refused(on, "consent policy-none", /always asked/);
    await refused(on, "defense stop-tx", /admin control mode/);
    await on.me.operator.act("sol", "open");
    const { state } = await on.me.operator.act("kvm", "open");
    expect([state.kvm, state.consent.code]).toEqual(["waits for consent", expect.stringMatching(/^\d{6}$/)]);
    await refused(on, "kvm open", /waits/);
    expect((await on.me.operator.act("consent", state.consent.code ?? "")).state.kvm).toBe("open");
    await on.me.operator.act("usbr", "open"); // the same code counts for it
  });
  test("three wrong codes end the request, and KVM waits no longer", async () => {
    const on = await start("ccm-12");
    const { consent } = (await on.me.operator.act("kvm", "open")).state;
    const wrong = consent.code === "111111" ? "222222" : "111111";
    for (let i = 0; i < 2; i++) await refused(on, `consent ${wrong}`, /not the code/);
    await expect(on.me.operator.act("consent", wrong)).rejects.toThrow(/not the code/);
    const { state } = await on.me.operator.act("state", "show");
    expect([state.kvm, state.consent]).toEqual(["closed", { needed: "always", state: "not asked for", code: null }]);
    await refused(on, "consent grant", /no code/);
  });
  test("a reset of the ME forgets who was asked", async () => {
    const on = await start("ccm-12");
    await on.me.operator.act("kvm", "open");
    on.me.operator.reset();
    expect((await on.me.operator.act("state", "show")).state).toMatchObject({ kvm: "closed", consent: { code: null } });
    expect((await on.me.operator.act("kvm", "open")).state.kvm).toBe("waits for consent");
  });
  test("a closed port, a feature that is off, AMT off, AMT without an owner, what is there already or not there", async () => {
    const on = await start("acm-15");
    await refused(on, "sol close", /no sol session/);
    await refused(on, "kvm data", /no kvm session/);
    await refused(on, "defense off", /no System Defense/);
    await refused(on, "wlan open", /no wireless/);
    await refused(on, "provision admin", /already/);
    await on.me.operator.act("sol", "open");
    await refused(on, "sol open", /already/);
    await on.me.operator.act("listener", "close");
    for (const words of ["usbr open", "kvm open"]) await refused(on, words, /port is closed/);
    await on.me.operator.act("listener", "open");
    await on.me.operator.act("kvm", "disable");
    await refused(on, "kvm open", /kvm is off.*kvm enable/);
    await refused(on, "power sleep", /can-sleep/);
    await on.me.operator.act("power", "off");
    await refused(on, "power reset", /no state for that/);
    await on.me.operator.act("amt", "off");
    for (const words of ["sol open", "kvm enable", "power on", "consent request"])
      await refused(on, words, /switched off/);
    await on.me.operator.act("amt", "on");
    await on.me.operator.act("provision", "end");
    for (const words of ["sol open", "network changed", "tunnel server"]) await refused(on, words, /not set up/);
  });
  test("machines without AMT, and words that are in no table", async () => {
    const on = await start("consumer-11");
    await refused(on, "amt on", /has no AMT/);
    for (const [words, why] of [
      ["kmv open", /did you mean kvm/],
      ["kvm opne", /did you mean open/],
      ["kvm", /One of open, close/],
      ["kvm open now", /takes one word/],
      ["consent 12345", /valid|did you mean/],
      ["__proto__ open", /no action/],
      ["kvm constructor", /no "constructor"/],
    ] as const)
      await expect(on.me.operator.perform(words.split(" "))).rejects.toMatchObject({
        code: "OPERATOR_UNKNOWN",
        message: expect.stringMatching(why) as string,
      });
  });
});
