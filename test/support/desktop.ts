import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

const execute = promisify(execFile);
/** What `startDesktop` runs, as Debian packages. */
export const desktopPackages = ["xvfb", "xfce4-panel", "openbox", "xdotool", "imagemagick", "dbus"] as const;

/** Panels with a tray, and what they are as Debian packages beyond those. */
export const panelPackages = {
  "xfce4-panel": "xfce4-panel",
  "lxqt-panel": "lxqt-panel",
  trayer: "trayer",
} as const;
export type PanelName = keyof typeof panelPackages;
const panelArguments: Readonly<Record<PanelName, readonly string[]>> = {
  "xfce4-panel": ["--disable-wm-check"],
  "lxqt-panel": [],
  trayer: ["--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "36", "--heighttype", "pixel"],
};

export interface Started {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Ends by pid, and only what it started. */
export function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  const ended = once(child, "exit");
  // Unread pipes would stop the program.
  for (const stream of [child.stdout, child.stderr]) stream?.resume();
  return {
    process: child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}

const firstLine = async (stream: Readable | null | undefined): Promise<string> => {
  if (!stream) throw new Error("no output to read");
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("ended without a word");
};

interface RunningBus {
  readonly address: string;
  readonly process: Started;
}
async function runBus(env: NodeJS.ProcessEnv, kind: string): Promise<RunningBus> {
  const daemon = start("dbus-daemon", [kind, "--nofork", "--nopidfile", "--print-address=3"], env);
  return { address: await firstLine(daemon.process.stdio[3] as Readable), process: daemon };
}

/** A session bus of its own. The programs it activates get this environment, home and all. */
export const startBus = (env: NodeJS.ProcessEnv): Promise<RunningBus> => runBus(env, "--session");

/** One that starts nobody but whom the folder `services` names: on another, a notification service of this machine comes when it is asked. */
export async function startBareBus(env: NodeJS.ProcessEnv, services = "/nonexistent"): Promise<RunningBus> {
  const dir = mkdtempSync(join(tmpdir(), "amt-agent-bus-"));
  try {
    const config = join(dir, "bus.conf");
    const may = ["method_call", "method_return", "error", "signal"].map((type) => `<allow receive_type="${type}"/>`);
    writeFileSync(
      config,
      `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>${services}</servicedir>
       <policy context="default"><allow send_destination="*"/>${may.join("")}<allow own="*"/></policy></busconfig>`,
    );
    return await runBus(env, `--config-file=${config}`);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export interface Desktop {
  /** For programs that live in it. */
  readonly env: NodeJS.ProcessEnv;
  readonly width: number;
  readonly height: number;
  startPanel(name?: PanelName): Promise<Started>;
  /** Runs a program in it and returns what it printed. */
  run(command: string, ...args: readonly string[]): Promise<string>;
  /** The whole screen, three bytes a pixel. */
  look(): Promise<Buffer>;
  stop(): Promise<void>;
}

/** A bare desktop with a home of its own: X server, session bus, window manager; a panel with a tray on demand. */
export async function startDesktop({ width = 900, height = 420, dark = false } = {}): Promise<Desktop> {
  const home = mkdtempSync(join(tmpdir(), "amt-agent-desktop-"));
  const running: Started[] = [];
  const stop = async (): Promise<void> => {
    for (const one of running.splice(0).reverse()) await one.stop();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    const screen = ["-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp", "-noreset"];
    const xvfb = start("Xvfb", ["-displayfd", "3", ...screen], process.env);
    running.push(xvfb);
    const display = await firstLine(xvfb.process.stdio[3] as Readable);
    const own: NodeJS.ProcessEnv = {
      PATH: process.env.PATH,
      LANG: "C.UTF-8",
      HOME: home,
      XDG_CONFIG_HOME: join(home, ".config"),
      XDG_CACHE_HOME: join(home, ".cache"),
      XDG_RUNTIME_DIR: home,
      DISPLAY: `:${display}`,
      GTK_THEME: dark ? "Adwaita:dark" : "Adwaita",
      NO_AT_BRIDGE: "1",
    };
    const bus = await startBus(own);
    running.push(bus.process);
    const env = { ...own, DBUS_SESSION_BUS_ADDRESS: bus.address };
    const config = join(home, ".config/xfce4/xfconf/xfce-perchannel-xml");
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, "xfce4-panel.xml"), panelConfig({ x: width / 2, y: height - 18, dark }));
    const lxqt = join(home, ".config/lxqt");
    mkdirSync(lxqt, { recursive: true });
    writeFileSync(join(lxqt, "panel.conf"), lxqtConfig);
    running.push(start("openbox", [], env));
    const run = async (command: string, ...args: readonly string[]): Promise<string> =>
      (await execute(command, args, { env })).stdout;
    return {
      env,
      width,
      height,
      run,
      stop,
      async startPanel(name = "xfce4-panel") {
        const panel = start(name, panelArguments[name], env);
        running.push(panel);
        return panel;
      },
      async look() {
        const args = ["-window", "root", "-depth", "8", "rgb:-"];
        const { stdout } = await execute("import", args, { env, encoding: "buffer", maxBuffer: 16 * 2 ** 20 });
        return stdout;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const lxqtConfig = `[General]
__userfile__=true
panels=panel1
[panel1]
alignment=-1
desktop=0
hidable=false
iconSize=22
lineCount=1
panelSize=36
plugins=statusnotifier
position=Bottom
width=100
width-percent=true
[statusnotifier]
alignment=Right
type=statusnotifier
`;

const panelConfig = ({
  x,
  y,
  dark,
}: {
  x: number;
  y: number;
  dark: boolean;
}): string => `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="${dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=${x};y=${y}"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="36"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray">
      <property name="icon-size" type="int" value="22"/>
      <property name="known-items" type="array">
        <value type="string" value="amt-agent"/>
      </property>
    </property>
    <property name="plugin-3" type="string" value="clock"/>
  </property>
</channel>
`;
