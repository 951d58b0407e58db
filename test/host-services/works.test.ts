import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clockWork } from "../../agent/host-services/clock.ts";
import { nameWork, wholeName } from "../../agent/host-services/name.ts";
import { openMe } from "../../agent/me.ts";
import { timeSynchronizationService } from "../../mei/wsman/resources/clock.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

const { signal } = new AbortController();
let machine: ConfiguredMachine;
beforeEach(async () => {
  machine = await configuredMachine("acm-15");
});
afterEach(() => machine.close());
const managed = async () => (await machine.me.web()).manageability.managed;

describe("the clock", () => {
  const work = (now = (): Date => new Date()) => clockWork({ open: (use) => use(machine.reach.wsman), clock: { now } });

  test("that is 40 s off is set by this PC's and read back; one that is 20 s off is left", async () => {
    const me = await managed();
    me.setTime(new Date(Date.now() - 20_000));
    expect(await work().carryOut({ signal })).toMatchObject({ is: "right", changed: undefined });
    me.setTime(new Date(Date.now() - 40_000));
    const came = await work().carryOut({ signal });
    expect(came).toMatchObject({ is: "right", changed: expect.stringMatching(/^20/) });
    expect(Math.abs(me.now().getTime() - Date.now())).toBeLessThan(5_000);
    expect(machine.writes()).toContain("SetHighAccuracyTimeSynch");
  });

  test("is left alone where its owner has switched that off", async () => {
    const settings = await machine.reach.wsman.get(timeSynchronizationService, { signal });
    const off = { ...settings, LocalTimeSyncEnabled: "disabled" as const };
    await machine.reach.wsman.put(timeSynchronizationService, off, { signal });
    (await managed()).setTime(new Date("2020-01-01T00:00:00Z"));
    expect(await work().carryOut({ signal })).toMatchObject({ is: "refused" });
    expect((await managed()).now().getUTCFullYear()).toBe(2020);
  });

  test("gets no time from a PC that does not know it", async () => {
    const came = await work(() => new Date("1970-01-02T00:00:00Z")).carryOut({ signal });
    expect(came).toEqual({ is: "failing", code: "HOST_CLOCK_WRONG" });
    expect(machine.writes()).toEqual([]);
  });
});

describe("the name", () => {
  const work = (name: string, dnsSuffix: string | null = null) => {
    const me = openMe(virtualDriver(machine.me), { clock: realClock });
    return {
      me,
      carryOut: () => nameWork({ me, network: () => ({ name, dnsSuffix }) }).carryOut({ signal }),
    };
  };
  const fqdn = async (): Promise<string> => (await managed()).world.fqdn;

  test("is told where it differs, and read back; the same name is not told again", async () => {
    const { me, carryOut } = work("pc-17", "example.net");
    expect(await carryOut()).toEqual({ is: "right", value: "pc-17.example.net", changed: "optiplex.example.com" });
    expect(await carryOut()).toEqual({ is: "right", value: "pc-17.example.net", changed: undefined });
    expect(await fqdn()).toBe("pc-17.example.net");
    await me.close();
  });

  test("is left alone where AMT has one for itself", async () => {
    (await managed()).world.naming.shared = false;
    const { me, carryOut } = work("pc-17");
    expect(await carryOut()).toEqual({ is: "refused", value: "optiplex.example.com" });
    expect(await fqdn()).toBe("optiplex.example.com");
    await me.close();
  });

  test("that no other machine could use is none", async () => {
    const { me, carryOut } = work("localhost");
    expect(await carryOut()).toEqual({ is: "failing", code: "HOST_NAME_NONE" });
    await me.close();
    const name = (given: string, dnsSuffix: string | null = null) => wholeName({ name: given, dnsSuffix });
    expect([name("pc"), name("pc", "a.b"), name("pc.x.y", "a.b"), name("pc", "a.b."), name("pc", ".")]).toEqual([
      "pc",
      "pc.a.b",
      "pc.x.y",
      "pc.a.b",
      "pc",
    ]);
    for (const bad of ["", "localhost.localdomain", "-pc", "pc_1", "p c", "a..b", `${"x".repeat(64)}`, "pc\u0000"])
      expect([bad, name(bad)]).toEqual([bad, undefined]);
  });
});
