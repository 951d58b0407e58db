import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program as it is shipped. */
export const bin = fileURLToPath(new URL("../../dist/amt-agent.cjs", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface How {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Nothing of the machine's own settings, so that a test sees only what it says. AMT's ports are for one test at a time. */
const cleanEnv = (extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AMT_AGENT_|DISPLAY$|WAYLAND|FORCE_COLOR|NODE_OPTIONS)/.test(name),
    ),
  );
  return { ...env, AMT_AGENT_SOCKET: "/nonexistent/amt-agent.sock", AMT_AGENT_LMS_LISTEN: "off", ...extra };
};

/** One run of the program to its end. */
export async function amtAgent(args: readonly string[], { env, input = "" }: How = {}): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { env: cleanEnv(env) });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (part: string) => {
      said[name] += part;
    });
  child.stdin.on("error", () => {}); // a program that reads no input may end before it is written
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...said };
}

/** As `amtAgent` with `--json`; the document it printed. */
export async function amtAgentJson(
  args: readonly string[],
  how: How = {},
): Promise<{ code: number | null; json: Json; stderr: string }> {
  const { code, stdout, stderr } = await amtAgent([...args, "--json"], how);
  try {
    return { code, json: JSON.parse(stdout) as Json, stderr };
  } catch (cause) {
    throw new Error(`not JSON: ${stdout.slice(0, 300)} ${stderr.slice(0, 500)}`, { cause });
  }
}
// biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shape is what they test
export type Json = any;

export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  said(): string;
  /** Ends it with a signal and tells how it went. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A program that stays, once it has said something that matches. */
export async function amtAgentStays(args: readonly string[], ready: RegExp, { env }: How = {}): Promise<Running> {
  const child = spawn(process.execPath, [bin, ...args], { env: cleanEnv(env), stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    const hear = (part: string): void => {
      said += part;
      if (ready.test(said)) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    void ended.then((code) => reject(new Error(`ended with ${String(code)} before it was ready: ${said}`)));
  });
  return {
    child,
    pid: child.pid as number,
    said: () => said,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      return await ended;
    },
  };
}

/** A folder of the test's own, gone afterwards. */
export function folder(): { path: string; in(name: string): string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "amt-test-"));
  return { path, in: (name) => join(path, name), remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A service on `mei`, ready to answer. */
export const service = (
  mei: string,
  at: { in(name: string): string },
  extra: readonly string[] = [],
): Promise<Running> =>
  amtAgentStays(
    ["serve", "--mei", mei, "--socket", at.in("agent.sock"), "--state-dir", at.in("state"), ...extra],
    /AMT went from|New condition|READY/,
  );
