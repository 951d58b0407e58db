import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { described } from "../../installer/describe.mjs";
import { bashCompletion, manualPages } from "../../installer/manual.mjs";
import { bin } from "../support/program.ts";

const run = promisify(execFile);
type Command = { name: string; options: { flags: string }[]; commands: Command[] };
let cli: Command & { settings: { key: string }[] };
let pages: Map<string, string>;
beforeAll(async () => {
  cli = await described({ node: process.execPath, program: bin });
  pages = new Map(manualPages(cli, { version: "1.2.3", epoch: 1_700_000_000 }));
});
/** As a terminal shows it. */
async function shown(name: string): Promise<string> {
  const child = run("groff", ["-man", "-Tutf8", "-P-c", "-w", "all"], { maxBuffer: 2 ** 24 });
  child.child.stdin?.end(pages.get(name));
  const { stdout, stderr } = await child;
  expect(stderr).toBe("");
  return stdout;
}

describe("the manual", () => {
  test("has every command with every option, and every setting", () => {
    const page = (pages.get("amt-agent.1") ?? "").replaceAll("\\-", "-");
    const visit = (command: Command): void => {
      for (const { flags } of command.options) expect(page).toContain(flags);
      for (const one of command.commands) visit(one);
    };
    for (const command of cli.commands.filter(({ commands }) => commands.length === 0)) {
      expect(page).toContain(`.SS ${command.name}`);
      visit(command);
    }
    const settings = (pages.get("amt-agent.conf.5") ?? "").replaceAll("\\-", "-");
    for (const { key } of cli.settings) expect(settings).toContain(`.B ${key}\n`);
  });
  test("says the same whoever builds it, and nothing of where", () => {
    const all = [...pages.values()].join("");
    expect(all).not.toContain(process.cwd());
    expect(all).toContain("2023-11-14");
  });
  test.runIf(process.platform === "linux")("groff has nothing to complain of", async (context) => {
    try {
      await run("groff", ["--version"]);
    } catch {
      return context.skip("groff is not installed");
    }
    expect(await shown("amt-agent.1")).toMatch(/can somebody see or drive this PC right now\?/);
    expect(await shown("amt-agentd.8")).toContain("/run/amt-agent/agent.sock.admin");
    await shown("amt-agent.conf.5");
    return undefined;
  });
});

test("bash completes commands, their options, and subcommands", async () => {
  const ask = async (...words: string[]): Promise<string[]> => {
    const script = `${bashCompletion(cli)}
COMP_WORDS=(amt-agent ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}
_amt_agent; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return (await run("bash", ["-c", script])).stdout.trim().split("\n");
  };
  expect(await ask("st")).toEqual(expect.arrayContaining(["status", "start"]));
  expect(await ask("activate", "--gen")).toEqual(["--generate-password"]);
  expect(await ask("wsman", "g")).toEqual(["get"]);
});
