import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { realClock as clock } from "../../platform/clock.ts";
import { isAtConsole } from "../../platform/console-user.ts";
import { type Logind, logindPackages, startLogind } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";

const never = new AbortController().signal;
const alice = 4001;
const bob = 4002;
const here = await needs(...logindPackages);

const ask = async (
  uid: number,
  env: Readonly<Record<string, string>>,
  platform: NodeJS.Platform = "linux",
): Promise<{ yes: boolean; trouble: unknown[] }> => {
  const trouble: unknown[] = [];
  const host = { platform, uid: process.geteuid?.(), env };
  const yes = await isAtConsole(uid, { host, clock, signal: never, onTrouble: (error) => trouble.push(error) });
  return { yes, trouble };
};

describe.runIf(here)("who is at the machine's own screen, with dbusmock's logind", () => {
  let logind: Logind;
  const path = "/org/freedesktop/login1";
  const yes = async (uid: number): Promise<boolean> => {
    const answer = await ask(uid, logind.env);
    expect(answer.trouble).toEqual([]);
    return answer.yes;
  };
  const add = (id: string, uid: number, { seat = "seat0", active = true } = {}): Promise<string> => {
    const session = [id, seat, String(uid), `user${uid}`, String(active)];
    return logind.call(path, "org.freedesktop.DBus.Mock.AddSession", ...session);
  };
  const set = (id: string, changes: string): Promise<string> =>
    logind.call(
      `${path}/session/${id}`,
      "org.freedesktop.DBus.Mock.UpdateProperties",
      "org.freedesktop.login1.Session",
      changes,
    );
  beforeAll(async () => {
    logind = await startLogind();
  });
  afterEach(async () => {
    await logind.stopLogind();
    await logind.startLogind();
  });
  afterAll(() => logind?.stop());

  it("the user of the active session on the seat, and nobody else", async () => {
    expect(await yes(alice)).toBe(false);
    await add("c1", alice);
    await add("c2", bob, { active: false });
    expect(await yes(alice)).toBe(true);
    expect(await yes(bob)).toBe(false);
    expect(await yes(0)).toBe(false);
  });

  it("is asked anew: users switch", async () => {
    await add("c1", alice);
    await add("c2", bob, { active: false });
    expect(await yes(alice)).toBe(true);
    await set("c1", "{'Active': <false>, 'State': <'online'>}");
    await set("c2", "{'Active': <true>, 'State': <'active'>}");
    expect(await yes(alice)).toBe(false);
    expect(await yes(bob)).toBe(true);
  });

  it.each([
    ["that came over the network", "{'Remote': <true>}"],
    ["of a login screen", "{'Class': <'greeter'>}"],
    ["that only runs in the background", "{'Class': <'background'>}"],
    ["that is not the active one", "{'Active': <false>}"],
    ["that is closing", "{'State': <'closing'>}"],
  ])("not by a session %s", async (_what, changes) => {
    await add("c1", alice);
    expect(await yes(alice)).toBe(true);
    await set("c1", changes);
    expect(await yes(alice)).toBe(false);
  });

  it("not by a session on another seat", async () => {
    await add("c1", alice, { seat: "seat1" });
    expect(await yes(alice)).toBe(false);
  });

  it("nobody while logind does not run, and the reason is told", async () => {
    await add("c1", alice);
    await logind.stopLogind();
    const { yes, trouble } = await ask(alice, logind.env);
    expect(yes).toBe(false);
    expect(trouble).toMatchObject([{ code: "DBUS_REPLY" }]);
  });
});

describe("where nobody knows who is at the screen", () => {
  it("nobody is: a system without a bus", async () => {
    const dir = folder();
    const { yes, trouble } = await ask(alice, { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${dir.in("none")}` });
    dir.remove();
    expect(yes).toBe(false);
    expect(trouble).toMatchObject([{ code: "DBUS_CONNECT" }]);
  });
  it("nobody is: another system", async () =>
    expect(await ask(alice, {}, "win32")).toEqual({ yes: false, trouble: [] }));
});
