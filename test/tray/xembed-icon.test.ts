import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import { realClock } from "../../platform/clock.ts";
import { faceOf } from "../../tray/face.ts";
import { en } from "../../tray/locales/en.ts";
import { HelperError, takeHelper } from "../../tray/systray2/helper-file.ts";
import { actionAt, slotsOf } from "../../tray/systray2/slots.ts";
import { openHelper } from "../../tray/systray2/xembed-icon.ts";
import { desktopPackages, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { bin } from "../support/program.ts";
import { orangeIn, until, whereOrange } from "../support/screen.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "amt-agent-helper-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
const inside = "node_modules/systray2/traybin/tray_linux_release";
const face = faceOf({ kind: "snapshot", snapshot: snapshotOf("session") }, en);

describe("systray2's helper", () => {
  test("is copied from its package to where this user alone could put it, and is gone afterwards", () => {
    const place = folder();
    const helper = takeHelper(bin, [join(place, "own")]);
    expect(statSync(helper.path).mode & 0o777).toBe(0o500);
    expect(statSync(helper.directory).mode & 0o777).toBe(0o700);
    helper.remove();
    expect(readdirSync(join(place, "own"))).toEqual([]);
  });

  test("is no other program, whoever put one there", () => {
    const place = folder();
    const planted = join(place, inside);
    mkdirSync(join(planted, ".."), { recursive: true });
    writeFileSync(planted, "#!/bin/sh\necho planted\n", { mode: 0o755 });
    expect(() => takeHelper(join(place, "dist", "..", inside), [place])).toThrow(HelperError);
    expect(() => takeHelper(planted, [place])).toThrow(/is not the helper of systray2/);
    expect(readdirSync(place)).toEqual(["node_modules"]);
  });

  test("is not looked for in the current folder", () => {
    const place = folder();
    mkdirSync(join(place, "traybin"));
    writeFileSync(join(place, "traybin/tray_linux_release"), "#!/bin/sh\necho planted\n", { mode: 0o755 });
    expect(() => takeHelper(place, [place])).toThrow(/the optional package systray2 is not installed/);
  });

  test("goes to the next folder where the first cannot be written, and is missed where none can", () => {
    const place = folder();
    const nowhere = join(place, "file", "folder");
    writeFileSync(join(place, "file"), "");
    const helper = takeHelper(bin, [nowhere, join(place, "second")]);
    expect(helper.directory).toContain("/second/");
    helper.remove();
    expect(() => takeHelper(bin, [nowhere])).toThrow(/cannot be copied/);
    expect(() => takeHelper(bin, [])).toThrow(/there is no folder for it/);
  });

  test("a folder that others may write is none of its user's own", () => {
    const place = join(folder(), "open");
    mkdirSync(place);
    chmodSync(place, 0o777);
    expect(() => takeHelper(bin, [place])).toThrow(/cannot be copied/);
  });
});

describe("the menu in slots", () => {
  test("gives each action a place of its own for ever", () => {
    const quiet = faceOf({ kind: "snapshot", snapshot: snapshotOf("off") }, en);
    const ids = (slots: ReturnType<typeof slotsOf>) => slots.map(({ __id }) => __id);
    expect(ids(slotsOf(face))).toEqual(ids(slotsOf(quiet)));
    const end = slotsOf(face).find(({ title }) => title === en.menu.end.kvm);
    expect(actionAt(end?.__id)).toBe("end-kvm");
    expect(slotsOf(quiet).find(({ __id }) => __id === end?.__id)).toMatchObject({ hidden: true, title: "" });
    for (const id of [0, -1, 1, 1e9, "26", null, undefined]) expect(actionAt(id)).toBeUndefined();
  });

  test("says that there is more than fits", () => {
    const lines = Array.from({ length: 40 }, (_, at) => ({ kind: "line", text: `line ${at}` }) as const);
    const shown = slotsOf({ menu: lines }).filter(({ hidden, enabled }) => !hidden && !enabled);
    expect([shown.length, shown.at(-1)?.title]).toEqual([24, "\u2026"]);
  });
});

/** A program in the helper's place, for what the real one does when it is broken: it is the operating system's part here. */
function broken(script: string) {
  const said: string[] = [];
  const clock = steppedClock();
  let [starts, ends] = [0, 0];
  const helper = openHelper(face, {
    take() {
      starts++;
      const directory = folder();
      const path = join(directory, "helper");
      writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      return { path, directory, unlink: () => {}, remove: () => void ends++ };
    },
    env: { PATH: "/usr/bin:/bin" },
    clock,
    words: en,
    onAction: () => {},
    say: (text) => said.push(text),
  });
  onTestFinished(() => helper.close());
  return { said, clock, helper, starts: () => starts, ends: () => ends };
}

const settles = async (what: () => boolean): Promise<void> => {
  const limit = AbortSignal.timeout(20_000);
  for (; !what(); await turn()) limit.throwIfAborted();
};

describe("a helper that", () => {
  test("dies again and again is started with longer and longer pauses, and given up at last; each is said once", async () => {
    const { said, clock, starts, ends } = broken("echo 'cannot open display: ' >&2; exit 1");
    for (const [at, pause] of [1_000, 5_000, 30_000, 120_000].entries()) {
      await settles(() => clock.pending === 1 && ends() === at + 1 && said.length === 1);
      clock.advance(pause - 1);
      await turn();
      expect(starts()).toBe(at + 1);
      clock.advance(1);
    }
    await settles(() => said.length === 2);
    expect(said).toEqual([
      en.menu.helperEnded("1: cannot open display:"),
      en.menu.helperGivenUp("1: cannot open display:"),
    ]);
    expect([starts(), clock.pending]).toEqual([5, 0]);
  });

  test("lacks a library is not started again, and says what brings it", async () => {
    const { said, starts, clock } = broken("exit 127");
    await settles(() => said.length === 1);
    expect(said[0]).toMatch(/libayatana-appindicator3-1/);
    expect([starts(), clock.pending]).toEqual([1, 0]);
  });

  test("never says that it is ready is ended", async () => {
    const { said, clock } = broken("exec sleep 1000");
    await settles(() => clock.pending === 1);
    clock.advance(15_000);
    await settles(() => said.length === 1);
    expect(said[0]).toMatch(/SIGKILL: not ready within 15 s/);
  });

  test("says what is no JSON, or no click, does nothing by it", async () => {
    const { said, helper, clock } = broken(
      `echo '{"type":"ready"}'; echo nonsense; echo '[1]'; echo null; echo '{"type":"clicked","__id":9999}'; cat > /dev/null`,
    );
    // Ready: it is waited for no more
    await settles(() => clock.pending === 0);
    helper.show(face);
    await helper.close();
    expect(said).toEqual([]);
  });
});

describe.runIf(await needs(...desktopPackages, "trayer", "libayatana-appindicator3-1"))("the real helper", () => {
  test("without a display says why once", async () => {
    const said: string[] = [];
    const clock = steppedClock();
    const options = { env: { PATH: "/usr/bin" }, clock, words: en, onAction: () => {} };
    const place = folder();
    const helper = openHelper(face, {
      ...options,
      take: () => takeHelper(bin, [place]),
      say: (text) => said.push(text),
    });
    onTestFinished(() => helper.close());
    await settles(() => said.length === 1);
    expect(said[0]).toMatch(/cannot open display/);
  });

  test("that is killed comes back with the state of the moment, and leaves nothing behind", async ({ signal }) => {
    const desktop = await startDesktop();
    onTestFinished(() => desktop.stop());
    const service = await startToldService(snapshotOf("off"));
    onTestFinished(() => service.remove());
    await desktop.startPanel("trayer");
    const tray = startTray(service.socket, desktop.env, [bin, "tray", "--backend", "systray2", "--socket"]);
    onTestFinished(() => void tray.stop());
    const isOrange = whereOrange(desktop.width);
    service.tell(snapshotOf("session"));
    await until(desktop, isOrange, { signal });
    await desktop.run("pkill", "-KILL", "-P", String(tray.pid));
    await tray.saying("it is started anew");
    await until(desktop, (pixels) => (orangeIn(pixels, desktop.width).length === 0 ? true : undefined), { signal });
    await until(desktop, isOrange, { signal });
    expect(await tray.stop()).toBe(0);
    const home = desktop.env.HOME ?? "";
    expect(readdirSync(join(home, "amt-agent-icon"))).toEqual([]);
  }, 60_000);
});

describe("the tray where there is no systray2", () => {
  test("says so once, and goes on without an icon", async () => {
    const said: string[] = [];
    const helper = openHelper(face, {
      take: () => takeHelper("/", ["/tmp"]),
      env: {},
      clock: realClock,
      words: en,
      onAction: () => {},
      say: (text) => said.push(text),
    });
    await settles(() => said.length === 1);
    helper.show(face);
    await helper.close();
    expect(said).toEqual([en.menu.helperMissing("the optional package systray2 is not installed")]);
  });
});
