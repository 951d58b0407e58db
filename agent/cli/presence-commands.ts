import { type Command, Option } from "commander";
import type { Add, Given } from "./command.ts";
import type { WsmanAccess } from "./with-wsman.ts";

const reach = ["mei", "socket", "tls.ca", "tls.pin"] as const;
const text = (value: unknown): string | undefined => value as string | undefined;
const access = ({ user, passwordFile }: Given): WsmanAccess => ({
  user: text(user),
  passwordFile: text(passwordFile),
  xml: false,
});
const login = (command: Command): Command =>
  command
    .option("--user <name>", "log in as this user; changes need the realm Agent Presence Remote, or an administrator")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    );
const yes = (command: Command): Command => command.option("--yes", "meant, although it changes this machine's AMT");

/** `amt-agent presence …` and `amt-agent guard`: their words and help; what they do is loaded when they run. */
export function addPresence(root: Command, add: Add): void {
  const presence = root
    .command("presence")
    .description("AMT's watchdogs of programs, and the programs this service guards");
  add(presence, "status", "the programs that the service guards, and what AMT is told of them", {
    keys: ["socket"],
    examples: ["presence status", "presence status --json"],
    run: async (context) => (await import("./presence.ts")).status(context),
  });
  login(
    add(presence, "list", "the watchdogs that AMT has, with their states", {
      keys: reach,
      examples: ["presence list --user admin", "presence list --user admin --json"],
      run: async (context, options) => (await import("./presence.ts")).list(context, access(options)),
    }),
  );
  const id = "03020100-0504-0706-0809-0a0b0c0d0e0f";
  yes(
    login(
      add(presence, "add <id>", "have AMT watch one more program; the id is a GUID of your choice", {
        keys: reach,
        examples: [`presence add ${id} --description backup --timeout 60 --startup 300 --user admin --yes`],
        run: async (context, options, [guid]) => {
          const { add: run, mustMean } = await import("./presence.ts");
          mustMean(options.yes === true, "A new watchdog");
          const { description, timeout, startup } = options as Readonly<Record<string, string>>;
          return run(
            context,
            guid as string,
            { description: description ?? "", timeout: timeout ?? "", startup: startup ?? "" },
            access(options),
          );
        },
      }),
    ),
  )
    .option("--description <text>", "what it is, 16 characters", "amt-agent")
    .option("--timeout <seconds>", "how long AMT waits for a heartbeat", "60")
    .option("--startup <seconds>", "how long after the start of the machine until the first", "300");
  yes(
    login(
      add(presence, "remove <id>", "take a watchdog and its actions out of AMT", {
        keys: reach,
        examples: [`presence remove ${id} --user admin --yes`],
        run: async (context, options, [guid]) => {
          const { remove, mustMean } = await import("./presence.ts");
          mustMean(options.yes === true, "Removing a watchdog");
          return remove(context, guid as string, access(options));
        },
      }),
    ),
  );
  yes(
    login(
      add(presence, "actions [id]", "what AMT does when a program changes its state; with options: what it is to do", {
        keys: reach,
        examples: [
          "presence actions --user admin",
          `presence actions ${id} --from running --to expired --event --user admin --yes`,
          `presence actions ${id} --reboot on --delay 60 --user admin --yes`,
          "presence actions --cancel-reboot --user admin --yes",
        ],
        run: async (context, options, [guid]) => {
          const { actions, mustMean } = await import("./presence.ts");
          const { from, to, defense, reboot, delay } = options as Readonly<Record<string, string | undefined>>;
          const clear = options.clear === true;
          const cancelReboot = options.cancelReboot === true;
          if (to !== undefined || reboot !== undefined || clear || cancelReboot) mustMean(options.yes === true, "This");
          const how = {
            ...{ from: from ?? "any", to, event: options.event === true, clear, cancelReboot, delay },
            defense: defense as "activate" | "deactivate" | undefined,
            reboot: reboot as "on" | "off" | undefined,
          };
          return actions(context, guid, how, access(options));
        },
      }),
    ),
  )
    .option("--from <states>", "when it leaves one of: notStarted, stopped, running, expired, suspended, any", "any")
    .option("--to <states>", "and enters one of these: adds an action")
    .option("--event", "AMT sends an event and keeps it in its log")
    .addOption(
      new Option("--defense <what>", "the System Defense policy of agent presence").choices(["activate", "deactivate"]),
    )
    .option("--clear", "first remove all actions of this watchdog")
    .addOption(
      new Option("--reboot <on|off>", "AMT resets the machine when this watchdog expires (AMT 11 and newer)").choices([
        "on",
        "off",
      ]),
    )
    .option("--delay <seconds>", "time between expiry and reset, for all watchdogs")
    .option("--cancel-reboot", "stop a reset that is about to happen");

  login(
    add(presence, "cancel-reset", "keep AMT from restarting this PC because a program it watches fell silent", {
      keys: reach,
      examples: ["presence cancel-reset", "presence cancel-reset --user admin --password-file /root/amt"],
      run: async (context, options) =>
        (await import("./presence-reset.ts")).cancel(context, {
          user: text(options.user),
          passwordFile: text(options.passwordFile),
        }),
    }),
  );

  root.enablePositionalOptions();
  add(root, "guard <name> <command...>", "run a program, and have AMT told that it is alive as long as it is", {
    keys: ["socket"],
    examples: ["guard kiosk -- /usr/bin/kiosk --fullscreen"],
    run: async (context, _options, [name, ...rest]) => {
      const words = rest.flat();
      const command = words[0] === "--" ? words.slice(1) : words;
      return (await import("./guard.ts")).guard(context, name as string, command);
    },
  }).passThroughOptions();
}
