import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openJournal } from "../../agent/provisioning/journal.ts";
import { keptPassword } from "../../agent/provisioning/keeper.ts";
import type { Facts } from "../../agent/provisioning/look.ts";
import { strongPassword } from "../../agent/provisioning/password.ts";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { startConfiguration } from "../../mei/amthi/provisioning.ts";
import { codeOf } from "../../mei/errors.ts";
import { openSession } from "../../mei/session.ts";
import { realClock } from "../../platform/clock.ts";
import { ownDirectory } from "../../platform/kept-file.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { writePki } from "../../virtual-me/pki/write.ts";
import { bin, folder } from "../support/program.ts";
import { chainOfKind, factoryPassword, operateOn, upgradeBy } from "../support/provisioning.ts";
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
  /** The same for `operate`. */
  readonly wish: (home: string, machine: string) => Wish;
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
  wish: (home, uuid) => ({
    kind: "activate",
    mode,
    password: keptPassword(strongPassword(), {
      how: "file",
      out: undefined,
      directory: join(home, "passwords"),
      escrow: [],
      machine: `again-${uuid}`,
      clock: realClock,
      signal: new AbortController().signal,
    }),
    ...(mode === "admin" && { chain: chainOfKind("provisioning") }),
  }),
  from: nobody,
  to: mode === "client" ? client : admin,
});
const cases: Readonly<Record<string, Case>> = {
  client: activate("unprovisioned-11", "client"),
  "client over TLS": activate("unprovisioned-19", "client"),
  admin: activate("unprovisioned-11", "admin"),
  "admin, secure": activate("unprovisioned-19", "admin"),
  upgrade: {
    machine: "ccm-12",
    words: ["upgrade", ...pfx, ...byOwner],
    wish: () => upgradeBy(factoryPassword),
    from: client,
    to: admin,
  },
  deactivate: {
    machine: "ccm-12",
    words: ["deactivate"],
    wish: () => ({ kind: "deactivate", partial: false }),
    from: client,
    to: nobody,
  },
  "deactivate, admin": {
    machine: "acm-15",
    words: ["deactivate", ...byOwner],
    wish: () => ({ kind: "deactivate", partial: false, password: factoryPassword }),
    from: admin,
    to: nobody,
  },
  "deactivate, partly": {
    machine: "acm-15",
    words: ["deactivate", "--partial", ...byOwner],
    wish: () => ({ kind: "deactivate", partial: true, password: factoryPassword }),
    from: admin,
    to: nobody,
  },
  "stop-configuration": {
    machine: "unprovisioned-11",
    words: ["stop-configuration"],
    wish: () => ({ kind: "stop-configuration" }),
    from: ["none", "in"],
    to: nobody,
  },
};

interface Bench {
  readonly me: Served;
  readonly home: string;
  /** The same operation again, in this process, which is faster. Gives the outcome, or the code of the error. */
  again(): Promise<string>;
  /** Runs the program as it is shipped; with `killAt` it is killed there. */
  run(killAt?: string): Promise<{ code: number | null; signal: NodeJS.Signals | null; said: string }>;
  journal(): readonly string[];
  stands(): readonly [string, string];
  /** Is the password that AMT has in one of the places where its owner looks? */
  isPasswordKnown(): boolean;
}
let runs = 0;
async function bench({ machine, words, from, wish }: Case): Promise<Bench> {
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
    async again() {
      const journal = openJournal(ownDirectory(home));
      const options = { journal, onProgress: () => {}, signal: new AbortController().signal };
      const make = (facts: Facts): Wish => wish(home, facts.uuid);
      return operateOn(virtualDriver(me.me), { kind: wish(home, "").kind, make }, options).then(
        ({ outcome }) => outcome,
        codeOf,
      );
    },
    journal: () => (existsSync(journal) ? readFileSync(journal, "utf8").trimEnd().split("\n") : []),
    stands: () => [world.controlMode, world.provisioning],
    isPasswordKnown() {
      const has = world.accounts.get("admin")?.digest.reveal();
      if (has === undefined) return true;
      const kept = join(home, "passwords");
      const known = [
        virtualPassword,
        ...(existsSync(kept) ? readdirSync(kept) : []).map((name) => firstLine(join(kept, name))),
      ];
      return known.some((one) => passwordDigest("admin", digestRealm(me.me.machine), one).reveal() === has);
    },
  };
}
const firstLine = (path: string): string => readFileSync(path, "utf8").split("\n", 1)[0] ?? "";

async function begin({ me }: Served): Promise<void> {
  const driver = virtualDriver(me);
  const session = openSession(driver, startConfiguration.client, { clock: realClock });
  await startConfiguration.call(session, {}, { signal: new AbortController().signal });
  await session.close();
  await driver.close();
}

function program(words: readonly string[], killAt?: string): ReturnType<Bench["run"]> {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AMT_AGENT_|NODE_OPTIONS)/.test(name)),
  );
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

    // For each step: before it, after it with nothing noted, and after that is noted. Between two steps nothing happens
    const points = entries.flatMap((entry, index) => [
      ...(entry.includes('"after"') ? [{ at: `${index}:before`, entry }] : []),
      { at: `${index}:after`, entry },
    ]);
    const pass = async ({ at, entry }: { at: string; entry: string }): Promise<void> => {
      const killed = await bench(one);
      try {
        expect(await killed.run(at), at).toMatchObject({ signal: "SIGKILL" });
        expect(killed.isPasswordKnown(), `${at} ${entry}: the password`).toBe(true);
        const next = await killed.again();
        // An operation whose end is noted down is not begun again: AMT is there already
        if (entry.includes('"end"')) expect(next).toMatch(/^MODE_/);
        else expect(next, `${at} ${entry}`).toBe("done");
        expect(killed.stands(), `${at} ${entry} ${next}`).toEqual(one.to);
        expect(killed.isPasswordKnown(), `${at} ${entry}: the password afterwards`).toBe(true);
        expect(killed.journal().at(-1)).toContain('"end"');
      } finally {
        await killed.me.stop();
      }
    };
    const waiting = [...points];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await pass(next);
    };
    await Promise.all([worker(), worker()]);
  }, 600_000);
});
