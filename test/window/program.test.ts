import { chmodSync, existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readPageFiles } from "../../tray/window/page-files.ts";
import { browserPackage, startBrowser, turnTo, visit } from "../support/browser.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentStays, folder, type Running, service } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
const cleanups: (() => unknown)[] = [];
beforeEach(() => {
  dir = folder();
  cleanups.push(() => dir.remove());
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
  const running = await amtAgentStays(["window", ...args], /\.html/, {
    env: { XDG_DATA_HOME: dir.in("data"), AMT_AGENT_SOCKET: dir.in("agent.sock"), ...env },
  });
  cleanups.push(() => running.stop());
  return running;
}

describe("amt-agent window", () => {
  test("prints one document, waits, and leaves nothing behind at Ctrl-C", async () => {
    const running = await start(["--no-open", "--json"]);
    const { schema, file, port, opened } = JSON.parse(running.said().split("\n")[0] ?? "");
    expect({ schema, opened }).toEqual({ schema: "amt-agent.window/1", opened: false });
    expect(port).toBeGreaterThan(1_023);
    expect(file.startsWith(dir.in("data"))).toBe(true);
    expect(existsSync(file)).toBe(true);
    expect(await running.stop("SIGINT")).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  test("says what to open where there is no desktop, and keeps the token out of its arguments and words", async () => {
    const running = await start([]);
    expect(running.said()).toMatch(/^There is no desktop here.*Open this file.*: \/.*\.html$/m);
    const file = /(\/\S+\.html)/.exec(running.said())?.[1] ?? "";
    const token = /name="token" value="([^"]+)"/.exec(readFileSync(file, "utf8"))?.[1] ?? "none";
    expect(token).toHaveLength(43);
    expect(running.said()).not.toContain(token);
    expect(readFileSync(`/proc/${running.pid}/cmdline`, "utf8")).not.toContain(token);
  });

  test("explains a language that it does not have", async () => {
    const { code, stderr } = await amtAgent(["window", "--lang", "xx"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/Allowed choices are en, de, fr, .*, ar\./)]);
  });

  test("without its pages says how to get them", () => {
    expect(() => readPageFiles(dir.path)).toThrow(/missing.*Run npm run build/);
  });
});

describe("the browser", () => {
  /** A program that only writes down how it was called. */
  function program(
    name: string,
    does = `echo "$0 $@" > ${dir.in("called.new")}; mv ${dir.in("called.new")} ${dir.in("called")}`,
  ): void {
    writeFileSync(dir.in(name), `#!/bin/sh\n${does}\n`);
    chmodSync(dir.in(name), 0o755);
  }
  async function called(): Promise<string> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!existsSync(dir.in("called"))) return;
        watcher.close();
        resolve();
      };
      const watcher = watch(dir.path, look);
      look();
    });
    return readFileSync(dir.in("called"), "utf8").trim();
  }
  const desktop = (): NodeJS.ProcessEnv => ({ DISPLAY: ":77", PATH: `.:planted:${dir.path}:/usr/bin:/bin` });
  const letterOf = (running: Running): string =>
    /open this file in your browser: (\S+)/i.exec(running.said())?.[1] ?? "";

  test("that is the user's own shows an app window where it can", async () => {
    program("xdg-settings", "echo google-chrome.desktop");
    program("google-chrome-stable");
    const running = await start([], desktop());
    expect(await called()).toBe(`${dir.in("google-chrome-stable")} --app=${pathToFileURL(letterOf(running)).href}`);
  });

  test("is otherwise left to the desktop", async () => {
    program("xdg-settings", "echo firefox-esr.desktop");
    program("xdg-open");
    const running = await start([], desktop());
    expect(await called()).toBe(`${dir.in("xdg-open")} ${letterOf(running)}`);
  });

  test("is not started with --no-open", async () => {
    program("xdg-settings", "echo firefox-esr.desktop");
    program("xdg-open");
    const running = await start(["--no-open"], desktop());
    expect(running.said()).toMatch(/^Open this file in a browser of this machine, once: /);
    expect(await running.stop("SIGINT")).toBe(0);
    expect(existsSync(dir.in("called"))).toBe(false);
  });
});

describe.runIf(await needs(browserPackage))("from the firmware to the page", () => {
  test("a session that an operator opens is seen, and so is its end; history has both", async () => {
    const agent = await service("virtual:acm-16-wifi", dir);
    cleanups.push(() => agent.stop());
    const running = await start(["--no-open", "--json"]);
    const browser = await startBrowser();
    cleanups.push(() => browser.close());
    const { page } = await visit(browser, { letter: JSON.parse(running.said().split("\n")[0] ?? "").file });
    const verdict = (text: RegExp): Promise<void> => page.locator("#verdict", { hasText: text }).waitFor();
    const operate = async (...act: string[]): Promise<void> => {
      const { code, stderr } = await amtAgent(["virtual-me", "operate", ...act, "--socket", dir.in("agent.sock")]);
      expect([code, stderr]).toEqual([0, ""]);
    };

    await verdict(/nobody is connected/);
    expect(await page.locator(".virtual").innerText()).toMatch(/virtual ME \(acm-16-wifi\)/);
    await operate("sol", "open");
    await verdict(/Somebody is connected to this PC's text console/);
    await page.locator(".tile.open .timer").waitFor();
    await operate("sol", "close");
    await verdict(/nobody is connected/);
    await operate("kvm", "open");
    await page.locator(".tile.open", { hasText: "Screen" }).getByRole("button", { name: "End it" }).click();
    await verdict(/nobody is connected/);
    expect(
      JSON.parse((await amtAgent(["status", "--json", "--socket", dir.in("agent.sock")])).stdout).sessions.kvm,
    ).toBe(false);
    await turnTo(page, "history");
    await page.locator(".event", { hasText: "A remote session ended" }).first().waitFor();
    expect(await page.locator(".events").first().innerText()).toMatch(/A remote session began/);
    await turnTo(page, "details");
    expect(await page.locator("dd").allInnerTexts()).toContain("16.0.15");
  });
});
