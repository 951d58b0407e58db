import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Event, LiveSession, Snapshot } from "../../agent/api/snapshot.ts";
import { realClock } from "../../platform/clock.ts";
import { amtAgent, amtAgentStays, folder, type Running } from "../support/program.ts";
import { amtKvm, usbTree } from "../support/usb-tree.ts";

let dir: ReturnType<typeof folder>;
let running: Running;
let life: AbortController;
let snapshot: Snapshot | undefined;
const events: Event[] = [];
const news = new EventTarget();
const { plug, unplug } = usbTree({ in: (name) => dir.in(`sys/${name}`) });

beforeEach(async () => {
  dir = folder();
  life = new AbortController();
  events.length = 0;
  const place = ["--socket", dir.in("agent.sock"), "--state-dir", dir.in("state")];
  const env = { AMT_AGENT_TEST_SYS_ROOT: dir.in("sys") };
  running = await amtAgentStays(["serve", "--mei", "virtual:acm-15", ...place], /AMT went from/, { env });
  const client = apiClient({ socket: dir.in("agent.sock"), clock: realClock });
  const onFrame = (frame: { kind: "snapshot"; snapshot: Snapshot } | { kind: "event"; event: Event }): void => {
    if (frame.kind === "snapshot") snapshot = frame.snapshot;
    else events.push(frame.event);
    news.dispatchEvent(new globalThis.Event("news"));
  };
  void client.events({ onEvent: onFrame, signal: life.signal }).catch(() => {}); // the test ends it
  await until(() => snapshot?.lms?.state === "open");
}, 60_000);
afterEach(async () => {
  life.abort();
  await running.stop();
  dir.remove();
});

async function until(fits: () => boolean): Promise<number> {
  const since = performance.now();
  while (!fits()) await once(news, "news");
  return performance.now() - since;
}
const live = (kind: string): LiveSession | undefined => snapshot?.live.find((one) => one.kind === kind);
const second = 1_000;

test("the running service sees AMT's keyboard and mouse within a second, says by what, and how sure it is", async () => {
  plug("1-9", amtKvm);
  expect(await until(() => live("kvm") !== undefined)).toBeLessThanOrEqual(second);
  expect(live("kvm")).toMatchObject({ source: "host", confidence: "possible" });
  await until(() => events.some(({ message }) => message.code === "event.session.contradicted"));
  const told = events.find(({ message }) => message.code === "event.session.contradicted");
  expect(told).toMatchObject({ origin: "look", message: { params: { kind: "kvm" } } });
  unplug("1-9");
  expect(await until(() => live("kvm") === undefined)).toBeLessThanOrEqual(second);
}, 60_000);

test("storage on a port of the ME's own; and once AMT says that there is a session, the device is explained", async () => {
  plug("1-12", { id: ["1234", "0002"], classes: ["08"], acpi: "\\_SB_.PCI0.XHC_.RHUB.USR2" });
  expect(await until(() => live("usbr") !== undefined)).toBeLessThanOrEqual(second);
  expect(live("usbr")).toMatchObject({ source: "host", confidence: "possible" });
  const done = amtAgent(["virtual-me", "operate", "usbr", "open", "--socket", dir.in("agent.sock")]);
  await until(() => live("usbr")?.confidence === "certain");
  expect((await done).code).toBe(0);
  const text = await amtAgent(["sessions", "--socket", dir.in("agent.sock")]);
  expect(text.stdout).toMatch(/storage/i);
}, 60_000);
