import { spawn } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bin, folder } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

const script = fileURLToPath(new URL("../../installer/windows/provision.cjs", import.meta.url));
let dir = folder();
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  dir = folder();
  copyFileSync(script, dir.in("provision.cjs"));
  writeFileSync(dir.in("amt-agent.cjs"), `require(${JSON.stringify(bin)});\n`);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  dir.remove();
});

/** As the installer runs it: the program beside it, what it says in a log. */
async function provision(...words: readonly string[]): Promise<{ code: number | null; said: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: dir.in("."),
    AMT_AGENT_ADMIN_DIR: dir.in("admin"),
    AMT_AGENT_SOCKET: dir.in("no.sock"),
  };
  const log = dir.in("install.log");
  const child = spawn(process.execPath, [dir.in("provision.cjs"), `log=${log}`, ...words], { env, stdio: "ignore" });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said: existsSync(log) ? readFileSync(log, "utf8") : "" };
}
async function machine(name: string) {
  const me = await served(name);
  cleanups.push(() => me.stop());
  return { mei: `mei=socket:${me.path}`, mode: () => me.me.world.controlMode };
}
function answers(...lines: readonly string[]): string {
  writeFileSync(dir.in("answers.conf"), `\uFEFF# of a fleet\r\n${lines.join("\r\n")}\r\n`);
  return `answers=${dir.in("answers.conf")}`;
}

describe("provision for Windows", () => {
  test("sets AMT up with a password that is kept and never said", async () => {
    const { mei, mode } = await machine("unprovisioned-11");
    const { code, said } = await provision("provision=ccm", mei);
    expect([code, mode()]).toEqual([0, "client"]);
    const kept = readdirSync(dir.in("admin"), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".password"),
    );
    expect(kept).toHaveLength(1);
    const file = dir.in(`admin/${kept[0]}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(said).not.toContain(readFileSync(file, "utf8").trim());
  });
  test("takes the answers of Linux, and what is said beside them first", async () => {
    const { mei, mode } = await machine("unprovisioned-11");
    const file = answers("provision=acm", "take_over_lms=yes", mei);
    expect((await provision(file, "provision=ccm")).code).toBe(0);
    expect(mode()).toBe("client");
  });
  test("without an answer, and with none, there is nothing to do", async () => {
    expect(await provision()).toEqual({ code: 0, said: "" });
    expect(await provision("provision=none", "pfx=")).toEqual({ code: 0, said: "" });
  });
  test.each([
    ["a way that there is not", ["provision=all"], /none of none, ccm/],
    ["a certificate that is not named", ["provision=acm"], /pfx=FILE/],
    ["a certificate's password", ["provision=acm", "pfx=x.pfx"], /pfx_password_file=FILE/],
    ["a profile that is not named", ["provision=profile"], /profile=FILE/],
    ["a server that is not named", ["provision=rps"], /url=wss/],
    ["a profile of the server", ["provision=rps", "url=wss://x"], /profile=NAME/],
    ["a time that is none", ["provision=ccm", "timeout=soon"], /number of seconds/],
    ["answers that are not there", ["answers=/nowhere/answers.conf"], /cannot be read \(ENOENT\)/],
  ])("refuses %s", async (_what, words, why) => {
    const { code, said } = await provision(...words);
    expect(code).toBe(2);
    expect(said).toMatch(why);
    expect(said).toContain("AMT was not touched");
    expect(existsSync(dir.in("admin"))).toBe(false);
  });
  test("refuses an answer that there is not", async () => {
    const { code, said } = await provision(answers("provision=ccm", "passwort=x"));
    expect([code, said]).toEqual([2, expect.stringMatching(/no answer called passwort/)]);
  });
  test("a failure that was not to be has a status of its own, wherever that is said", async () => {
    const { mei } = await machine("ccm-12");
    expect((await provision("provision=ccm", mei)).code).toBe(2);
    const { code, said } = await provision("provision=ccm", mei, "require=yes");
    expect(code).toBe(3);
    expect(said).toMatch(/not set up \(status \d+\)/);
    expect((await provision(answers("provision=acm", "require=yes"))).code).toBe(3);
  });
  test("ends what takes too long", async () => {
    writeFileSync(dir.in("amt-agent.cjs"), "setInterval(() => {}, 1000);\n");
    const { code, said } = await provision("provision=ccm", "timeout=1");
    expect(code).toBe(2);
    expect(said).toMatch(/longer than 1 s/);
  });
});
