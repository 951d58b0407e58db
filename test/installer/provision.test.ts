import { spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bin, folder } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

const script = fileURLToPath(new URL("../../installer/linux/provision", import.meta.url));
let dir = folder();
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  dir.remove();
});

interface Outcome {
  readonly code: number | null;
  readonly said: string;
}
/** Runs it with these answers, by the built program; its keys and passwords go below `admin`. */
async function provision(
  answers: Readonly<Record<string, string>>,
  change: (file: string) => void = () => {},
): Promise<Outcome> {
  const file = dir.in("answers");
  writeFileSync(
    file,
    Object.entries(answers)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(""),
    { mode: 0o600 },
  );
  change(file);
  const program = dir.in("amt-agent");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
  const env = {
    PATH: process.env.PATH,
    HOME: dir.in("."),
    AMT_AGENT_PROGRAM: program,
    AMT_AGENT_ADMIN_DIR: dir.in("admin"),
    AMT_AGENT_SOCKET: dir.in("no.sock"),
  };
  const child = spawn("sh", [script, file], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}
async function machine(name: string) {
  const me = await served(name);
  cleanups.push(() => me.stop());
  return { mei: `socket:${me.path}`, mode: () => me.me.world.controlMode };
}

describe.runIf(process.getuid?.() === 0)("provision", () => {
  test("sets AMT up in client control mode, with a password that it keeps", async () => {
    const { mei, mode } = await machine("unprovisioned-11");
    const { code, said } = await provision({ provision: "ccm", mei });
    expect(said).not.toMatch(/not set up/);
    expect(code).toBe(0);
    expect(mode()).toBe("client");
    const kept = readdirSync(dir.in("admin"), { recursive: true, encoding: "utf8" }).filter((name) =>
      /password/.test(name),
    );
    expect(kept.length).toBeGreaterThan(0);
    const password = kept.map((name) => dir.in(`admin/${name}`)).find((path) => statSync(path).isFile()) ?? "";
    expect(statSync(password).mode & 0o777).toBe(0o600);
    expect(said).not.toContain(readFileSync(password, "utf8").trim());
  });
  test("without answers, and with none, there is nothing to do", async () => {
    expect(await provision({ provision: "none" })).toEqual({ code: 0, said: "" });
    const child = spawn("sh", [script, dir.in("nothing")]);
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  });
  test.each([
    ["an answer that there is not", { provision: "ccm", passwort: "x" }, /no answer called passwort/],
    ["a way that there is not", { provision: "all" }, /none of none, ccm/],
    ["a certificate that is not named", { provision: "acm" }, /pfx=FILE/],
    [
      "a certificate's password that nobody is asked for",
      { provision: "acm", pfx: "/x.pfx" },
      /pfx_password_file=FILE/,
    ],
    ["a profile that is not named", { provision: "profile" }, /profile=FILE/],
    ["a server that is not named", { provision: "rps" }, /url=wss/],
    ["a profile of the server that is not named", { provision: "rps", url: "wss://x" }, /profile=NAME/],
    ["a time that is none", { provision: "ccm", timeout: "soon" }, /number of seconds/],
  ])("refuses %s, and says where to correct it", async (_what, answers, why) => {
    const { code, said } = await provision(answers);
    expect(code).toBe(1);
    expect(said).toMatch(why);
    expect(said).toContain(dir.in("answers"));
    expect(existsSync(dir.in("admin"))).toBe(false);
  });
  test("refuses answers that others could have written", async () => {
    for (const mode of [0o620, 0o602, 0o666]) {
      const { code, said } = await provision({ provision: "ccm" }, (file) => chmodSync(file, mode));
      expect([mode, code, said]).toEqual([mode, 1, expect.stringMatching(/may be written by others/)]);
    }
    const { code, said } = await provision({ provision: "ccm" }, (file) => chownSync(file, 65_534, 65_534));
    expect([code, said]).toEqual([1, expect.stringMatching(/does not belong to root/)]);
  });
  test("what an answer holds is never run", async () => {
    const touched = dir.in("touched");
    await provision({ provision: `$(touch ${touched})` });
    await provision({ provision: "profile", profile: `;touch ${touched}` });
    expect(existsSync(touched)).toBe(false);
  });
  test("a machine without an ME: says so, and what to do", async () => {
    const { code, said } = await provision({ provision: "ccm", mei: "linux" });
    expect(code).toBe(1);
    expect(said).toMatch(/not set up \(status \d+\)/);
    expect(said).toMatch(/To try again/);
  });
  test("a machine that is set up already stays as it is", async () => {
    const { mei, mode } = await machine("ccm-12");
    const { code, said } = await provision({ provision: "ccm", mei });
    expect([code, mode()]).toEqual([1, "client"]);
    expect(said).toMatch(/already|To try again/);
  });
});
