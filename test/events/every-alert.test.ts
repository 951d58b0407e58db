import { afterEach, describe, expect, test } from "vitest";
import type { Event } from "../../agent/api/snapshot.ts";
import { knownAlerts } from "../../agent/events/alerts.ts";
import { type NoticeState, nothingShown, noticeOf, noticesOfSessions } from "../../tray/notices.ts";
import { settle } from "../support/settle.ts";
import { never } from "../support/virtual-machine.ts";
import { type Watched, watched } from "../support/watched-machine.ts";
import { lmsAlerts } from "./lms-alerts.ts";

let on: Watched;
afterEach(() => on?.close());

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

/** A tray that runs all the time: how many notices these events, and what the snapshot shows after them, put on the screen. */
function tray(): { shows(told: readonly Event[]): number } {
  const setting = { quiet: false, despiteQuiet: "all", sessions: true, atConsole: true } as const;
  let state: NoticeState = { ...nothingShown, seen: { id: 0, at: "" } };
  return {
    shows(told) {
      const steps = told.flatMap((event) => {
        const step = noticeOf(state, event, setting);
        state = step.state;
        return step.steps;
      });
      const { sessions, sessionsSince: since, at } = on.watch.snapshot();
      const after = noticesOfSessions(state, sessions, { at, since, setting });
      state = after.state;
      return [...steps, ...after.steps].filter((step) => step.do !== "withdraw").length;
    },
  };
}

test("our table has every alert that Intel's LMS translates", () => {
  expect(lmsAlerts.filter((key) => !knownAlerts.has(key))).toEqual([]);
});

test("each alert is told once, with what it changed, the snapshot changes once, and at most one notice is shown", async () => {
  on = await watched("acm-16-wifi");
  const { shows } = tray();
  shows(on.events);
  const heard = new Set<string>();
  for (const line of story) {
    const [events, alerts, changes, before] = [on.events.length, alertsSoFar(), on.changes.length, state()];
    const raised = await act(line);
    if (line === "amt off") continue; // AMT says nothing any more
    const told = on.events.slice(events);
    expect([line, shows(told) <= told.length]).toEqual([line, true]);
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
  expect(lmsAlerts.filter((key) => !heard.has(key))).toEqual([]);
}, 120_000);

describe("while AMT's alerts cannot be heard", () => {
  /** What AMT would have said of each, had it been heard. */
  const lines: [
    line: string,
    code: string,
    alerts: readonly string[],
    prepared?: readonly string[],
    machine?: string,
  ][] = [
    ["sol open", "event.session.opened", ["iAMT0050-48"]],
    ["sol close", "event.session.closed", ["iAMT0050-49"], ["sol open"]],
    ["usbr open", "event.session.opened", ["iAMT0050-50"]],
    ["usbr close", "event.session.closed", ["iAMT0050-51"], ["usbr open"]],
    ["kvm open", "event.session.opened", ["iAMT0052-1"]],
    ["kvm close", "event.session.closed", ["iAMT0052-2"], ["kvm open"]],
    ["kvm disable", "event.session.closed", ["iAMT0052-2", "iAMT0059-0"], ["kvm open"]],
    ["kvm open", "event.session.opened", ["iAMT0052-0", "iAMT0064-3"], ["consent policy-kvm"]],
    ["consent grant", "event.session.closed", ["iAMT0064-1"], ["consent policy-all", "consent request"]],
    ["consent cancel", "event.session.closed", ["iAMT0064-2"], ["consent policy-all", "consent request"]],
    ["tunnel open", "event.tunnel.opened", ["iAMT0058-1"]],
    ["tunnel close", "event.tunnel.closed", ["iAMT0058-0"], ["tunnel open"]],
    ["defense stop-tx", "event.defense.active", ["iAMT0050-16", "iAMT0056-0"]],
    ["defense limit-tx", "event.defense.active", ["iAMT0050-17", "iAMT0056-0"]],
    ["defense stop-rx", "event.defense.active", ["iAMT0050-18", "iAMT0056-0"]],
    ["defense limit-rx", "event.defense.active", ["iAMT0050-19", "iAMT0056-0"]],
    ["defense off", "event.defense.inactive", ["iAMT0056-0"], ["defense stop-rx"]],
    ["provision end", "event.standing", ["iAMT0055-3", "iAMT0055-0", "iAMT0055-4"]],
    ["provision client", "event.standing", ["iAMT0055-1", "iAMT0055-2", "iAMT0055-4"], ["provision end"]],
    ["provision admin", "event.control-mode", ["iAMT0055-4"], ["provision end", "provision client"]],
    ["amt off", "event.standing", [], [], "unprovisioned-18"],
    ["amt on", "event.standing", ["iAMT0050-0"], ["amt off"], "unprovisioned-18"],
  ];
  /** Nothing of these can be asked afterwards: a wish, an attempt, a word about a moment. Or it is no state that AMTHI tells. */
  const leaveNothing =
    /^iAMT(000[235]|0049-|0050-(3[234]|6[6789])|0052-3|0054-|0057-|0059-1|0060-|006[2356789]-|0064-4|0071)/;

  test("every alert of Intel's LMS is found by a look, or leaves nothing to be found", () => {
    const found = new Set(lines.flatMap(([, , alerts]) => alerts));
    const both = lmsAlerts.filter((key) => found.has(key) === leaveNothing.test(key));
    expect(both).toEqual([]);
  });

  test.each(lines)(
    "%s is found by the next look and told once, as found later: %s (%s)",
    async (line, code, unheard, prepared = [], machine = "acm-16-wifi") => {
      on = await watched(machine);
      const { shows } = tray();
      for (const one of prepared) await act(one);
      on.clock.advance(60_000);
      await on.look();
      shows(on.events);
      await settle(on.clock, on.lms.rest({ limit: 1_000 }), 5_000);
      expect(on.watch.snapshot().lms?.state).toBe("resting");
      const [events, changes] = [on.events.length, on.changes.length];
      const { alerts } = await on.me.operator.perform(line.split(" "));
      expect(alerts).toEqual(expect.arrayContaining([...unheard]));
      await on.look();
      await on.look();
      const told = on.events.slice(events);
      expect(told.map(({ message, origin, foundLater }) => [message.code, origin, foundLater])).toEqual([
        [code, "look", true],
      ]);
      expect(on.changes.length - changes).toBe(1);
      expect(shows(told)).toBeLessThanOrEqual(1);
      on.lms.wake();
      // Switched off, AMT has no session to offer
      if (line !== "amt off") await on.until(() => on.watch.snapshot().lms?.state === "open");
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
