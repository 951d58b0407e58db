import { existsSync, readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { realClock as clock } from "../../platform/clock.ts";
import { onSleep, sleptSoFar } from "../../platform/system-sleep.ts";
import { type Logind, logindPackages, startLogind } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";

interface Heard {
  /** Everything told so far, in order. */
  readonly said: string[];
  /** Settles when `what` has been told for the `times`th time. */
  told(what: string, times?: number): Promise<void>;
  /** Every `before` settles only when this is called. */
  finish(): void;
  stop(): Promise<void>;
}

function listen(env: Readonly<Record<string, string>>): Heard {
  const life = new AbortController();
  const said: string[] = [];
  const waiting = new Set<() => void>();
  const unfinished: (() => void)[] = [];
  const say = (what: string): void => {
    said.push(what);
    for (const look of [...waiting]) look();
  };
  const done = onSleep(
    {
      before() {
        say("before");
        return new Promise((resolve) => {
          unfinished.push(resolve);
        });
      },
      after: () => say("after"),
    },
    {
      host: { platform: "linux", uid: process.geteuid?.(), env },
      clock,
      signal: life.signal,
      who: "amt-agent",
      why: "test",
      onTrouble: (error) => say((error as { code?: string }).code ?? String(error)),
      onHeard: ({ delays }) => say(delays ? "held" : "not held"),
    },
  );
  return {
    said,
    told: (what, times = 1) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (said.filter((one) => one === what).length < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    finish: () => {
      for (const resolve of unfinished.splice(0)) resolve();
    },
    async stop() {
      life.abort();
      await done;
    },
  };
}
const manager = "org.freedesktop.login1.Manager";
const descriptors = (): number => readdirSync("/proc/self/fd").length;
const here = await needs(...logindPackages);

describe.runIf(here)("the system's sleep, with dbusmock's logind", () => {
  let logind: Logind;
  const open: Heard[] = [];
  const heard = async (): Promise<Heard> => {
    const one = listen(logind.env);
    open.push(one);
    await one.told("held");
    return one;
  };
  const inhibitors = async (wanted: RegExp): Promise<void> => {
    // Who gives one back is not told when logind has noticed
    while (!wanted.test(await logind.inhibitors()));
  };
  beforeAll(async () => {
    logind = await startLogind();
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.stop();
    await inhibitors(/^\(@a\(ssssuu\) \[\],\)$/);
  });
  afterAll(() => logind?.stop());

  it("is told, and holds the machine back until the listener is done", async () => {
    const { said, told, finish } = await heard();
    expect(await logind.inhibitors()).toContain("('sleep', 'amt-agent', 'test', 'delay'");
    await logind.announce(true);
    await told("before");
    expect(await logind.inhibitors()).toContain("'amt-agent'");
    finish();
    await inhibitors(/\[\]/);
    await logind.announce(false);
    await told("held", 2);
    expect(await logind.inhibitors()).toContain("'amt-agent'");
    expect(said).toEqual(["held", "before", "after", "held"]);
  });

  it("a sleep that ends before the listener is done ends all the same, and the next one is held back", async () => {
    const { said, told, finish } = await heard();
    await logind.announce(true);
    await logind.announce(false);
    await told("held", 2);
    expect(said).toEqual(["held", "before", "after", "held"]);
    finish();
    while ((await logind.inhibitors()).split("'amt-agent'").length !== 2);
    await logind.announce(true);
    await told("before", 2);
    finish();
    await inhibitors(/\[\]/);
  });

  it("a sleep that follows at once is not held up by the hold taken in between", async () => {
    const { said, told, finish } = await heard();
    await logind.announce(true, false, true);
    await told("held", 2);
    expect(said).toEqual(["held", "before", "after", "before", "held"]);
    expect(await logind.inhibitors()).toContain("'amt-agent'");
    finish();
    await inhibitors(/\[\]/);
    await logind.announce(false);
    await told("held", 3);
    expect(said.slice(5)).toEqual(["after", "held"]);
  });

  it("hears nothing from anybody else on the bus", async () => {
    const { said, told, finish } = await heard();
    await logind.forge(true);
    await logind.forge(false);
    await logind.announce(true);
    await told("before");
    expect(said).toEqual(["held", "before"]);
    await logind.forge(false);
    finish();
    await inhibitors(/\[\]/);
    await logind.announce(false);
    await told("held", 2);
    expect(said).toEqual(["held", "before", "after", "held"]);
  });

  it("goes on with a logind that started anew, and takes a sleep whose end nobody tells as over", async () => {
    const { said, told, finish } = await heard();
    await logind.stopLogind();
    await logind.startLogind();
    await told("held", 2);
    expect(await logind.inhibitors()).toContain("'amt-agent'");
    await logind.announce(true);
    await told("before");
    finish();
    await logind.stopLogind();
    await told("after");
    await logind.startLogind();
    await told("held", 3);
    expect(said).toEqual(["held", "held", "before", "after", "held"]);
  });

  it("goes on when the bus started anew, and says once that there was none", async () => {
    const { said, told, finish } = await heard();
    await logind.announce(true);
    await told("before");
    finish();
    await logind.stopBus();
    await told("DBUS_CONNECT");
    await logind.startBus();
    await told("held", 2);
    // A bus that is about to be there refuses in other words
    expect(said.slice(0, 5)).toEqual(["held", "before", "after", "DBUS_CLOSED", "DBUS_CONNECT"]);
    expect(said.slice(5)).toEqual(expect.arrayContaining(["held"]));
  });

  it("leaves no descriptor behind", async () => {
    const { told, finish, stop } = await heard();
    const before = descriptors();
    const mock = "org.freedesktop.DBus.Mock.AddMethod";
    const parcel = `self.EmitSignal("${manager}", "PrepareForSleep", "h", [dbus.types.UnixFd(0)])`;
    await logind.call("/org/freedesktop/login1", mock, manager, "Parcel", "", "", parcel);
    for (let i = 0; i < 5; i++) await logind.call("/org/freedesktop/login1", `${manager}.Parcel`);
    for (let i = 2; i < 12; i++) {
      await logind.announce(true);
      await told("before", i - 1);
      finish();
      await logind.announce(false);
      await told("held", i);
    }
    expect(descriptors()).toBe(before);
    await stop();
    // The connection and the hold
    while (descriptors() > before - 2) await new Promise((resolve) => setImmediate(resolve));
  });
});

describe("where nobody announces a sleep", () => {
  it("a system without a bus is said once, and ends at once when asked", async () => {
    const dir = folder();
    const one = listen({ DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${dir.in("none")}` });
    await one.told("DBUS_CONNECT");
    await one.stop();
    expect(one.said).toEqual(["DBUS_CONNECT"]);
    expect(existsSync(dir.in("none"))).toBe(false);
    dir.remove();
  });
  it("another system is told nothing", async () => {
    await onSleep(
      { before: () => Promise.reject(new Error("asked")), after: () => {} },
      {
        host: { platform: "win32", uid: undefined, env: {} },
        clock,
        signal: new AbortController().signal,
        who: "",
        why: "",
        onTrouble: () => {},
        onHeard: () => {},
      },
    );
  });
  it("a machine that does not sleep has slept no longer a moment later", () => {
    const before = sleptSoFar();
    expect(Math.abs(sleptSoFar() - before)).toBeLessThan(100);
  });
});
