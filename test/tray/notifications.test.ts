import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { desktopPackages, start, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { amtAgentJson, folder, service } from "../support/program.ts";
import { served } from "../support/served-machine.ts";
import { startTray } from "../support/tray-process.ts";

/** AMT's ports, where no other test has them. */
const offset = 1_000 + ((process.pid + 9_000) % 14_000);

interface Shown {
  readonly summary: { readonly data: string };
  readonly body: { readonly data: string };
}

describe.runIf(await needs(...desktopPackages, "dunst"))("in a real notification daemon", () => {
  it("a session is told until it is over, its button ends it in AMT, and a tray that starts anew says it no second time", async ({
    signal,
    onTestFinished,
  }) => {
    const dir = folder();
    onTestFinished(() => dir.remove());
    const me = await served("acm-15");
    onTestFinished(() => me.stop());
    const running = await service(`socket:${me.path}`, dir, [
      ...["--lms-listen", "loopback", "--lms-port-offset", String(offset)],
    ]);
    onTestFinished(async () => void (await running.stop()));
    const desktop = await startDesktop();
    onTestFinished(() => desktop.stop());
    const dunst = start("dunst", [], desktop.env);
    onTestFinished(() => dunst.stop());
    const until = async (what: () => Promise<boolean>): Promise<void> => {
      while (!(await what())) {
        signal.throwIfAborted();
        await turn();
      }
    };
    const monitor = start("dbus-monitor", ["--session", "member='Notify'"], desktop.env);
    onTestFinished(() => monitor.stop());
    let heard = "";
    monitor.process.stdout?.on("data", (part: Buffer) => {
      heard += part.toString();
    });
    await until(async () => heard !== "");
    const env = { AMT_AGENT_SOCKET: dir.in("agent.sock") };
    const count = async (): Promise<number> => Number(await desktop.run("dunstctl", "count", "displayed"));
    let looked = 0;
    /** What was shown since the last look, the newest first; takes it off the screen. */
    const shown = async (): Promise<readonly Shown[]> => {
      await desktop.run("dunstctl", "close-all");
      const { data } = JSON.parse(await desktop.run("dunstctl", "history")) as { data: readonly (readonly Shown[])[] };
      const all = data[0] ?? [];
      const fresh = all.slice(0, all.length - looked);
      looked = all.length;
      return fresh;
    };
    const operate = (action: "kvm" | "sol", word: "open" | "close") => me.me.operator.act(action, word);
    const kvm = async (): Promise<boolean | null> => (await amtAgentJson(["status"], { env })).json.sessions.kvm;

    await until(async () => (await desktop.run("dunstctl", "count").catch(() => "")) !== "");
    const tray = startTray(dir.in("agent.sock"), desktop.env);
    onTestFinished(() => tray.stop().then(() => {}));
    await tray.saying("no place for tray icons");
    expect(await shown()).toEqual([]);

    await operate("kvm", "open");
    await until(async () => (await count()) === 1);
    expect(await kvm()).toBe(true);
    // The only button of a tray that has no window: End it
    await desktop.run("dunstctl", "action", "0");
    await until(async () => (await kvm()) === false);
    await until(async () => (await count()) === 1);
    const told = await shown();
    // In the place of the first, which must be seen until the session is over
    expect(told.map(({ body }) => body.data)).toEqual([
      expect.stringMatching(/^The remote session \(KVM\) is over\. It lasted \d+ s\.$/),
    ]);
    // string "urgency" / variant byte 2: critical as long as somebody is in, and no longer
    expect([...heard.matchAll(/"urgency"\s+variant\s+byte (\d)/g)].map(([, urgency]) => urgency)).toEqual(["2", "1"]);
    expect(heard).toMatch(/string "end"\s+string "End it"/);

    expect(await tray.stop()).toBe(0);
    await operate("sol", "open");
    await operate("sol", "close");
    const second = startTray(dir.in("agent.sock"), desktop.env);
    onTestFinished(() => second.stop().then(() => {}));
    await second.saying("no place for tray icons");
    await until(async () => (await count()) === 1);
    const [away, ...more] = await shown();
    expect(away?.body.data).toMatch(/^While nobody was here/);
    expect(more).toEqual([]);
    expect(await second.stop()).toBe(0);
    const third = startTray(dir.in("agent.sock"), desktop.env);
    onTestFinished(() => third.stop().then(() => {}));
    await third.saying("no place for tray icons");
    await operate("sol", "open");
    await until(async () => (await count()) === 1);
    expect((await shown()).map(({ body }) => body.data)).toEqual([expect.stringContaining("SOL")]);
  }, 90_000);
});
