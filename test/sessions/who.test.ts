import { afterEach, describe, expect, test } from "vitest";
import { openMe } from "../../agent/me.ts";
import { whoHas } from "../../agent/watch/who.ts";
import { openWsman } from "../../agent/wsman/open.ts";
import { osAdmin } from "../../agent/wsman/os-admin.ts";
import { amthi } from "../../mei/clients.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { realClock as clock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { lmsOn } from "../support/lms.ts";
import { never } from "../support/virtual-machine.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
/** AMT's web services on this machine, as the service uses them. */
async function begin(): Promise<{ me: VirtualMe; wsman: Wsman }> {
  const { me, lms, close } = await lmsOn("acm-15");
  const agent = openMe(virtualDriver(me), { clock });
  const opened = openWsman({
    way: { tls: false, connect: (how) => lms.connectAmt(16992, how), close: async () => {} },
    credentials: (how) => osAdmin(agent.session(amthi), how),
    trust: undefined,
    clock,
  });
  cleanups.push(
    close,
    () => agent.close(),
    () => opened.close(),
  );
  return { me, wsman: opened.wsman };
}

describe("who has a session, by AMT's audit log", () => {
  test("the user and the address of the one that goes on, not of one before", async () => {
    const { me, wsman } = await begin();
    for (const words of [
      ["sol", "open"],
      ["sol", "close"],
      ["kvm", "open"],
      ["usbr", "open"],
    ])
      await me.operator.perform(words);
    const known = { user: "admin", address: "192.0.2.250", why: null };
    expect(await whoHas("kvm", wsman, { signal: never })).toEqual(known);
    expect(await whoHas("usbr", wsman, { signal: never })).toEqual(known);
    expect(await whoHas("sol", wsman, { signal: never })).toMatchObject({ user: null, why: { code: "who.no-record" } });
  });

  test("is found behind what else was written down since, and not looked for without end", async () => {
    const { me, wsman } = await begin();
    await me.operator.perform(["kvm", "open"]);
    const sol = async (times: number): Promise<void> => {
      for (let n = 0; n < times; n += 1) await me.operator.perform(["sol", n % 2 === 0 ? "open" : "close"]);
    };
    await sol(24);
    expect(await whoHas("kvm", wsman, { signal: never })).toMatchObject({ user: "admin" });
    me.counts.clear();
    await sol(60);
    expect(await whoHas("kvm", wsman, { signal: never })).toMatchObject({ why: { code: "who.no-record" } });
    expect(me.counts.of("AMT_AuditLog.ReadRecords")).toBeLessThanOrEqual(6);
  });

  test("an empty log knows nobody", async () => {
    const { wsman } = await begin();
    expect(await whoHas("kvm", wsman, { signal: never })).toMatchObject({ user: null, address: null });
  });
});
