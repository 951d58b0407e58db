import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { amthi } from "../../mei/clients.ts";
import { linuxDriver } from "../../mei/drivers/linux.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { type MeiSession, openSession, usualTiming } from "../../mei/session.ts";
import { settle } from "../support/settle.ts";
import { SocketKernel } from "../support/socket-kernel.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";

const signal = new AbortController().signal;
const read = (reply: Buffer): string => reply.toString();

let root: string;
let clock: SteppedClock;
let kernel: SocketKernel;
let driver: MeiDriver;
let session: MeiSession;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mei-"));
  clock = steppedClock();
  const properties = { maxMessage: 5120, version: 2 };
  kernel = new SocketKernel({ [join(root, "mei0")]: { clients: { [amthi.uuid]: properties } } });
  driver = linuxDriver({ clock, devRoot: root, sysfsRoot: join(root, "sys"), kernel });
  session = openSession(driver, amthi, { clock, timing: { ...usualTiming, idle: 300 } });
});
afterEach(async () => {
  await session.close();
  await driver.close();
  await rm(root, { recursive: true });
});

/** One question, answered by the ME. */
async function asked(question: string): Promise<string> {
  const reply = session.exchange(Buffer.from(question), { signal, repeatable: false, read });
  await heard(question);
  kernel.say(Buffer.from(`${question}!`));
  return reply;
}
async function heard(question: string): Promise<void> {
  await expect
    .poll(() => kernel.held > 0 && kernel.heard()?.toString(), { interval: 1, timeout: 10_000 })
    .toBe(question);
}
function hangClosing(): () => void {
  let letGo = (): void => {};
  kernel.hungClose = new Promise((resolve) => {
    letGo = resolve;
  });
  return letGo;
}

describe.runIf(process.platform === "linux")("a session with an ME that hangs while its connection is closed", () => {
  test("says so after the time that connecting may take, and goes on when the ME does", async () => {
    expect(await asked("one")).toBe("one!");
    const letGo = hangClosing();
    clock.advance(300);
    const two = session.exchange(Buffer.from("two"), { signal, repeatable: true, read });
    const { result, took } = await settle(clock, two, 2 * usualTiming.connect, 100);
    expect(result).toMatchObject({
      reason: {
        code: "ME_TIMEOUT",
        message: expect.stringContaining(`closing the connection before took more than ${usualTiming.connect} ms`),
      },
    });
    expect(took).toBeLessThanOrEqual(usualTiming.connect + 200);
    letGo();
    expect(await asked("three")).toBe("three!");
  });

  test("tells of a reply that does not come at its own limit, and takes no second connection while the first is being closed", async () => {
    expect(await asked("one")).toBe("one!");
    const connects = (): number => kernel.done.filter((what) => what.startsWith("connect")).length;
    const before = connects();
    const letGo = hangClosing();
    const lost = session.exchange(Buffer.from("lost"), { signal, repeatable: true, read });
    await heard("lost");
    const { result } = await settle(clock, lost, usualTiming.reply + 1_000, 100);
    expect(result).toMatchObject({ reason: { code: "ME_TIMEOUT" } });
    const next = session.exchange(Buffer.from("next"), { signal, repeatable: true, read });
    await expect(settle(clock, next, 1_000, 100)).rejects.toThrow("not settled");
    expect(connects()).toBe(before);
    letGo();
    await heard("next");
    kernel.say(Buffer.from("next!"));
    expect(await next).toBe("next!");
  });
});
