import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { pfxPassword, writePki } from "../../virtual-me/pki/write.ts";
import { amtAgent, bin, folder, type Json, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
const everyCharacter = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join("");
const pki = dir.in("pki");
const pfx = ["--pfx", join(pki, "provisioning.pfx"), "--pfx-password-file", join(pki, "password")];
let count = 0;
const fileWith = (text: string): string => {
  const path = dir.in(`secret-${++count}`);
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return path;
};
beforeAll(() => void writePki({ directory: pki, domain: "example.com" }));
afterAll(() => dir.remove());

let me: Served;
let home: string;
const start = async (machine: string) => {
  me = await served(machine);
  home = dir.in(`home-${++count}`);
  mkdirSync(home, { mode: 0o700 });
};
afterEach(() => me?.stop());
const run = (words: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  amtAgent([...words, "--mei", `socket:${me.path}`, "--admin-dir", home], { env });
const has = (password: string): boolean =>
  me.me.world.accounts.get("admin")?.digest.reveal() ===
  passwordDigest("admin", digestRealm(me.me.machine), password).reveal();
const lines = (text: string): Json[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);

describe("passwords", () => {
  test("with every printable character, in pieces that AMT takes, go from file to AMT as they are", async () => {
    for (const piece of everyCharacter.match(/.{1,24}/gs) ?? []) {
      const password = `Aa1!${piece}`;
      await start("unprovisioned-11");
      const { code, stderr } = await run(["activate", "--ccm", "--password-file", fileWith(password)]);
      expect([code, stderr]).toEqual([0, ""]);
      expect(has(password), password).toBe(true);
      await me.stop();
    }
    await start("unprovisioned-11");
  });

  test("a generated one is in a file of its owner alone before AMT has it; another is not overwritten", async () => {
    await start("unprovisioned-11");
    const out = dir.in("kept");
    const words = ["activate", "--ccm", "--generate-password", "--password-out", out];
    const first = await run([...words, "--json"]);
    expect(lines(first.stdout).at(-1)).toMatchObject({
      event: "result",
      outcome: "done",
      password: `file:${out}`,
      confirmed: true,
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(has(readFileSync(out, "utf8").trimEnd())).toBe(true);
    const again = await run([...words, "--json"]);
    expect(again.code).toBe(exits.unfit[0]);
    expect(lines(again.stdout).at(-1).error.code).toBe("PASSWORD_FILE_EXISTS");
  });

  test("a place where others could write is refused, and nothing is sent", async () => {
    await start("unprovisioned-11");
    const open = dir.in("open");
    mkdirSync(open);
    chmodSync(open, 0o777);
    const { code, stderr } = await run(["activate", "--ccm", "--generate-password", "--password-out", join(open, "p")]);
    expect(code).toBe(exits.usage[0]);
    expect(stderr).toContain("may be written by others");
    expect(me.me.counts.of("http")).toBe(0);
  });

  test("an escrow program gets it on standard input; if it fails, nothing is sent and nothing stays", async () => {
    await start("unprovisioned-11");
    const got = dir.in("got");
    const program = dir.in("escrow");
    const write = (end: string) =>
      writeFileSync(program, `#!/bin/sh\n/bin/cat > ${got}\n/usr/bin/env >> ${got}\nexit ${end}\n`, { mode: 0o700 });
    const words = ["activate", "--ccm", "--generate-password", "--keep", "escrow", "--json"];
    write("1");
    const failed = await run(words, { AMT_AGENT_PROVISIONING_ESCROW: program, SOMETHING: "of ours" });
    expect(lines(failed.stdout).at(-1).error.code).toBe("PASSWORD_NOT_KEPT");
    expect(me.me.counts.of("http")).toBe(0);
    write("0");
    const { code } = await run(words, { AMT_AGENT_PROVISIONING_ESCROW: program, SOMETHING: "of ours" });
    expect(code).toBe(0);
    const [document = "", ...env] = readFileSync(got, "utf8").split("\n");
    expect(has(JSON.parse(document).password)).toBe(true);
    expect(env.join(" ")).not.toMatch(/SOMETHING|AMT_AGENT/);
  });
});

describe("secrets", () => {
  test("are in no argument, environment, output or file but their own", async () => {
    await start("unprovisioned-11");
    const planted = "Planted-Pass-77";
    const seen: string[] = [];
    const words = [
      "activate",
      "--acm",
      ...pfx,
      "--password-file",
      fileWith(planted),
      "--json",
      "--mei",
      `socket:${me.path}`,
      "--admin-dir",
      home,
    ];
    const child = spawn(process.execPath, [bin, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part: Buffer) => {
        seen.push(String(part));
        for (const name of ["cmdline", "environ"])
          if (existsSync(`/proc/${child.pid}/${name}`)) seen.push(readSafely(`/proc/${child.pid}/${name}`));
      });
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    expect(has(planted)).toBe(true);
    for (const name of readdirSync(home))
      if (statSync(join(home, name)).isFile()) seen.push(readFileSync(join(home, name), "utf8"));
    const digest = passwordDigest("admin", digestRealm(me.me.machine), planted).reveal();
    for (const secret of [planted, pfxPassword, digest, "PRIVATE KEY", me.me.world.localAccount.password.reveal()])
      expect(seen.join("\n").includes(secret), secret).toBe(false);
  });
});
const readSafely = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // not dumpable, or gone: nobody else can read it either
  }
};

describe("with the service", () => {
  let running: Running;
  const at = { in: (name: string) => join(home, name) };
  const asked = (words: readonly string[]) =>
    amtAgent([...words, "--socket", at.in("agent.sock"), "--admin-dir", at.in("admin")]);
  const begin = async (machine: string) => {
    await start(machine);
    running = await service(`socket:${me.path}`, at);
  };
  afterEach(() => running?.stop());

  test("it carries the operations out, and tells the same; secrets are not in its journal or log", async () => {
    await begin("unprovisioned-11");
    const set = await asked(["activate", "--ccm", "--generate-password", "--json"]);
    expect([set.code, set.stderr]).toEqual([0, ""]);
    const events = lines(set.stdout);
    expect(events[0]).toMatchObject({ event: "plan", plan: "client" });
    const result = events.at(-1);
    expect(result).toMatchObject({ event: "result", outcome: "done", controlMode: "client", confirmed: true });
    const password = readFileSync(result.password.slice("file:".length), "utf8").trimEnd();
    expect(has(password)).toBe(true);
    const owner = fileWith(password);
    const up = await asked(["upgrade", ...pfx, "--password-file", owner]);
    expect([up.code, up.stdout]).toEqual([0, expect.stringContaining("admin control mode")]);
    const journal = readFileSync(at.in("state/provisioning.journal"), "utf8");
    expect(`${journal}${running.said()}`).not.toContain(password);
    const wrong = await asked(["deactivate", "--password-file", fileWith("Wrong-Pass-1"), "--json"]);
    expect(lines(wrong.stdout).at(-1).error.code).toBe("AUTH_FAILED");
    expect(me.me.world.controlMode).toBe("admin");
    const end = await asked(["deactivate", "--password-file", owner]);
    expect([end.code, me.me.world.controlMode]).toEqual([0, "none"]);
  });

  test("what firmware would refuse is refused alike, with the same status, and a generated password is not left behind", async () => {
    await begin("unprovisioned-11");
    const words = [
      "activate",
      "--acm",
      "--pfx",
      join(pki, "unknown-root.pfx"),
      "--pfx-password-file",
      join(pki, "password"),
    ];
    const { code, stdout } = await asked([...words, "--generate-password", "--json"]);
    expect(code).toBe(exits.unfit[0]);
    expect(lines(stdout).at(-1).error).toMatchObject({ code: "ROOT_UNKNOWN", remedy: expect.stringContaining("MEBx") });
    expect(readdirSync(at.in("admin/passwords"))).toEqual([]);
  });
});

test("no certificate for admin control mode, a weak password, contradicting options: said before anything is opened", async () => {
  await start("unprovisioned-11");
  const codeOf = async (...words: string[]) => lines((await run([...words, "--json"])).stdout).at(-1).error.code;
  expect(await codeOf("activate", "--acm", "--generate-password")).toBe("PFX_NEEDED");
  expect(await codeOf("activate", "--ccm", "--password-file", fileWith("weak"))).toBe("PASSWORD_WEAK");
  expect(await codeOf("activate", "--generate-password")).toBe("CONFIG_INVALID");
  expect(await codeOf("activate", "--ccm", "--acm", "--generate-password")).toBe("CONFIG_INVALID");
  expect(await codeOf("activate", "--ccm", ...pfx, "--generate-password")).toBe("CONFIG_INVALID");
  expect(await codeOf("upgrade", ...pfx, "--password-file", fileWith(virtualPassword))).toBe("MODE_NOT_SET_UP");
  expect(me.me.counts.of("http")).toBe(0);
});
