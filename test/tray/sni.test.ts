import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { realClock } from "../../platform/clock.ts";
import { type Bus, connectBus } from "../../platform/dbus/bus.ts";
import { busDaemon, properties } from "../../platform/dbus/interface.ts";
import { type Value, type Variant, variant } from "../../platform/dbus/signature.ts";
import type { Host } from "../../platform/paths.ts";
import { dbusMenu } from "../../tray/dbus-menu.ts";
import { en } from "../../tray/locales/en.ts";
import { runTray } from "../../tray/main.ts";
import { statusNotifierItem, statusNotifierWatcher } from "../../tray/sni.ts";
import { type Started, startBus } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";

const execute = promisify(execFile);
const never = new AbortController().signal;
const uid = process.getuid?.() ?? 0;
const itemPath = "/StatusNotifierItem";
/** As root a tray could make any folder there is not. */
const home = mkdtempSync(join(tmpdir(), "amt-tray-home-"));
afterAll(() => rmSync(home, { recursive: true }));

describe.runIf(await needs("dbus", "libglib2.0-bin"))("the tray on a session bus", () => {
  let daemon: Started;
  let address: string;
  let bus: Bus;
  let service: ToldService;
  let life: AbortController;
  const said: string[] = [];

  beforeEach(async () => {
    ({ address, process: daemon } = await startBus({ PATH: process.env.PATH }));
    bus = await connectBus({ address, env: {}, uid, signal: never });
    service = await startToldService(snapshotOf("managed"));
    life = new AbortController();
    said.length = 0;
  });
  afterEach(async () => {
    life.abort();
    await bus.close();
    await daemon.stop();
    await service.remove();
  });

  const host = (env: Host["env"]): Host => ({ platform: "linux", uid, home, env, exists: () => false });
  const tray = (more: Partial<Parameters<typeof runTray>[0]> = {}): Promise<void> =>
    runTray({
      socket: service.socket,
      host: host({ DBUS_SESSION_BUS_ADDRESS: address }),
      clock: realClock,
      signal: life.signal,
      say: (text) => said.push(text),
      ...more,
    });

  /** A panel's watcher; settles with the bus name of each item that registers. */
  async function watcher(): Promise<{ item(): Promise<string>; close(): Promise<void> }> {
    const own = await connectBus({ address, env: {}, uid, signal: never });
    const items: string[] = [];
    let wake: () => void = () => {};
    own.export("/StatusNotifierWatcher", statusNotifierWatcher, {
      properties: {},
      methods: {
        RegisterStatusNotifierItem: ([name]) => {
          items.push(name);
          wake();
          return [];
        },
      },
    });
    const to = { destination: busDaemon.name, path: "/org/freedesktop/DBus", of: busDaemon } as const;
    await own.call({ ...to, method: "RequestName" }, [statusNotifierWatcher.name, 4], { signal: never });
    return {
      close: () => own.close(),
      async item() {
        while (items.length === 0)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        return items.shift()!;
      },
    };
  }
  async function all(item: string): Promise<ReadonlyMap<string, Variant>> {
    const to = { destination: item, path: itemPath, of: properties, method: "GetAll" } as const;
    return (await bus.call(to, [statusNotifierItem.name], { signal: never }))[0];
  }
  /** Asks again and again; each answer is a round trip through the bus. Ends with the connection, after the test. */
  async function shows(item: string, name: string, wanted: RegExp): Promise<ReadonlyMap<string, Variant>> {
    for (;;) {
      const now = await all(item);
      if (wanted.test(JSON.stringify(now.get(name)?.value))) return now;
    }
  }
  const menuOf = async (item: string): Promise<{ id: number; label: unknown; enabled: unknown }[]> => {
    const to = { destination: item, path: `${itemPath}/Menu`, of: dbusMenu, method: "GetLayout" } as const;
    const [, [, , children]] = await bus.call(to, [0, -1, []], { signal: never });
    return children.map((child) => {
      const [id, props] = child.value as unknown as Value<"(ia{sv}av)">;
      return { id, label: props.get("label")?.value, enabled: props.get("enabled")?.value };
    });
  };
  const click = (item: string, id: number): Promise<unknown> =>
    execute(
      "gdbus",
      [
        ...["call", "--session", "-d", item, "-o", `${itemPath}/Menu`],
        ...["-m", "com.canonical.dbusmenu.Event", String(id), "clicked", "<0>", "0"],
      ],
      { env: { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address } },
    );

  it("registers, and says what the service says", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    const now = await shows(item, "Title", /managed/);
    expect(now.get("Id")?.value).toBe("amt-agent");
    expect(now.get("Status")?.value).toBe("Active");
    expect(now.get("ItemIsMenu")?.value).toBe(true);
    const pixmaps = now.get("IconPixmap")?.value as unknown as Value<"a(iiay)">;
    expect(pixmaps.map(([width, height, { length }]) => [width, height, length / 4])).toContainEqual([22, 22, 484]);
    life.abort();
    await ended;
    await panel.close();
  });

  it("opens the window by a left click, where there is one to open", async () => {
    const panel = await watcher();
    let opened = 0;
    const ended = tray({ onOpen: () => opened++ });
    const item = await panel.item();
    expect((await all(item)).get("ItemIsMenu")?.value).toBe(false);
    const to = { destination: item, path: itemPath, of: statusNotifierItem, method: "Activate" } as const;
    await bus.call(to, [0, 0], { signal: never });
    expect(opened).toBe(1);
    life.abort();
    await ended;
    await panel.close();
  });

  it("leaves an open menu as it is until it is closed", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    await shows(item, "Title", /managed/);
    const layouts: number[] = [];
    await bus.subscribe(
      { of: dbusMenu, signal: "LayoutUpdated", sender: item },
      ([revision]) => layouts.push(revision),
      {
        signal: never,
      },
    );
    const to = { destination: item, path: `${itemPath}/Menu`, of: dbusMenu, method: "Event" } as const;
    const root = (what: string): Promise<unknown> => bus.call(to, [0, what, variant("i", 0), 0], { signal: never });
    const managed = await menuOf(item);
    await root("opened");
    service.tell(snapshotOf("session"));
    await shows(item, "Status", /NeedsAttention/);
    expect(await menuOf(item)).toEqual(managed);
    expect(layouts).toEqual([]);
    await root("closed");
    expect((await menuOf(item))[0]?.label).toMatch(/^Somebody can see/);
    expect(layouts).toHaveLength(1);
    service.tell(snapshotOf("off"));
    await shows(item, "Title", /switched off/);
    expect(layouts).toHaveLength(2);
    life.abort();
    await ended;
    await panel.close();
  });

  it("follows the service from state to state, with the signals panels wait for", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    await shows(item, "Title", /managed/);
    const heard: string[] = [];
    for (const signal of ["NewIcon", "NewAttentionIcon", "NewToolTip", "NewStatus"] as const)
      await bus.subscribe({ of: statusNotifierItem, signal, sender: item }, () => heard.push(signal), {
        signal: never,
      });
    await bus.subscribe({ of: dbusMenu, signal: "LayoutUpdated", sender: item }, () => heard.push("LayoutUpdated"), {
      signal: never,
    });
    const before = await all(item);
    service.tell(snapshotOf("session"));
    const after = await shows(item, "Status", /NeedsAttention/);
    expect(heard).toEqual(["NewIcon", "NewAttentionIcon", "NewToolTip", "NewStatus", "LayoutUpdated"]);
    expect(after.get("IconPixmap")).not.toEqual(before.get("IconPixmap"));
    expect(after.get("AttentionIconPixmap")?.value).toEqual(after.get("IconPixmap")?.value);
    expect((await menuOf(item))[0]).toMatchObject({
      label: expect.stringMatching(/^Somebody can see/),
      enabled: false,
    });

    heard.length = 0;
    service.tell(snapshotOf("session"));
    service.tell(snapshotOf("off"));
    await shows(item, "Title", /switched off/);
    // The same state again is no news
    expect(heard.filter((signal) => signal === "NewIcon")).toHaveLength(1);
    life.abort();
    await ended;
    await panel.close();
  });

  it("is unknown while the service is away, says so, and comes back by itself", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    await shows(item, "Title", /managed/);
    await service.close();
    const lost = await shows(item, "Title", /service is not running/);
    expect(JSON.stringify(lost.get("ToolTip")?.value)).toMatch(/amt-agent serve/);
    await service.open();
    await shows(item, "Title", /can be managed/);
    life.abort();
    await ended;
    await panel.close();
  });

  it("waits for a panel, and registers again with the next one", async () => {
    const ended = tray();
    await service.joined();
    expect(said.join()).toMatch(/no org\.kde\.StatusNotifierWatcher/);
    for (let panels = 0; panels < 3; panels++) {
      const panel = await watcher();
      const item = await panel.item();
      expect((await all(item)).get("Id")?.value).toBe("amt-agent");
      await panel.close();
    }
    life.abort();
    await ended;
  });

  it("ends by Quit, and by no other line", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    await shows(item, "Title", /managed/);
    const menu = await menuOf(item);
    const enabled = menu.filter((line) => line.enabled === true);
    expect(enabled.map(({ label }) => label)).toEqual([en.menu.askForHelp, en.quit]);
    const quit = enabled.at(-1)?.id ?? 0;
    for (const { id } of menu) if (id !== quit) await click(item, id);
    expect((await all(item)).get("Id")?.value).toBe("amt-agent");
    await click(item, quit);
    await ended;
    await panel.close();
  });

  it("does what its menu says, and says in the menu why it was not done", async () => {
    const panel = await watcher();
    const opened: string[] = [];
    const home = mkdtempSync(join(tmpdir(), "amt-agent-menu-"));
    const entry = join(home, ".config/autostart/amt-agent-tray.desktop");
    const ended = tray({
      host: { ...host({ DBUS_SESSION_BUS_ADDRESS: address, XDG_CONFIG_DIRS: "/nonexistent" }), home },
      onOpen: (page) => opened.push(page),
      support: async () => "what support needs",
      command: ["/opt/a b/amt", "tray", '$"%'],
    });
    const item = await panel.item();
    await shows(item, "Title", /managed/);
    const choose = async (label: string): Promise<void> => {
      const found = (await menuOf(item)).find((one) => one.label === label);
      await click(item, found?.id ?? 0);
    };
    const menuSays = async (wanted: RegExp): Promise<void> => {
      while (!(await menuOf(item)).some(({ label }) => wanted.test(String(label)))) never.throwIfAborted();
    };
    for (const label of [en.menu.open, en.menu.reach, en.menu.history]) await choose(label);
    expect(opened).toEqual(["now", "reach", "history"]);

    service.answers.set("/v1/help-desk/connect", {
      status: 502,
      body: { error: { code: "AMT_REFUSED", message: "AMT has no server to connect to." } },
    });
    await choose(en.menu.askForHelp);
    await menuSays(/^That could not be done\. AMT has no server/);

    await choose(en.menu.startAtLogin);
    const wrote = async (): Promise<string> => {
      while (!existsSync(entry)) await menuOf(item);
      return readFileSync(entry, "utf8");
    };
    expect(await wrote()).toContain('Exec="/opt/a b/amt" "tray" "\\\\$\\\\"%%"\n');
    await choose(en.menu.startAtLogin);
    while (existsSync(entry)) await menuOf(item);

    await choose(en.menu.support);
    const kept = join(home, ".local/state/amt-agent/support.txt");
    while (!existsSync(kept)) await menuOf(item);
    expect(readFileSync(kept, "utf8")).toBe("what support needs");
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    life.abort();
    await ended;
    await panel.close();
    rmSync(home, { recursive: true });
  });

  it("is there once in a session", async () => {
    const ended = tray();
    await service.joined();
    await expect(tray()).rejects.toMatchObject({ code: "TRAY_RUNNING" });
    life.abort();
    await ended;
  });

  it("can be introspected by gdbus", async () => {
    const panel = await watcher();
    const ended = tray();
    const item = await panel.item();
    const env = { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address };
    const args = ["introspect", "--session", "-d", item, "-o", "/", "--recurse"];
    const { stdout } = await execute("gdbus", args, { env });
    expect(stdout).toMatch(/interface org\.kde\.StatusNotifierItem \{/);
    expect(stdout).toMatch(/readonly s Id = 'amt-agent'/);
    expect(stdout).toMatch(/interface com\.canonical\.dbusmenu \{/);
    life.abort();
    await ended;
    await panel.close();
  });

  it("says that the session went away", async () => {
    const ended = expect(tray()).rejects.toMatchObject({ code: "TRAY_BUS_LOST" });
    await service.joined();
    await daemon.stop();
    await ended;
  });
});

describe("the tray without a session bus", () => {
  const run = (env: Host["env"]): Promise<void> =>
    runTray({
      host: { platform: "linux", uid, home, env, exists: () => false },
      clock: realClock,
      signal: never,
      say: () => {},
    });
  it.each([
    ["none announced", {}],
    ["nobody there", { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" }],
    ["not a kind we speak", { DBUS_SESSION_BUS_ADDRESS: "tcp:host=localhost,port=1" }],
  ])("(%s) says what it needs", async (_what, env) => {
    await expect(run(env)).rejects.toMatchObject({
      code: "TRAY_NO_BUS",
      message: /desktop session.*amt-agent status/s,
    });
  });
  it("says that other systems have none yet", async () => {
    const elsewhere = { platform: "win32", uid: undefined, home: "C:\\", env: {}, exists: () => false } as const;
    await expect(runTray({ host: elsewhere, clock: realClock, signal: never, say: () => {} })).rejects.toMatchObject({
      code: "TRAY_UNSUPPORTED",
    });
  });
});
