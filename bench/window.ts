import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { ended, program } from "./process.ts";

const chromiumAt = "/usr/bin/chromium";
const script = fileURLToPath(new URL("../dist/window/app.js", import.meta.url));

/** A program of ours, once its output matches; gives what matched. */
async function started(args: readonly string[], ready: RegExp, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        said += part;
        const found = ready.exec(said);
        if (found) resolve(found);
      });
    child.once("exit", (code) => reject(new Error(`ended with ${String(code)}: ${said}`)));
  });
  return { child, match };
}

/** ms from opening the file to the answer being on the screen, in a browser that runs. */
async function firstView(browser: Browser, file: string): Promise<number> {
  const page = await browser.newPage();
  const from = performance.now();
  await page.goto(`file://${file}`);
  await page.locator(".verdict.managed").waitFor();
  const took = performance.now() - from;
  await page.close();
  return took;
}

/** The status window: the size of its script, and how soon it answers; null where there is no Chromium. */
export async function benchWindow(runs = 7) {
  if (!existsSync(chromiumAt)) return null;
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-window-"));
  const socket = join(folder, "agent.sock");
  const env = { XDG_DATA_HOME: folder, AMT_AGENT_LMS_LISTEN: "off" };
  const serving = ["serve", "--mei", "virtual:acm-15", "--socket", socket, "--state-dir", join(folder, "state")];
  const service = await started(serving, /AMT went from|READY/, env);
  const browser = await chromium.launch({
    executablePath: chromiumAt,
    args: process.geteuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const times: number[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      const window = await started(["window", "--no-open", "--json", "--socket", socket], /"file":"([^"]+)"/, env);
      times.push(await firstView(browser, window.match[1] ?? ""));
      await ended(window.child);
    }
  } finally {
    await browser.close();
    await ended(service.child);
    rmSync(folder, { recursive: true, force: true });
  }
  times.sort((a, b) => a - b);
  return {
    runs,
    scriptBytes: statSync(script).size,
    targetScriptBytes: 150_000,
    firstViewMedianMs: Math.round(times[runs >> 1] ?? Number.NaN),
    firstViewMaxMs: Math.round(times.at(-1) ?? Number.NaN),
    targetFirstViewMs: 1_000,
  };
}
