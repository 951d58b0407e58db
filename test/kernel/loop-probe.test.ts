import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { folder } from "../support/program.ts";

const probe = new URL("guest/loop-probe.mjs", import.meta.url);
/** Blocks its loop for n ms when told `n`, and as its last act for 300. */
const blocker = `
const block = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
require("node:readline").createInterface(process.stdin).on("line", (n) => { block(Number(n)); console.log("blocked"); });
process.on("SIGTERM", () => { block(300); process.exit(0); });
console.log("up");`;

const dir = folder();
afterAll(() => dir.remove());

interface Figures {
  readonly measuring?: true;
  readonly ms: number;
  readonly ticks: number;
  readonly max: number;
  readonly held: number;
}
/** The next document in a file that is not there. */
async function told(file: string): Promise<Figures> {
  while (!existsSync(file)) await new Promise((resolve) => setImmediate(resolve));
  const figures = JSON.parse(readFileSync(file, "utf8")) as Figures;
  rmSync(file);
  return figures;
}

describe("the event loop's probe", () => {
  it("tells how long a program blocked, only since it was asked, and also at the very end", async () => {
    const file = dir.in("program.json");
    writeFileSync(dir.in("blocker.cjs"), blocker);
    const child = spawn(process.execPath, ["--import", `${probe.href}?to=${file}`, dir.in("blocker.cjs")]);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const block = async (ms: number): Promise<void> => {
      child.stdin.write(`${ms}\n`);
      expect((await lines.next()).value).toBe("blocked");
    };
    const ask = (): Promise<Figures> => {
      child.kill("SIGUSR2");
      return told(file);
    };
    expect((await lines.next()).value).toBe("up");
    await block(3000);
    expect(await ask()).toEqual({ measuring: true });
    await block(400);
    const { max, ms, held } = await ask();
    expect(max).toBeGreaterThanOrEqual(400);
    expect(max).toBeLessThan(3000);
    expect(ms).toBeGreaterThan(max);
    // The rest of the 400 ms it may have waited for a CPU
    expect(held).toBeGreaterThan(100);
    expect(held).toBeLessThanOrEqual(max + 1);
    child.kill("SIGTERM");
    const last = await told(file);
    expect(last.max).toBeGreaterThanOrEqual(300);
    expect((await once(child, "close"))[0]).toBe(0);
  });

  it("measures itself doing nothing, for comparison", async () => {
    const file = dir.in("idle.json");
    const child = spawn(process.execPath, [fileURLToPath(probe), file], { stdio: ["ignore", "ignore", "inherit"] });
    // Until it listens to the signal, that would end it: there is a handler when the kernel says so
    const caught = (): bigint =>
      BigInt(`0x${/SigCgt:\s*(\w+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]}`);
    while (!(caught() & (1n << 11n))) await new Promise((resolve) => setImmediate(resolve));
    child.kill("SIGUSR2");
    expect(await told(file)).toEqual({ measuring: true });
    child.kill("SIGTERM");
    expect(await told(file)).toMatchObject({ ticks: expect.any(Number), max: expect.any(Number) });
    expect((await once(child, "close"))[0]).toBe(0);
  });
});
