import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { beat, type Told } from "../../tray/window/audience.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { keyIn, type OpenWindow, openWindow } from "../support/window.ts";
import { someEvents } from "../support/window-answers.ts";

const clock = steppedClock();
let service: ToldService;
let window: OpenWindow;
let lines: AsyncIterator<string>;
let stream: IncomingMessage;
const next = async (): Promise<Told> => JSON.parse((await lines.next()).value) as Told;

beforeEach(async () => {
  service = await startToldService(snapshotOf("managed"));
  window = await openWindow(service.socket, { clock });
  await service.joined();
  const key = keyIn(await window.enter(window.token()));
  const headers = { "X-Amt-Agent-Session": key };
  const asked = request({ host: "127.0.0.1", port: window.port, path: "/api/stream", headers }).end();
  [stream] = (await once(asked, "response")) as [IncomingMessage];
  lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  // What is known may be that the service is still being asked
  for (let told = await next(); told.kind !== "snapshot"; told = await next());
});
afterEach(async () => {
  stream.destroy();
  await window.stop();
  await service.remove();
});

test("a page hears what changes and what happens, as it does", async () => {
  service.tell(snapshotOf("session"));
  expect(await next()).toMatchObject({ kind: "snapshot", snapshot: { standing: "session" } });
  service.happen(someEvents[3]!);
  expect(await next()).toEqual({ kind: "event", event: someEvents[3] });
  await service.close();
  expect(await next()).toMatchObject({ kind: "silent", why: "unreachable" });
});

test("a page hears every 15 s that the firmware still says the same; nothing older than it knows", async () => {
  const snapshot = snapshotOf("managed");
  service.answers.set("/v1/status", { body: { ...snapshot, at: "2020-01-01T00:00:00.000Z" } });
  clock.advance(beat);
  expect(await next()).toEqual({ kind: "beat" });
  // Round trips through the service: its answer comes among them
  for (let round = 0; round < 10; round++) {
    service.tell(snapshot);
    expect(await next()).toMatchObject({ kind: "snapshot", snapshot: { at: snapshot.at } });
  }
  const confirmedAt = "2026-11-21T14:06:00.000Z";
  service.answers.set("/v1/status", { body: { ...snapshot, at: confirmedAt, confirmedAt } });
  // Asked again only when the answer before is there; meanwhile the service's own stream must not fall silent
  for (let told: Told | undefined; told?.kind !== "snapshot" || told.snapshot.confirmedAt !== confirmedAt; ) {
    clock.advance(beat);
    service.tell(snapshot);
    do told = await next();
    while (told.kind === "beat");
    expect(told).toMatchObject({ kind: "snapshot", snapshot: { at: expect.stringMatching(/^2026/) } });
  }
});

test("a page that is there hears the end", async () => {
  const last = next();
  await window.stop();
  expect(await last).toEqual({ kind: "ended", why: "stopped" });
});
