import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { readKept } from "../../agent/provisioning/keeper.ts";
import { realClock } from "../../platform/clock.ts";
import { digestRealm, passwordDigest } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, bin, type Ended, folder, type Json } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
afterAll(() => dir.remove());
const password = "Given-Pass 1\\\"'&<";

let me: Served;
let home: string;
let count = 0;
beforeEach(async () => {
  me = await served("unprovisioned-11");
  home = dir.in(`home-${++count}`);
  mkdirSync(home, { mode: 0o700 });
});
afterEach(() => me.stop());
const at = (...words: string[]) => [...words, "--mei", `socket:${me.path}`, "--admin-dir", home];
const set = () => me.me.world.accounts.get("admin")?.digest.reveal();
const digest = (text: string) => passwordDigest("admin", digestRealm(me.me.machine), text).reveal();
const last = ({ stdout }: Ended): Json => JSON.parse(stdout.trim().split("\n").at(-1) ?? "");

describe("--password-fd", () => {
  /** The program with this descriptor as its third, as a shell's `3<` gives it. */
  const withThird = (descriptor: number, words: readonly string[]): Promise<number | null> =>
    new Promise((resolve) =>
      spawn(process.execPath, [bin, ...words], { stdio: ["ignore", "ignore", "ignore", descriptor] }).once(
        "close",
        resolve,
      ),
    );
  test.each([
    ["alone", password],
    ["with its line's end", `${password}\n`],
    ["with that of Windows, and more behind it", `${password}\r\nsecond line\n`],
  ])("a file, %s", async (_, content) => {
    writeFileSync(dir.in("fd"), content);
    const file = openSync(dir.in("fd"), "r");
    try {
      expect(await withThird(file, at("activate", "--ccm", "--password-fd", "3"))).toBe(0);
    } finally {
      closeSync(file);
    }
    expect(set()).toBe(digest(password));
  });
  test("what another program writes, in parts and when it comes to it", async () => {
    const child = spawn(process.execPath, [bin, ...at("activate", "--ccm", "--password-fd", "3")], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    const pipe = child.stdio[3] as NodeJS.WritableStream;
    await new Promise((resolve) => pipe.write(password.slice(0, 5), resolve));
    await new Promise((resolve) => setImmediate(resolve));
    pipe.end(`${password.slice(5)}\n`);
    expect([await ended, set()]).toEqual([0, digest(password)]);
  });
  test("standard input", async () => {
    const { code } = await amtAgent(at("activate", "--ccm", "--password-fd", "0"), { input: `${password}\n` });
    expect([code, set()]).toEqual([0, digest(password)]);
  });
  test.each([
    ["none that is open", "77", /cannot be read/],
    ["no number", "x", /number of an open descriptor/],
  ])("%s is refused, and nothing sent", async (_, descriptor, said) => {
    const { code, stderr } = await amtAgent(at("activate", "--ccm", "--password-fd", descriptor));
    expect([code, stderr, me.me.counts.of("http")]).toEqual([exits.usage[0], expect.stringMatching(said), 0]);
  });
  test("a file named beside it is one too many", async () => {
    const words = ["activate", "--ccm", "--password-fd", "0", "--password-file", dir.in("fd"), "--json"];
    expect(last(await amtAgent(at(...words), { input: password })).error.code).toBe("CONFIG_INVALID");
  });
});

describe.runIf(await needs("bsdutils"))("at a terminal a new password is asked for twice", () => {
  /** Somebody who types each answer when the question has come. */
  async function typed(answers: readonly (readonly [RegExp, string])[]) {
    const command = [process.execPath, bin, ...at("activate", "--ccm")].map((word) => `'${word}'`).join(" ");
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("AMT_AGENT_")));
    Object.assign(env, { NO_COLOR: "1", AMT_AGENT_SOCKET: "/nonexistent/agent.sock", AMT_AGENT_LMS_LISTEN: "off" });
    const child = spawn("script", ["-q", "-e", "-c", command, "/dev/null"], { env });
    const left = [...answers];
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (left[0]?.[0].test(said)) child.stdin.write(left.shift()?.[1] ?? "");
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, said };
  }
  const [first, again] = [/New password of AMT's administrator: /, /The same again: /];

  test("typed twice alike it is taken, and never shown", async () => {
    const { code, said } = await typed([
      [first, `${password}\r`],
      [again, `${password}\r`],
    ]);
    expect([code, set()]).toEqual([0, digest(password)]);
    expect(said).not.toContain(password.slice(0, 5));
  });
  test("typed differently, nothing is sent", async () => {
    const { code, said } = await typed([
      [first, `${password}\r`],
      [again, `${password}x\r`],
    ]);
    expect([code, said]).toEqual([exits.usage[0], expect.stringContaining("twice alike")]);
    expect([set(), me.me.counts.of("http")]).toEqual([undefined, 0]);
  });
  test("a weak one is refused before it is asked for again", async () => {
    const { code, said } = await typed([[first, "weak\r"]]);
    expect([code, said]).toEqual([exits.unfit[0], expect.stringContaining("needs 8 to 32 characters")]);
    expect(said).not.toMatch(again);
  });
});

describe.runIf((await needs("systemd")) && process.getuid?.() === 0)("systemd-creds", () => {
  const systemdCreds = "/usr/bin/systemd-creds";
  test("seals it for this machine, under the name that its owner is told; it is found again after a crash", async () => {
    const out = dir.in(`sealed-${count}`);
    const words = at("activate", "--ccm", "--generate-password", "--keep", "systemd-creds", "--password-out", out);
    const result = last(await amtAgent([...words, "--json"]));
    expect(result).toMatchObject({ event: "result", outcome: "done", password: `systemd-creds:${out}` });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const opened = execFileSync(systemdCreds, ["decrypt", "--name=amt-password", out, "-"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(set()).toBe(digest(opened));
    expect(readFileSync(out, "latin1")).not.toContain(opened);
    const { signal } = new AbortController();
    expect((await readKept(result.password, { clock: realClock, signal }))?.reveal()).toBe(opened);
    // Under another name it is not given out
    const other = () => execFileSync(systemdCreds, ["decrypt", "--name=other", out, "-"], { stdio: "ignore" });
    expect(other).toThrow();
  });
  test("a place of its own is found for it; the file of an operation that failed is gone", async () => {
    me.me.faults.add({ client: "web", kind: "resetBefore", at: "IPS_HostBasedSetupService.Setup" });
    const words = at("activate", "--ccm", "--generate-password", "--keep", "systemd-creds");
    expect((await amtAgent(words)).code).not.toBe(0);
    expect([readdirSync(`${home}/passwords`), set()]).toEqual([[], undefined]);
    const { code, stdout } = await amtAgent(words);
    const [name = ""] = readdirSync(`${home}/passwords`);
    expect([code, name, stdout]).toEqual([
      0,
      expect.stringMatching(/\.cred$/),
      expect.stringContaining("systemd-creds decrypt --name=amt-password"),
    ]);
  });
});
