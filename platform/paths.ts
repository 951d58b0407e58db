import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, win32 } from "node:path";

/** What the places depend on; the real one is `thisHost()`. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** Effective user id; undefined where the system has none (Windows). */
  readonly uid: number | undefined;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  exists(path: string): boolean;
}

/** Where the service and its clients meet and where files live, unless the settings say otherwise. */
export interface Places {
  readonly config: string;
  /** The user endpoint a service started here listens on. */
  readonly socketToServe: string;
  /** The user endpoint a client asks: the machine's own service where there is one, or will be one by the package; else the one of this user. */
  readonly socketToAsk: string;
  readonly stateDir: string;
  /** Where this user's own programs keep what they remember: the tray, the window. */
  readonly ownState: string;
  /** Where commands keep what is their user's alone: journals, generated passwords. Never the service's own directory. */
  readonly adminDir: string;
  /** Where posture reports wait: the service writes it, the sender reads it. */
  readonly spoolDir: string;
  /** Where the sender keeps how far it has got: the service reads it. */
  readonly sendDir: string;
  /** Where the file goes that opens the status window: this user's alone. */
  readonly windowDir: string;
}

export const thisHost = (): Host => ({
  platform: process.platform,
  uid: process.geteuid?.(),
  home: homedir(),
  env: process.env,
  exists: existsSync,
});

const systemSocket = "/run/amt-agent/agent.sock";
/** Of the package. */
const installedProgram = "/usr/lib/amt-agent/amt-agent.cjs";
const pipePrefix = "\\\\.\\pipe\\";

export function placesOf(host: Host): Places {
  if (host.platform === "win32") return windowsPlaces(host);
  const { env } = host;
  const root = host.uid === 0;
  const ownState = join(absolute(env.XDG_STATE_HOME) ?? join(host.home, ".local", "state"), "amt-agent");
  const runtime = absolute(env.XDG_RUNTIME_DIR);
  const own = root ? systemSocket : join(runtime ? join(runtime, "amt-agent") : ownState, "agent.sock");
  // systemd names the directories it made for a unit (systemd.exec(5)): a service under its own user has no other
  const given = absolute(env.RUNTIME_DIRECTORY?.split(":")[0]);
  // A unit has users of its own, and they share directories that the package made
  const installed = root || absolute(env.STATE_DIRECTORY) !== undefined;
  return {
    config: "/etc/amt-agent/config.yaml",
    socketToServe: given ? join(given, "agent.sock") : own,
    socketToAsk: isOfMachine(host, own) ? systemSocket : own,
    stateDir: absolute(env.STATE_DIRECTORY?.split(":")[0]) ?? (root ? "/var/lib/amt-agent" : ownState),
    ownState,
    spoolDir: installed ? "/var/lib/amt-agent-spool" : join(ownState, "spool"),
    sendDir: installed ? "/var/lib/amt-agent-send" : join(ownState, "send"),
    adminDir: root ? "/var/lib/amt-agent-admin" : join(ownState, "admin"),
    windowDir: join(absolute(env.XDG_DATA_HOME) ?? join(host.home, ".local", "share"), "amt-agent", "window"),
  };
}

/** A desktop's tray starts before the service, or while that is replaced: it is to wait for the right one. */
function isOfMachine(host: Host, own: string): boolean {
  return host.exists(systemSocket) || (host.exists(installedProgram) && !host.exists(own));
}

const programData = (env: Host["env"]): string => win32.join(env.ProgramData ?? "C:\\ProgramData", "amt-agent");

function windowsPlaces({ env, home }: Host): Places {
  const data = programData(env);
  const pipe = `${pipePrefix}amt-agent`;
  return {
    config: win32.join(data, "config.yaml"),
    socketToServe: pipe,
    socketToAsk: pipe,
    stateDir: win32.join(data, "state"),
    ownState: win32.join(env.LOCALAPPDATA ?? data, "amt-agent"),
    spoolDir: win32.join(data, "spool"),
    sendDir: win32.join(data, "send"),
    adminDir: win32.join(data, "admin"),
    windowDir: win32.join(env.LOCALAPPDATA ?? win32.join(home, "AppData", "Local"), "amt-agent", "window"),
  };
}

/** The XDG specification: a relative path in these variables is invalid and is to be ignored. */
const absolute = (path: string | undefined): string | undefined => (path?.startsWith("/") ? path : undefined);

/** Where a service on Windows logs: its standard error leads nowhere. */
export const serviceLogOf = ({ env }: Pick<Host, "env">): string => win32.join(programData(env), "log", "service.log");

/** The admin endpoint that belongs to a user endpoint. */
export const adminEndpoint = (socket: string): string => `${socket}.admin`;

/** Where a virtual ME that is reached at `socket`, or in the service that is, takes orders from its operator. */
export const operatorEndpoint = (socket: string): string => `${socket}.operator`;

/** A Windows named pipe: no file, no mode, no peer credentials that Node could read. */
export const isPipe = (address: string): boolean => address.toLowerCase().startsWith(pipePrefix);
