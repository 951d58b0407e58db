import { Command, CommanderError, Option } from "commander";
import { realClock } from "../../platform/clock.ts";
import { thisHost } from "../../platform/paths.ts";
import { actionLines } from "../../virtual-me/operator/help.ts";
import { type Flags, type Setting, type SettingKey, settings } from "../settings-table.ts";
import type { Add, Given } from "./command.ts";
import { addConfigure } from "./configure-commands.ts";
import type { Context } from "./context.ts";
import { addEvents } from "./events-commands.ts";
import { type Exit, exitOf, exits, statusOf } from "./exit-codes.ts";
import { failureOf } from "./failure.ts";
import { iconThread } from "./icon-thread.ts";
import { languageFor, languageOption } from "./language.ts";
import { addPosture } from "./posture-commands.ts";
import { addPresence } from "./presence-commands.ts";
import { addPrivacy } from "./privacy-commands.ts";
import { addProvisioning } from "./provisioning-commands.ts";
import { addSessions } from "./sessions-commands.ts";
import { type Terminal, terminal } from "./terminal.ts";
import { addWsman } from "./wsman-commands.ts";

declare const AMT_AGENT_VERSION: string | undefined;
const version = typeof AMT_AGENT_VERSION === "string" ? AMT_AGENT_VERSION : "0.0.0-source";
declare const AMT_AGENT_COMMIT: string | undefined;
const commit = typeof AMT_AGENT_COMMIT === "string" ? AMT_AGENT_COMMIT : "unknown";

const flagName = (flag: string): string => flag.split(" ")[0]?.slice(2) ?? flag;
const camel = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** The options that are settings, with the words they have there. */
function addSettings(command: Command, keys: readonly SettingKey[]): Command {
  for (const key of keys) {
    const setting: Setting = settings[key];
    if (setting.flag) command.addOption(new Option(setting.flag, `${setting.title} [${setting.env}]`));
  }
  return command.option("--config <file>", "configuration file [AMT_AGENT_CONFIG]");
}

function flagsOf(given: Given): Flags {
  const flags: Record<string, string> = {};
  for (const [key, setting] of Object.entries<Setting>(settings)) {
    const value = setting.flag ? given[camel(flagName(setting.flag))] : undefined;
    if (typeof value === "string") flags[key] = value;
  }
  if (typeof given.config === "string") flags.config = given.config;
  return flags;
}

function program(io: Terminal, finish: (exit: Exit) => void, signal: AbortSignal): Command {
  const root = new Command("amt-agent")
    .description("Shows the truth about Intel AMT on this PC, and lets its owner provision, guard and audit it.")
    .version(`${version} (commit ${commit}, Node ${process.versions.node})`, "-V, --version")
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) })
    .addHelpText("after", `\nExit status:\n${exitTable()}`);

  const examplesOf = new Map<Command, readonly string[]>();
  const add: Add = (parent, usage, description, { keys, examples, run }) => {
    const command = addSettings(parent.command(usage).description(description), keys)
      .option("--json", "one JSON document on standard output")
      .addHelpText("after", `\nExamples:\n${examples.map((line) => `  $ amt-agent ${line}`).join("\n")}`);
    examplesOf.set(command, examples);
    return command.action(async (...given: unknown[]) => {
      const options = command.opts() as Given;
      const context: Context = {
        terminal: io,
        host: thisHost(),
        clock: realClock,
        flags: flagsOf(options),
        json: options.json === true,
        signal,
        version,
      };
      finish(await guarded(context, () => run(context, options, given.slice(0, -2) as string[])));
    });
  };

  const reach = ["mei", "socket"] as const;
  const service = Object.keys(settings) as SettingKey[];
  add(root, "info", "everything the ME says of itself without a password", {
    keys: reach,
    examples: ["info", "info --json", "info --mei virtual:acm-15"],
    run: async (context) => (await import("./info.ts")).run(context),
  });
  add(root, "status", "can somebody see or drive this PC right now?", {
    keys: reach,
    examples: ["status", "status --json"],
    run: async (context) => (await import("./status.ts")).run(context),
  });
  addPrivacy(root, add);
  add(root, "metrics", "the service's figures, in Prometheus' text format (administrators)", {
    keys: ["socket"],
    examples: ["metrics", "metrics | promtool check metrics"],
    run: async (context) => (await import("./metrics.ts")).run(context),
  });
  add(root, "doctor", "why AMT does or does not work here", {
    keys: reach,
    examples: ["doctor", "doctor --json"],
    run: async (context) => (await import("./doctor.ts")).run(context),
  });
  add(root, "verify-install", "is the package as it was installed, and nothing in its way?", {
    keys: [],
    examples: ["verify-install", "verify-install --json", "verify-install --root /mnt/image"],
    run: async (context, options) =>
      (await import("./verify-install.ts")).verifyInstall(context, {
        root: (options.root as string | undefined) ?? "/",
      }),
  }).option("--root <dir>", "look at the system in this folder, an image for example; what runs is not looked at then");
  add(root, "serve", "the service, in the foreground", {
    keys: service,
    examples: ["serve", "serve --mei virtual:ccm-12 --socket /tmp/amt/agent.sock --state-dir /tmp/amt/state"],
    run: async (context, options) =>
      options.windowsService === true
        ? (await import("./windows-service.ts")).serveForWindows(context)
        : (await import("../main.ts")).run(context),
  }).addOption(new Option("--windows-service", "as Windows' service control manager starts it").hideHelp());
  add(root, "start", "service and tray; on a virtual ME where this machine has none", {
    keys: service,
    examples: ["start", "start --mei virtual:wifi-14"],
    run: async (context) => (await import("./start.ts")).run(context),
  });
  add(root, "tray", "the tray icon of this desktop session", {
    keys: ["socket"],
    examples: ["tray", "tray --lang he", "tray --backend systray2", "tray --disturb none"],
    run: async (context, options) =>
      (await import("./tray.ts")).tray(context, {
        language: languageFor(options.lang, context.host),
        backend: options.backend as "auto" | "sni" | "systray2" | "win32",
        disturb: options.disturb as "kvm" | "all" | "none",
      }),
  })
    .addOption(languageOption())
    .addOption(
      new Option(
        "--backend <kind>",
        "how the icon is shown: sni (D-Bus), systray2 (XEmbed), win32 (Windows); auto: as the desktop can",
      )
        .choices(["auto", "sni", "systray2", "win32"])
        .default("auto"),
    )
    .addOption(
      new Option(
        "--disturb <what>",
        "what may be told while the desktop is set to do not disturb: sessions in which the screen is seen (kvm), every session (all)",
      )
        .choices(["kvm", "all", "none"])
        .default("kvm"),
    );
  add(root, "window", "the status window of this user, in the browser; needs no tray", {
    keys: ["socket"],
    examples: ["window", "window --no-open", "window --lang de", "window --page history"],
    run: async (context, options) =>
      (await import("./window.ts")).statusWindow(context, {
        open: options.open !== false,
        language: languageFor(options.lang, context.host),
        page: options.page as string,
      }),
  })
    .option("--no-open", "only print which file to open, and wait for that")
    .addOption(
      new Option("--page <page>", "which page it opens on")
        .choices(["now", "reach", "history", "details", "presence", "about"])
        .default("now"),
    )
    .addOption(languageOption());
  const virtual = add(root, "virtual-me", "a machine that is not there, for any tool of ours", {
    keys: [],
    examples: [
      "virtual-me --list",
      "virtual-me --machine acm-15 --socket /tmp/me.sock",
      "info --mei socket:/tmp/me.sock",
      "virtual-me --machine acm-15 --cuse mei0",
    ],
    run: async (context, options) =>
      (await import("./virtual-me.ts")).virtualMe(context, {
        list: options.list === true,
        machine: options.machine as string | undefined,
        path: options.socket as string | undefined,
        cuse: options.cuse as string | undefined,
        hbm: options.hbm as string | undefined,
        faults: (options.fault as string[] | undefined) ?? [],
      }),
  })
    .option("--list", "the machines there are")
    .option("--machine <name>", "which machine")
    .option("--socket <path>", "unix socket (0600) to offer it on")
    .option("--cuse <device>", "device below /dev to offer it as, for any AMT tool: mei0 (Linux, root, modprobe cuse)")
    .option(
      "--hbm <path>",
      "end of a host's MEI bus, for the kernel's own driver: /dev/vmei (SIGUSR1 resets the ME, SIGUSR2 for half a second)",
    )
    .option("--fault <fault...>", "something to go wrong, as client:kind[:times][@request][#from]: amthi:short:1");

  // Options behind `operate` are its own, also where `virtual-me` has one of that name
  root.enablePositionalOptions();
  virtual.enablePositionalOptions();
  add(virtual, "operate [words...]", "be the remote operator of a virtual ME that runs", {
    keys: ["socket"],
    examples: [
      "virtual-me operate kvm open --socket /tmp/me.sock",
      "virtual-me operate consent 123456 --socket /tmp/me.sock",
      "virtual-me operate state --json",
      "virtual-me operate list",
    ],
    run: async (context, _options, words) => (await import("./operate.ts")).operate(context, words.flat()),
  }).addHelpText(
    "after",
    () =>
      `\nActions:\n${actionLines().join("\n")}\n\n--socket names the socket of the virtual ME, or of the service it runs in (npm start); it says so at its start.`,
  );

  add(virtual, "pki", "provisioning certificates that virtual machines trust, and broken ones of each kind", {
    keys: [],
    examples: ["virtual-me pki --out /tmp/pki", "virtual-me pki --out /tmp/pki --machine wifi-14 --json"],
    run: async (context, options) =>
      (await import("./virtual-pki.ts")).virtualPki(context, {
        out: options.out as string | undefined,
        machine: options.machine as string | undefined,
      }),
  })
    .option("--out <dir>", "directory to write them to; made if it is not there")
    .option("--machine <name>", "which machine they are for: its domain is in their names");

  const mei = root.command("mei").description("single ME commands, for those who know what they ask");
  add(mei, "list", "every command", {
    keys: [],
    examples: ["mei list"],
    run: async (context) => (await import("./mei.ts")).list(context),
  });
  add(mei, "call <name>", "send one command and show the answer", {
    keys: reach,
    examples: [
      "mei call getProvisioningState",
      "mei call getLanInterfaceSettings --input interface=wired --json",
      "mei call setOneTimePassword --input-file - < input.json",
    ],
    run: async (context, options, [name]) =>
      (await import("./mei.ts")).call(context, {
        name: name as string,
        words: (options.input as string[] | undefined) ?? [],
        inputFile: options.inputFile as string | undefined,
        confirmed: options.yes === true,
      }),
  })
    .option("--input <name=value...>", "input, field by field")
    .option("--input-file <file>", "input as JSON; - is standard input; the only way for secrets")
    .option("--yes", "meant, although it changes this machine's ME");

  addEvents(root, add);
  addWsman(root, add);
  addConfigure(root, add);
  addPosture(root, add);
  addPresence(root, add);
  addSessions(root, add);
  addProvisioning(root, add);
  // For manual pages and completions, made from the built program
  root.command("__describe", { hidden: true }).action(async () => {
    const { describe } = await import("./describe.ts");
    io.out(JSON.stringify(describe(root, examplesOf)));
  });
  root
    .command(iconThread, { hidden: true })
    .action(async () => (await import("../../platform/windows-icon-thread.ts")).runIconThread());
  return root;
}

const exitTable = (): string =>
  Object.values(exits)
    .map(([status, meaning]) => `  ${String(status).padStart(3)}  ${meaning}`)
    .join("\n");

/** Runs a command and turns whatever it throws into words and an exit status. */
async function guarded({ terminal: io, json, signal }: Context, run: () => Promise<Exit>): Promise<Exit> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted) return "interrupted";
    const { code, message, holder, remedy } = failureOf(error);
    if (json)
      io.out(
        JSON.stringify({ error: { code, message, ...(holder ? { holder } : {}), ...(remedy ? { remedy } : {}) } }),
      );
    io.err(`amt-agent: ${message}`);
    if (remedy) io.err(remedy);
    if (code === "UNEXPECTED") io.err(error instanceof Error ? (error.stack ?? "") : "");
    return exitOf(code);
  }
}

async function main(): Promise<void> {
  const io = terminal(process.stdout, process.stderr, process.env);
  const stop = new AbortController();
  // `amt-agent info | head`: whoever read has heard enough
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(statusOf("ok"));
  });
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stop.signal.aborted) process.exit(statusOf("interrupted"));
      stop.abort(new DOMException(name, "AbortError"));
    });
  try {
    await program(
      io,
      (exit) => {
        process.exitCode = statusOf(exit);
      },
      stop.signal,
    ).parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : statusOf("usage");
  }
}

void main();
