import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { commandHealth } from "../../agent/presence/command-health.ts";
import { openLeases } from "../../agent/presence/leases.ts";
import { healthOf } from "../../agent/presence/open.ts";
import { realClock as clock } from "../../platform/clock.ts";

const { signal } = new AbortController();

describe("a command", () => {
  const ask = (...command: string[]) => commandHealth(command, { ms: 60_000, clock, signal });
  test("is well with status 0 alone", async () => {
    expect(await ask("/bin/true")).toBe("up");
    expect(await ask("/bin/false")).toBe("down");
    expect(await ask("/nonexistent/program")).toBe("down");
    expect(await ask("/bin/sh", "-c", "kill -9 $$")).toBe("down");
  });
  test("gets its words as they are, and nothing of the service's environment", async () => {
    process.env.AMT_AGENT_TEST_SECRET = "x";
    expect(await ask("/bin/sh", "-c", '[ "$1" = "a b;c" ] && [ -z "$AMT_AGENT_TEST_SECRET" ]', "sh", "a b;c")).toBe(
      "up",
    );
    delete process.env.AMT_AGENT_TEST_SECRET;
  });
  test("that takes too long, or is waited for no longer, is killed", async () => {
    expect(await commandHealth(["/bin/sleep", "600"], { ms: 1, clock, signal })).toBe("down");
    const over = new AbortController();
    const asked = commandHealth(["/bin/sleep", "600"], { ms: 600_000, clock, signal: over.signal });
    over.abort();
    expect(await asked).toBe("down");
    expect(execFileSync("/bin/sh", ["-c", `ps --ppid ${process.pid} -o args= || true`]).toString()).not.toContain(
      "sleep 600",
    );
  });
});

describe("a lease", () => {
  const peer = (uid: number, pid = 1) => ({ pid, uid, gid: uid });
  const program = new Map([
    [1, "/usr/bin/kiosk"],
    [2, "/usr/bin/other"],
  ]);
  const open = (executable?: string) =>
    openLeases(new Map([["kiosk", { uid: 1000, executable }]]), { executableOf: (pid) => program.get(pid) });

  test("is for the user whom the configuration names, and for nobody else, root included", () => {
    const leases = open();
    expect(leases.take("other", peer(1000))).toBe("unknown");
    for (const stranger of [peer(1001), peer(0), undefined]) {
      expect(leases.take("kiosk", stranger)).toBe("not-yours");
      expect(leases.end("kiosk", stranger)).toBe(false);
    }
    expect(leases.take("kiosk", peer(1000))).toHaveProperty("release");
    expect(leases.take("kiosk", peer(1000))).toBe("taken");
  });
  test("can be for one program, where the service can see which it is", () => {
    expect(open("/usr/bin/kiosk").take("kiosk", peer(1000, 1))).toHaveProperty("release");
    expect(open("/usr/bin/kiosk").take("kiosk", peer(1000, 2))).toBe("program-wrong");
    expect(open("/usr/bin/kiosk").take("kiosk", peer(1000, 3))).toBe("program-hidden");
  });
  test("is health while it is held; gone is a crash, unless its end was told", () => {
    const leases = open();
    const said: string[] = [];
    leases.follow("kiosk", (health) => said.push(health));
    const take = () => {
      const taken = leases.take("kiosk", peer(1000));
      if (typeof taken === "string") throw new Error(taken);
      return taken;
    };
    take().release("down");
    const second = take();
    expect(leases.end("kiosk", peer(1000))).toBe(true);
    second.release("down"); // its connection closes afterwards
    expect(said).toEqual(["down", "up", "down", "up", "ended"]);
    expect(leases.end("kiosk", peer(1000))).toBe(false);
  });
});

test("a unit is well while it is active, ended when it is inactive, and else not well", () => {
  expect(["active", "reloading", "inactive", "failed", "activating", "deactivating", undefined].map(healthOf)).toEqual([
    ...["up", "up", "ended", "down", "down", "down", "down"],
  ]);
});
