import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startConfiguration } from "../../mei/amthi/provisioning.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { writePki } from "../../virtual-me/pki/write.ts";
import { bin, folder } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
const pki = dir.in("pki");
const owner = dir.in("owner");
const hook = fileURLToPath(new URL("../support/kill-at.cjs", import.meta.url));
beforeAll(() => {
  writePki({ directory: pki, domain: "example.com" });
  writeFileSync(owner, `${virtualPassword}\n`, { mode: 0o600 });
});
afterAll(() => dir.remove());

const pfx = ["--pfx", join(pki, "provisioning.pfx"), "--pfx-password-file", join(pki, "password")];
const byOwner = ["--password-file", owner];
interface Case {
  readonly machine: string;
  readonly words: readonly string[];
  readonly mode: string;
  /** As AMT stands before, and after an operation that was taken back. */
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
}
const nobody = ["none", "pre"] as const;
const client = ["client", "post"] as const;
const admin = ["admin", "post"] as const;
const activate = (machine: string, mode: "client" | "admin"): Case => ({
  machine,
  words: ["activate", ...(mode === "client" ? ["--ccm"] : ["--acm", ...pfx]), "--generate-password"],
  mode,
  from: nobody,
  to: mode === "client" ? client : admin,
});
const cases: Readonly<Record<string, Case>> = {
  client: activate("unprovisioned-11", "client"),
  "client over TLS": activate("unprovisioned-19", "client"),
  admin: activate("unprovisioned-11", "admin"),
  "admin, secure": activate("unprovisioned-19", "admin"),
  upgrade: { machine: "ccm-12", words: ["upgrade", ...pfx, ...byOwner], mode: "admin", from: client, to: admin },
  deactivate: { machine: "ccm-12", words: ["deactivate"], mode: "none", from: client, to: nobody },
  "deactivate, admin": { machine: "acm-15", words: ["deactivate", ...byOwner], mode: "none", from: admin, to: nobody },
  "deactivate, partly": {
    machine: "acm-15",
    words: ["deactivate", "--partial", ...byOwner],
    mode: "none",
    from: admin,
    to: nobody,
  },
  "stop-configuration": {
    machine: "unprovisioned-11",
    words: ["stop-configuration"],
    mode: "none",
    from: ["none", "in"],
    to: nobody,
  },
};

interface Bench {
  readonly me: Served;
  readonly home: string;
  /** Runs the program as it is shipped; with `killAt` it is killed there. */
  run(killAt?: string): Promise<{ code: number | null; signal: NodeJS.Signals | null; said: string }>;
  journal(): readonly string[];
  stands(): readonly [string, string];
  /** Is the password that AMT has in one of the places where its owner looks? */
  isPasswordKnown(): boolean;
}
let runs = 0;
async function bench({ machine, words, from }: Case): Promise<Bench> {
  const me = await served(machine);
  if (from[1] === "in") await begin(me);
  const home = dir.in(`run-${++runs}`);
  mkdirSync(home, { mode: 0o700 });
  const { world } = me.me;
  const journal = join(home, "provisioning.journal");
  return {
    me,
    home,
    run: (killAt) => program([...words, "--mei", `socket:${me.path}`, "--admin-dir", home], killAt),
    journal: () => (existsSync(journal) ? readFileSync(journal, "utf8").trimEnd().split("\n") : []),
    stands: () => [world.controlMode, world.provisioning],
    isPasswordKnown() {
      const has = world.accounts.get("admin")?.digest.reveal();
      if (has === undefined) return true;
      const kept = join(home, "passwords");
      const known = [virtualPassword, ...(existsSync(kept) ? readdirSync(kept) : []).map((name) => firstLine(join(kept, name)))];
      return known.some((one) => passwordDigest("admin", digestRealm(me.me.machine), one).reveal() === has);
    },
  };
}
const firstLine = (path: string): string => readFileSync(path, "utf8").split("\n", 1)[0] ?? "";

async function begin({ me }: Served): Promise<void> {
  const { virtualDriver } = await import("../../virtual-me/driver.ts");
  const { openSession } = await import("../../mei/session.ts");
  const { realClock } = await import("../../platform/clock.ts");
  const driver = virtualDriver(me);
  const session = openSession(driver, startConfiguration.client, { clock: realClock });
  await startConfiguration.call(session, {}, { signal: new AbortController().signal });
  await session.close();
  await driver.close();
}

function program(words: readonly string[], killAt?: string): ReturnType<Bench["run"]> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AMT_AGENT_|NODE_OPTIONS)/.test(name)));
  const env = { ...clean, ...(killAt !== undefined && { AMT_AGENT_TEST_KILL_AT: killAt }) };
  const node = killAt === undefined ? [] : ["--require", hook];
  const child = spawn(process.execPath, [...node, bin, ...words], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => {
      said += part;
    });
  return new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal, said })));
}

describe.each(Object.entries(cases))("%s", (_, one) => {
  test("killed before and after every entry of its journal, the next run completes it; AMT and its password are in order in between", async () => {
    const whole = await bench(one);
    const ended = await whole.run();
    expect(ended).toMatchObject({ code: 0 });
    expect(whole.stands()).toEqual(one.to);
    expect(whole.isPasswordKnown()).toBe(true);
    const entries = whole.journal();
    await whole.me.stop();
    expect(entries.length).toBeGreaterThanOrEqual(4);

    const points = entries.flatMap((entry, index) => [`${index}:before`, `${index}:after`].map((at) => ({ at, entry })));
    const pass = async ({ at, entry }: { at: string; entry: string }): Promise<void> => {
      const killed = await bench(one);
      try {
        expect(await killed.run(at), at).toMatchObject({ signal: "SIGKILL" });
        expect(killed.isPasswordKnown(), `${at} ${entry}: the password`).toBe(true);
        const next = await killed.run();
        // A deactivation that was carried out and not noted down is found done; the same goes for all others
        expect(next, `${at} ${entry}`).toMatchObject({ code: killed.stands()[0] === one.to[0] ? expect.any(Number) : 0 });
        expect(killed.stands(), `${at} ${entry} ${next.said}`).toEqual(one.to);
        expect(next.code === 0 || /MODE_|already|not set up|No configuration/.test(next.said), next.said).toBe(true);
        expect(killed.isPasswordKnown(), `${at} ${entry}: the password afterwards`).toBe(true);
      } finally {
        await killed.me.stop();
      }
    };
    const waiting = [...points];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await pass(next);
    };
    await Promise.all([worker(), worker(), worker()]);
  }, 300_000);
});
