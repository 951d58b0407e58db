import { afterEach, describe, expect, test } from "vitest";
import { knownAlerts } from "../../agent/events/alerts.ts";
import { settle } from "../support/settle.ts";
import { never } from "../support/virtual-machine.ts";
import { type Watched, watched } from "../support/watched-machine.ts";

let on: Watched;
afterEach(() => on.close());

/** On a machine with Wi-Fi and EAC, in admin control mode: makes every alert of lms.md 3.2 happen. */
const story = [
  ...["sol open", "sol close", "sol open", "sol disable", "sol enable"],
  ...["usbr open", "usbr close", "usbr open", "usbr disable", "usbr enable"],
  ...["kvm open", "kvm data", "kvm close", "kvm open", "kvm disable", "kvm enable"],
  ...["consent policy-kvm", "kvm open", "consent grant", "kvm close", "consent cancel", "consent policy-all"],
  ...["consent request", "consent grant", "usbr open", "usbr close", "consent cancel", "consent policy-none"],
  ...["power shutdown", "power reboot", "power can-sleep", "power sleep", "power hibernate", "power watchdog"],
  ...["defense stop-tx", "defense off", "defense limit-tx", "defense off"],
  ...["defense stop-rx", "defense off", "defense limit-rx", "defense off"],
  ...["eac on", "eac changed", "eac off", "agent start", "power reset", "agent start", "agent stop", "agent start"],
  ...["agent crash", "agent forget", "network changed", "network refresh-lan", "network refresh-wlan"],
  ...["network split-ip", "network sync-ip", "network sync-proxy", "network split-proxy"],
  ...["wlan open", "wlan close", "wlan bad-profile", "wlan bad-security", "wlan to-me", "wlan to-host"],
  ...["wlan protect-high", "wlan protect-passive", "wlan protect-off", "wlan sync", "wlan no-sync"],
  ...["tunnel open", "tunnel close", "time no-sync", "time sync", "sprite"],
  ...["amt attempt", "amt off", "amt on", "provision end", "provision client", "provision admin"],
];
/** After these the machine is not as before. */
const changing =
  /^(sol (open|close|disable)|tunnel (open|close)|defense (stop|limit)-|defense off|usbr (open|close|disable)|kvm (open|close|disable)|consent grant|provision (end|client|admin))$/;

const alertsSoFar = (): number => on.watch.snapshot().lms?.alerts ?? 0;
/** What AMT raises for one act, once the service has dealt with it. */
async function act(line: string): Promise<readonly string[]> {
  const before = alertsSoFar();
  const { alerts } = await on.me.operator.perform(line.split(" "));
  const raised = line === "agent crash" ? ["iAMT0005-"] : alerts;
  if (line === "agent crash") on.clock.advance(1_000);
  await on.until(() => alertsSoFar() >= before + raised.length);
  await on.look();
  return raised;
}
const state = (): string => {
  const { standing, amt, sessions, live } = on.watch.snapshot();
  return JSON.stringify({ standing, amt, sessions, live: live.map(({ kind, confidence }) => [kind, confidence]) });
};

test("each alert is told once, with what it changed, and the snapshot changes once", async () => {
  on = await watched("acm-16-wifi");
  const heard = new Set<string>();
  for (const line of story) {
    const [events, alerts, changes, before] = [on.events.length, alertsSoFar(), on.changes.length, state()];
    const raised = await act(line);
    if (line === "amt off") continue; // AMT says nothing any more
    const told = on.events.slice(events);
    expect([line, told.length], JSON.stringify(told)).toEqual([line, alertsSoFar() - alerts]);
    // Of two alerts in a row the look after the first can see what the second says: told by whichever comes first
    expect([line, told.filter(({ foundLater }) => foundLater)]).toEqual([line, []]);
    if (told.length === 1) expect([line, told[0]?.origin]).toEqual([line, "alert"]);
    expect(told.map(({ message }) => message.code)).not.toContain("event.alert.unknown");
    const isDifferent = state() !== before;
    expect([line, on.changes.length - changes]).toEqual([line, isDifferent ? 1 : 0]);
    if (changing.test(line)) expect([line, isDifferent]).toEqual([line, true]);
    for (const key of raised) heard.add(key.replace(/(iAMT000\d)-.*/, "$1"));
  }
  const ofLms = [...knownAlerts.keys()].filter((key) => /^iAMT00(0[235]$|4|5[0-9]|6[0-9]|71)/.test(key));
  const notMade = ["iAMT0053-50", "iAMT0053-52", "iAMT0053-53", "iAMT0061"];
  expect(ofLms.filter((key) => !heard.has(key) && !notMade.includes(key))).toEqual([]);
}, 120_000);

describe("while AMT's alerts cannot be heard", () => {
  const lines: [line: string, code: string, prepared?: readonly string[]][] = [
    ["sol open", "event.session.opened"],
    ["sol close", "event.session.closed", ["sol open"]],
    ["usbr open", "event.session.opened"],
    ["usbr close", "event.session.closed", ["usbr open"]],
    ["kvm open", "event.session.opened"],
    ["kvm close", "event.session.closed", ["kvm open"]],
    ["kvm open", "event.session.opened", ["consent policy-kvm"]],
    ["tunnel open", "event.tunnel.opened"],
    ["tunnel close", "event.tunnel.closed", ["tunnel open"]],
    ["defense stop-rx", "event.defense.active"],
    ["defense off", "event.defense.inactive", ["defense stop-rx"]],
    ["provision end", "event.standing"],
    ["provision client", "event.standing", ["provision end"]],
    ["provision admin", "event.control-mode", ["provision end", "provision client"]],
  ];
  test.each(lines)(
    "%s is found by the next look and told once, as found later: %s",
    async (line, code, prepared = []) => {
      on = await watched("acm-16-wifi");
      for (const one of prepared) await act(one);
      on.clock.advance(60_000);
      await on.look();
      await settle(on.clock, on.lms.rest({ limit: 1_000 }), 5_000);
      expect(on.watch.snapshot().lms?.state).toBe("resting");
      const [events, changes] = [on.events.length, on.changes.length];
      await on.me.operator.perform(line.split(" "));
      await on.look();
      await on.look();
      const told = on.events.slice(events);
      expect(told.map(({ message, origin, foundLater }) => [message.code, origin, foundLater])).toEqual([
        [code, "look", true],
      ]);
      expect(on.changes.length - changes).toBe(1);
      on.lms.wake();
      await on.until(() => on.watch.snapshot().lms?.state === "open");
      await on.look();
      expect(on.events.length - events).toBe(1);
    },
  );
});

test("a look that comes first is not told again by the alert", async () => {
  on = await watched("acm-15");
  const events = on.events.length;
  const looking = on.watch.refresh({ signal: never });
  await on.me.operator.act("sol", "open");
  await looking;
  await on.until(() => alertsSoFar() > 0);
  await on.look();
  expect(on.events.slice(events).map(({ message }) => message.code)).toEqual(["event.session.opened"]);
});
