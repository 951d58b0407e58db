import type { Host, Places } from "../platform/paths.ts";
import { placesOf } from "../platform/paths.ts";
import type { GuardedAgent } from "./config-agents.ts";
import type { Destination } from "./config-destinations.ts";
import { ConfigError } from "./config-error.ts";

/** What a setting can hold, as data: the configuration's schema, help and man page are made from it. */
export type Kind =
  | { readonly is: "text" }
  | { readonly is: "choice"; readonly of: readonly string[] }
  | { readonly is: "whole"; readonly min: number; readonly max: number }
  | { readonly is: "yes-no" }
  /** A list in the file, with a schema of its own. */
  | { readonly is: "agents" }
  | { readonly is: "destinations" };

export interface Setting {
  /** `AMT_AGENT_...` in the environment; absent: only in the file, which says who may write it. */
  readonly env?: string;
  /** As commander takes it; absent: only by file and environment. */
  readonly flag?: string;
  readonly kind: Kind;
  readonly title: string;
  /** A value, or what depends on the machine: said in words by `otherwise`. */
  readonly default: Value | ((places: Places, host: Host) => Value);
  readonly otherwise?: string;
}
type Value = string | number | boolean | readonly GuardedAgent[] | readonly Destination[];
type ValueOf<K extends Kind> = K extends { is: "choice"; of: readonly (infer O)[] }
  ? O
  : K extends { is: "whole" }
    ? number
    : K extends { is: "yes-no" }
      ? boolean
      : K extends { is: "agents" }
        ? readonly GuardedAgent[]
        : K extends { is: "destinations" }
          ? readonly Destination[]
          : string;

const text = { is: "text" } as const;

/** Every setting, once. Keys are those of the configuration file, with dots where it is nested. */
export const settings = {
  mei: {
    env: "AMT_AGENT_MEI",
    flag: "--mei <driver>",
    kind: text,
    title: "which ME to talk to: auto|linux|windows|virtual[:MACHINE]|socket:PATH|trace:FILE",
    default: "auto",
  },
  socket: {
    env: "AMT_AGENT_SOCKET",
    flag: "--socket <path>",
    kind: text,
    title: "the service's user endpoint; its admin endpoint is that with .admin behind it",
    default: (places: Places) => places.socketToServe,
    otherwise: "/run/amt-agent/agent.sock, or the user's own",
  },
  stateDir: {
    env: "AMT_AGENT_STATE_DIR",
    flag: "--state-dir <dir>",
    kind: text,
    title: "where the service keeps its state",
    default: (places: Places) => places.stateDir,
    otherwise: "/var/lib/amt-agent, or the user's own",
  },
  adminDir: {
    env: "AMT_AGENT_ADMIN_DIR",
    flag: "--admin-dir <dir>",
    kind: text,
    title: "where commands that change AMT keep their journal and generated passwords; nobody else may have access",
    default: (places: Places) => places.adminDir,
    otherwise: "/var/lib/amt-agent-admin, or the user's own",
  },
  "provisioning.keep": {
    env: "AMT_AGENT_PROVISIONING_KEEP",
    flag: "--keep <how>",
    kind: { is: "choice", of: ["file", "systemd-creds", "dpapi", "escrow"] },
    title:
      "how a generated password is kept: file, systemd-creds (encrypted for this machine), dpapi (Windows: for this user), escrow (by a program)",
    default: "file",
  },
  "provisioning.escrow": {
    env: "AMT_AGENT_PROVISIONING_ESCROW",
    kind: text,
    title: "the program that takes a generated password on its standard input, and its arguments, by spaces; or none",
    default: "none",
  },
  "log.level": {
    env: "AMT_AGENT_LOG_LEVEL",
    flag: "--log-level <level>",
    kind: { is: "choice", of: ["error", "warn", "info", "debug"] },
    title: "what is logged",
    default: "info",
  },
  "log.format": {
    env: "AMT_AGENT_LOG_FORMAT",
    flag: "--log-format <format>",
    kind: { is: "choice", of: ["journald", "text", "json"] },
    title: "how it is logged",
    // systemd.exec(5): set where standard error is the journal
    default: (_places: Places, host: Host) => (host.env.JOURNAL_STREAM ? "journald" : "text"),
    otherwise: "journald under systemd, else text",
  },
  allowVirtual: {
    env: "AMT_AGENT_ALLOW_VIRTUAL",
    kind: { is: "yes-no" },
    title: "let an installed service run on a virtual ME",
    default: false,
  },
  "watch.intervalSeconds": {
    env: "AMT_AGENT_WATCH_INTERVAL_SECONDS",
    flag: "--watch-interval <seconds>",
    kind: { is: "whole", min: 2, max: 86_400 },
    title: "within how many seconds the service finds a session that AMT has not told it of",
    default: 11,
  },
  "watch.settingsMinutes": {
    env: "AMT_AGENT_WATCH_SETTINGS_MINUTES",
    kind: { is: "whole", min: 1, max: 10_080 },
    title: "minutes between two readings of AMT's settings (trusted roots, servers, TLS, users, features) for changes",
    default: 60,
  },
  "events.keepMegabytes": {
    env: "AMT_AGENT_EVENTS_KEEP_MEGABYTES",
    kind: { is: "whole", min: 2, max: 4_096 },
    title: "how much the history of events may take on disk; the oldest go first",
    default: 64,
  },
  "hostServices.clock": {
    env: "AMT_AGENT_HOST_SERVICES_CLOCK",
    kind: { is: "yes-no" },
    title: "keep AMT's clock by this PC's, where AMT's owner lets it",
    default: false,
  },
  "hostServices.name": {
    env: "AMT_AGENT_HOST_SERVICES_NAME",
    kind: { is: "yes-no" },
    title: "tell AMT this PC's name, where AMT shares it",
    default: false,
  },
  "hostServices.address": {
    env: "AMT_AGENT_HOST_SERVICES_ADDRESS",
    kind: { is: "yes-no" },
    title: "tell AMT this PC's wired IPv4 address, where AMT shares it (IpSyncEnabled); Linux only",
    default: false,
  },
  "hostServices.wifi": {
    env: "AMT_AGENT_HOST_SERVICES_WIFI",
    kind: { is: "yes-no" },
    title:
      "give AMT the wireless networks of this PC (NetworkManager, WPA2 and WPA3 with a passphrase), where AMT's owner lets it take them; Linux only",
    default: false,
  },
  "hostServices.power": {
    env: "AMT_AGENT_HOST_SERVICES_POWER",
    kind: { is: "choice", of: ["off", "ask", "obey"] },
    title:
      "shut down, restart or sleep in good order when AMT asks, after a notice of 60 s: off, ask (the user at the screen can call it off), obey (only an administrator can)",
    default: "off",
  },
  "metrics.textfile": {
    env: "AMT_AGENT_METRICS_TEXTFILE",
    kind: text,
    title:
      "where figures are written for node_exporter's textfile collector, every 15 s: a path that ends in .prom; or none",
    default: "none",
  },
  "lms.listen": {
    env: "AMT_AGENT_LMS_LISTEN",
    flag: "--lms-listen <where>",
    kind: { is: "choice", of: ["loopback", "host", "off"] },
    title:
      "where AMT's ports are offered to this machine's programs: loopback, host (its other addresses too; nobody from elsewhere is let in), off",
    default: "loopback",
  },
  "lms.portOffset": {
    env: "AMT_AGENT_LMS_PORT_OFFSET",
    flag: "--lms-port-offset <number>",
    kind: { is: "whole", min: 0, max: 40_000 },
    title: "added to the numbers of AMT's ports where they are offered; for tests and a second virtual ME",
    default: 0,
  },
  "lms.connectOut": {
    env: "AMT_AGENT_LMS_CONNECT_OUT",
    kind: text,
    title: "where the firmware may connect to through this machine: none, or HOST:PORT separated by commas",
    default: "none",
  },
  "tls.ca": {
    env: "AMT_AGENT_TLS_CA",
    flag: "--ca <file>",
    kind: text,
    title: "certificates (PEM) to one of which that of AMT's TLS port must lead, as Intel's On-Die CA roots; or none",
    default: "none",
  },
  "posture.advisoryKeys": {
    env: "AMT_AGENT_POSTURE_ADVISORY_KEYS",
    kind: text,
    title:
      "whose updates of the advisory data are taken: ed25519 public keys as base64 of their 32 bytes, separated by commas; or none",
    default: "none",
  },
  "posture.send": {
    kind: { is: "destinations" },
    title: "whom posture reports are sent to (docs/posture.md)",
    default: [],
  },
  "posture.spoolDir": {
    env: "AMT_AGENT_POSTURE_SPOOL_DIR",
    flag: "--spool-dir <dir>",
    kind: text,
    title: "where posture reports wait to be sent: the service writes it, the sender reads it",
    default: (places: Places) => places.spoolDir,
    otherwise: "/var/lib/amt-agent-spool, or the user's own",
  },
  "posture.sendDir": {
    env: "AMT_AGENT_POSTURE_SEND_DIR",
    flag: "--send-dir <dir>",
    kind: text,
    title: "where the sender keeps how far each destination has got: the sender writes it, the service reads it",
    default: (places: Places) => places.sendDir,
    otherwise: "/var/lib/amt-agent-send, or the user's own",
  },
  "posture.spoolMegabytes": {
    env: "AMT_AGENT_POSTURE_SPOOL_MEGABYTES",
    kind: { is: "whole", min: 1, max: 4_096 },
    title: "how much the reports that wait may take on disk; the oldest go first",
    default: 32,
  },
  "posture.spoolReports": {
    env: "AMT_AGENT_POSTURE_SPOOL_REPORTS",
    kind: { is: "whole", min: 1, max: 100_000 },
    title: "how many reports may wait; the oldest go first",
    default: 1_000,
  },
  "posture.hours": {
    env: "AMT_AGENT_POSTURE_HOURS",
    kind: { is: "whole", min: 0, max: 720 },
    title: "hours between two reports of this PC's health, besides those after a change; 0: only when somebody asks",
    default: 6,
  },
  "posture.key": {
    env: "AMT_AGENT_POSTURE_KEY",
    kind: { is: "choice", of: ["auto", "file", "tpm"] },
    title:
      "where the key that signs reports is made: tpm (TPM 2.0, by tpm2-tools), file, or auto (tpm where there is one)",
    default: "auto",
  },
  "posture.tpm": {
    env: "AMT_AGENT_POSTURE_TPM",
    kind: text,
    title: "how tpm2-tools reach the TPM: device:PATH, swtpm:path=PATH",
    default: "device:/dev/tpmrm0",
  },
  "posture.keepInMe": {
    env: "AMT_AGENT_POSTURE_KEEP_IN_ME",
    kind: { is: "yes-no" },
    title: "keep a digest of the newest report in AMT's web storage, where it can be read with the system dead",
    default: false,
  },
  "posture.meWritesPerDay": {
    env: "AMT_AGENT_POSTURE_ME_WRITES_PER_DAY",
    kind: { is: "whole", min: 1, max: 24 },
    title: "how often a day at most that digest is written to AMT's flash",
    default: 4,
  },
  "posture.meUser": {
    env: "AMT_AGENT_POSTURE_ME_USER",
    kind: text,
    title: "the AMT user who writes it, with the realm Storage; none: the account for this machine's programs",
    default: "none",
  },
  "posture.mePasswordFile": {
    env: "AMT_AGENT_POSTURE_ME_PASSWORD_FILE",
    kind: text,
    title: "that user's password: the first line of a file that only the service can read; or none",
    default: "none",
  },
  "tls.pin": {
    env: "AMT_AGENT_TLS_PIN",
    flag: "--pin <hash>",
    kind: text,
    title: "the certificate of AMT's TLS port, as sha256:HEX; or none",
    default: "none",
  },
  "presence.agents": {
    kind: { is: "agents" },
    title: "programs that AMT is kept told of while they are well (docs/presence.md)",
    default: [],
  },
  "presence.user": {
    env: "AMT_AGENT_PRESENCE_USER",
    kind: text,
    title:
      "the AMT user who reports them, with the realm Agent Presence Local; none: the account for this machine's programs",
    default: "none",
  },
  "presence.passwordFile": {
    env: "AMT_AGENT_PRESENCE_PASSWORD_FILE",
    kind: text,
    title: "that user's password: the first line of a file that only the service can read; or none",
    default: "none",
  },
  "watchdog.os": {
    env: "AMT_AGENT_WATCHDOG_OS",
    kind: { is: "yes-no" },
    title: "ping AMT's watchdog of the operating system (Linux, mei_wdt) while the service is well",
    default: false,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingKey = keyof typeof settings;
export type Values = { readonly [K in SettingKey]: ValueOf<(typeof settings)[K]["kind"]> };
export type Env = Readonly<Record<string, string | undefined>>;
/** What the command line said, by setting; `config` names the file to read. Everything as text, as typed. */
export type Flags = { readonly [K in SettingKey | "config"]?: string | undefined };

export const configEnv = "AMT_AGENT_CONFIG";
/** The only other names of ours that may stand in the environment. */
export const otherEnv = /^AMT_AGENT_(CONFIG|TEST_\w+)$/;

/** The file that was asked for, or the usual one if it is there. */
export function configFile(flags: Flags, host: Host): { path: string; asked: boolean } | undefined {
  const asked = flags.config ?? host.env[configEnv];
  if (asked === "") throw new ConfigError(`${flags.config === "" ? "--config" : configEnv} is empty; it names a file.`);
  if (asked !== undefined) return { path: asked, asked: true };
  const usual = placesOf(host).config;
  return host.exists(usual) ? { path: usual, asked: false } : undefined;
}

/** Where a value comes from; of a file also the line. */
export interface Source {
  readonly from: "flag" | "environment" | "file" | "default";
  /** For people: `--mei`, `AMT_AGENT_MEI`, `/etc/amt-agent/config.yaml:3`. */
  readonly name: string;
}

/** What flag or environment say of a setting; the flag wins. An empty value is refused: it is a shell variable that was not set. */
export function spoken(key: SettingKey, flags: Flags, env: Env): { text: string; source: Source } | undefined {
  const setting: Setting = settings[key];
  const flag = flags[key];
  const text = flag ?? (setting.env === undefined ? undefined : env[setting.env]);
  if (text === undefined) return undefined;
  const source: Source =
    flag === undefined
      ? { from: "environment", name: setting.env ?? key }
      : { from: "flag", name: setting.flag?.split(" ")[0] ?? key };
  if (text === "") throw new ConfigError(`${key} (${source.name}) is empty.`);
  return { text, source };
}
