import { expect, test } from "vitest";
import { finding, verdict } from "../../agent/posture/check.ts";
import { collectAll } from "../../agent/posture/collect.ts";
import type { Collector, Sources } from "../../agent/posture/collector.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer, reasonOf } from "../../agent/posture/reasons.ts";
import { MeiError } from "../../mei/errors.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";

const none = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "none"));
const sources = (): Sources & { clock: ReturnType<typeof steppedClock> } => ({
  host: hostView("/nonexistent"),
  device: none,
  firmware: none,
  info: none,
  wsman: none,
  clock: steppedClock(),
});
const good: Collector = {
  name: "good",
  ids: ["host.restart"],
  timeout: 100,
  collect: async () => [finding("host.restart", verdict(true, "none", "none"))],
};
const collector = (id: string, collect: Collector["collect"]): Collector => ({
  name: id,
  ids: [id],
  timeout: 100,
  collect,
});

test("one that hangs, one that throws, one that says nothing: each for itself, in order, the rest complete", async () => {
  const at = sources();
  let aborted = false;
  const hangs = collector("host.bios", ({ signal }) => {
    signal.addEventListener("abort", () => {
      aborted = true;
    });
    return new Promise(() => {});
  });
  const throws = collector("host.updates", () => Promise.reject(new MeiError("ME_BUSY", "held by fwupd")));
  const silent = collector("host.firewall", async () => []);
  const collecting = collectAll([hangs, throws, silent, good], at, { signal: never });
  await Promise.resolve();
  at.clock.advance(100);
  expect((await collecting).map(({ id, result, reason }) => [id, result, reason?.code])).toEqual([
    ["host.bios", "unknown", "timeout"],
    ["host.updates", "unknown", "busy"],
    ["host.firewall", "unknown", "no-data"],
    ["host.restart", "pass", undefined],
  ]);
  expect(aborted).toBe(true);
  expect(at.clock.pending).toBe(0);
});

test("what throws at once is no more than its own reason", async () => {
  const throws = collector("host.bios", () => {
    throw new Error("not foreseen");
  });
  const found = await collectAll([throws, good], sources(), { signal: never });
  expect(found.map(({ result }) => result)).toEqual(["unknown", "pass"]);
  expect(found[0]?.reason).toMatchObject({ code: "unreachable", detail: expect.stringContaining("not foreseen") });
});

test("Ctrl-C ends it all", async () => {
  const stop = new AbortController();
  const hangs = collector("host.bios", () => new Promise(() => {}));
  const collecting = collectAll([hangs], sources(), { signal: stop.signal });
  stop.abort(new Error("enough"));
  await expect(collecting).rejects.toThrow("enough");
});

test.each([
  [Object.assign(new Error("x"), { code: "EACCES", path: "/a" }), "eperm", "/a is not for this user"],
  [Object.assign(new Error("x"), { code: "ENOENT", path: "/a" }), "no-data", "/a is not there"],
  [Object.assign(new Error("x"), { code: "EAGAIN", path: "/a" }), "timeout", "/a has nothing to say now"],
  [new MeiError("ME_ABSENT", "no device"), "no-driver", "no device"],
  [Object.assign(new Error("denied"), { code: "WSMAN_FAULT", subcode: "AccessDenied" }), "eperm", "denied"],
  [
    Object.assign(new Error("no class"), { code: "WSMAN_FAULT", subcode: "DestinationUnreachable" }),
    "unsupported",
    "no class",
  ],
  [Object.assign(new Error("401"), { code: "AUTH_BAD_CREDENTIALS" }), "login", "401"],
  [Object.assign(new Error("odd"), { code: "XML_DEPTH" }), "malformed", "odd"],
  [Object.assign(new Error("who"), { code: "NEW" }), "unreachable", "NEW: who"],
])("the reason of an error: %s", (error, code, detail) => {
  expect(reasonOf(error)).toEqual({ code, detail });
});
