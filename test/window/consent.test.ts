import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { startBrowser, turnTo, visit } from "../support/browser.ts";
import { type Desktop, desktopPackages, start, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentStays, bin, folder, service } from "../support/program.ts";
import { orangeIn, until as untilSeen, whereOrange } from "../support/screen.ts";
import { served } from "../support/served-machine.ts";
import { startTray } from "../support/tray-process.ts";
import { pageIds } from "../support/window.ts";

/** AMT's ports, where no other test has them. */
const offset = 1_000 + ((process.pid + 5_000) % 14_000);

/** What a stream of a program or of the API has said so far. */
interface Kept {
  text(): string;
}
function keep(stream: NodeJS.ReadableStream | null): Kept {
  let text = "";
  stream?.on("data", (part: Buffer) => {
    text += part.toString();
  });
  return { text: () => text };
}

/** The service's stream as any local user reads it. */
async function stream(socketPath: string, signal: AbortSignal): Promise<Kept> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/v1/stream", signal }, (response) => {
      response.on("error", () => {}); // the test's end
      resolve(keep(response));
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** dunst with a menu of its own: the button that is asked for is chosen, as its user would. */
function startDunst(desktop: Desktop) {
  const home = desktop.env.HOME ?? "";
  const chooser = join(home, "choose");
  writeFileSync(chooser, "#!/bin/sh\ngrep -m 1 Refuse\n");
  chmodSync(chooser, 0o755);
  const config = join(home, ".config/dunst");
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, "dunstrc"), `[global]\n  dmenu = ${chooser}\n`);
  return start("dunst", ["-config", join(config, "dunstrc")], desktop.env);
}

/** What AMT has of consent and of sessions on the screen. */
const concerned = ["IPS_OptInService", "CIM_KVMRedirectionSAP", "AMT_RedirectionService"];

/** Every file below, as text. */
const filesIn = (at: string): string =>
  readdirSync(at, { recursive: true, encoding: "utf8" })
    .map((name) => join(at, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");

describe.runIf(await needs(...desktopPackages, "dunst", "chromium"))("the user's consent", () => {
  test("is asked for by the firmware, shown by tray and window, refused in either; nobody but the screen has the digits", async ({
    signal,
    onTestFinished,
  }) => {
    const dir = folder();
    onTestFinished(() => dir.remove());
    const { me, path, stop } = await served("ccm-12");
    onTestFinished(stop);
    const running = await service(`socket:${path}`, dir, [
      ...["--lms-listen", "loopback", "--lms-port-offset", String(offset), "--log-level", "debug"],
    ]);
    onTestFinished(async () => void (await running.stop()));
    const socket = dir.in("agent.sock");
    const desktop = await startDesktop();
    onTestFinished(() => desktop.stop());
    const until = async (what: () => Promise<boolean> | boolean): Promise<void> => {
      while (!(await what())) {
        signal.throwIfAborted();
        await turn();
      }
    };
    const dunst = startDunst(desktop);
    onTestFinished(() => dunst.stop());
    await until(async () => (await desktop.run("dunstctl", "count").catch(() => "")) !== "");
    await desktop.startPanel();
    const monitor = start("dbus-monitor", ["--session"], desktop.env);
    onTestFinished(() => monitor.stop());
    const bus = keep(monitor.process.stdout);
    await until(() => bus.text() !== "");
    const tray = startTray(socket, { ...desktop.env, XDG_CONFIG_DIRS: "/nonexistent" }, [bin, "tray", "--socket"]);
    onTestFinished(() => tray.stop().then(() => {}));
    await tray.saying("registered");
    const window = await amtAgentStays(["window", "--no-open", "--json"], /\.html/, {
      env: { XDG_DATA_HOME: dir.in("data"), AMT_AGENT_SOCKET: socket },
    });
    onTestFinished(async () => void (await window.stop()));
    const browser = await startBrowser();
    onTestFinished(() => browser.close());
    const { page } = await visit(browser, { letter: JSON.parse(window.said().split("\n")[0] ?? "").file });
    const reader = new AbortController();
    onTestFinished(() => reader.abort());
    const told = await stream(socket, reader.signal);

    const displayed = async (): Promise<number> => Number(await desktop.run("dunstctl", "count", "displayed"));
    /** How many requests are on the screen no more. */
    const takenAway = async (): Promise<number> =>
      (await desktop.run("dunstctl", "history")).match(/"data" : "Somebody asks to see/g)?.length ?? 0;
    const isOrange = whereOrange(desktop.width);
    const noOrange = (pixels: Buffer): true | undefined =>
      orangeIn(pixels, desktop.width).length === 0 ? true : undefined;
    /** What its owner reads of it at the console. */
    const firmware = async () => {
      const { manageability } = await me.web();
      const owner = { name: "admin", realms: [3] };
      return concerned.flatMap((name) => manageability.classes.list(name, owner).map(({ properties }) => properties));
    };
    const codes: string[] = [];
    let screen = "";
    const pages: string[] = [];
    const answers: string[] = [];
    const before = await firmware();
    /** Somebody at the console wants the screen: the firmware draws six digits and waits. */
    async function ask(): Promise<void> {
      const others = await displayed();
      const { state } = await me.operator.act("kvm", "open");
      expect(state).toMatchObject({ kvm: "waits for consent", consent: { state: "code on the screen" } });
      codes.push(state.consent.code ?? "");
      screen += JSON.stringify(state);
      expect(await firmware()).not.toEqual(before);
      await page.locator("#verdict", { hasText: /Somebody asks to see and control/ }).waitFor();
      await page.locator(".consent").waitFor();
      await untilSeen(desktop, isOrange, { signal });
      await until(async () => (await displayed()) > others);
    }
    async function over(): Promise<void> {
      await page.locator(".consent").waitFor({ state: "detached" });
      await page.locator("#verdict", { hasText: /nobody is connected/ }).waitFor();
      await untilSeen(desktop, noOrange, { signal });
      await until(async () => (await takenAway()) === codes.length);
    }
    /** Whatever a local user can have while the digits are on the screen. */
    async function look(): Promise<void> {
      for (const id of pageIds) {
        await turnTo(page, id);
        pages.push(await page.content());
      }
      await turnTo(page, "now");
      for (const command of ["status", "sessions", "privacy", "info", "events", "doctor"]) {
        const { stdout, stderr } = await amtAgent([command, "--json"], { env: { AMT_AGENT_SOCKET: socket } });
        answers.push(stdout, stderr);
      }
    }

    expect(before[0]).toMatchObject({ OptInState: 0 });
    await ask();
    await look();
    await page.locator(".consent").getByRole("button", { name: "Refuse" }).click();
    await over();
    expect(await firmware()).toEqual(before);

    await ask();
    await look();
    await desktop.run("dunstctl", "context");
    await over();
    expect(await firmware()).toEqual(before);
    expect(bus.text()).toMatch(/member=ActionInvoked[\s\S]*string "cancel-consent"/);

    const heard: Readonly<Record<string, string>> = {
      bus: bus.text().replace(/ time=[\d.]+/g, ""),
      stream: told.text(),
      pages: pages.join("\n"),
      answers: answers.join("\n"),
      service: running.said(),
      tray: tray.said(),
      window: window.said(),
      state: filesIn(dir.path),
      home: filesIn(desktop.env.HOME ?? ""),
    };
    // Each of these would have it: it is where the rest of the same story is
    const story = /six digits|consent/i;
    expect(Object.keys(heard).filter((name) => !story.test(heard[name] ?? ""))).toEqual(["tray", "window", "home"]);
    expect(codes.map((code) => code.length)).toEqual([6, 6]);
    const has = (text: string): boolean => codes.some((code) => new RegExp(`(?<!\\d)${code}(?!\\d)`).test(text));
    expect(has(screen)).toBe(true);
    expect(Object.keys(heard).filter((name) => has(heard[name] ?? ""))).toEqual([]);
  }, 120_000);
});
