import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { bin, folder, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
const hook = fileURLToPath(new URL("../support/kill-at.cjs", import.meta.url));
afterAll(() => dir.remove());
let me: Served | undefined;
afterEach(async () => {
  await me?.stop();
  me = undefined;
});
let count = 0;
async function start(machine: string): Promise<{ me: Served; home: string }> {
  me = await served(machine);
  const home = dir.in(`home-${++count}`);
  mkdirSync(home, { mode: 0o700 });
  return { me, home };
}

/** `activate --ccm`, with a signal to itself at an entry of its journal. The shell allows cores as large as they like. */
function activate({ me, home }: { me: Served; home: string }, at: string, admin = home) {
  const words = [
    "activate",
    "--ccm",
    "--generate-password",
    "--mei",
    `socket:${me.path}`,
    "--admin-dir",
    admin,
    "--json",
  ];
  const env = { ...process.env, AMT_AGENT_TEST_KILL_AT: at };
  const line = [
    "-c",
    'ulimit -c unlimited 2>/dev/null; exec "$@"',
    "sh",
    process.execPath,
    "--require",
    hook,
    bin,
    ...words,
  ];
  const child = spawn("/bin/sh", line, { env, cwd: home, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let limits = "";
  child.stderr.resume();
  child.stdout.on("data", (part: Buffer) => {
    said += part;
    if (limits === "" && existsSync(`/proc/${child.pid}/limits`))
      limits = readFileSync(`/proc/${child.pid}/limits`, "utf8");
  });
  return new Promise<{ code: number | null; signal: string | null; said: string; limits: string }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal, said, limits })),
  );
}
const journalIn = (home: string): string => readFileSync(join(home, "provisioning.journal"), "utf8");

test("Ctrl-C before a step that counts ends it there: AMT is as before, and no password is left over", async () => {
  const at = await start("unprovisioned-11");
  // 0 begin, 1 and 2 keep, 3 before realm
  expect(await activate(at, "3:after:SIGINT")).toMatchObject({ code: exits.interrupted[0] });
  expect(at.me.me.world).toMatchObject({ controlMode: "none", provisioning: "pre" });
  expect(readdirSync(join(at.home, "passwords"))).toEqual([]);
  expect(journalIn(at.home)).toContain('{"entry":"end","outcome":"undone"}');
  expect(at.me.me.counts.of("IPS_HostBasedSetupService.Setup")).toBe(0);
});

test("Ctrl-C in a step that counts: it goes to its end", async () => {
  const at = await start("unprovisioned-11");
  const { code, said } = await activate(at, "5:after:SIGINT"); // before setup
  expect([code, said]).toEqual([0, expect.stringContaining('"outcome":"done"')]);
  expect(at.me.me.world).toMatchObject({ controlMode: "client", provisioning: "post" });
});

test("SIGABRT leaves no core, whatever the shell allows", async () => {
  const at = await start("unprovisioned-11");
  const { signal, limits } = await activate(at, "5:after:SIGABRT");
  expect(signal).toBe("SIGABRT");
  expect(limits).toMatch(/Max core file size\s+0\s+0/);
  expect(readdirSync(at.home).filter((name) => name.startsWith("core"))).toEqual([]);
});

test("a service that finds an operation interrupted takes it back at its start", async () => {
  const at = await start("unprovisioned-19");
  const state = join(at.home, "state");
  // Set up and not committed: what a power cut would leave of the service's own operation
  expect(await activate(at, "7:after", state)).toMatchObject({ signal: "SIGKILL" });
  expect(journalIn(state)).toContain('{"entry":"before","step":"commit"}');
  expect(at.me.me.world).toMatchObject({ controlMode: "client", provisioning: "in" });
  const running = await service(`socket:${at.me.path}`, { in: (name) => join(at.home, name) });
  try {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (running.said().includes("the interrupted operation has ended")) resolve();
      };
      running.child.stderr?.on("data", look);
      look();
    });
    expect(at.me.me.world).toMatchObject({ controlMode: "none", provisioning: "pre" });
    expect(journalIn(state)).toContain('{"entry":"end","outcome":"undone"}');
  } finally {
    await running.stop();
  }
});
