import type { Command } from "commander";
import type { Add, Given } from "./command.ts";
import type { LoginOptions } from "./wsman-login.ts";

const reach = ["mei", "socket", "tls.ca", "tls.pin"] as const;
const login = ({ user, passwordFile }: Given): LoginOptions => ({
  user: user as string | undefined,
  passwordFile: passwordFile as string | undefined,
});
const withLogin = (command: Command): Command =>
  command
    .option("--user <name>", "tell AMT as this user of AMT's, not as its account for this PC's programs")
    .option(
      "--password-file <file>",
      "his password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    );

/** `amt-agent sessions`, `consent`, `help-desk`, `wlan`: their words and help; what they do is loaded when they run. */
export function addSessions(root: Command, add: Add): void {
  const sessions = add(root, "sessions", "each remote session on this PC: since when, who, and what it lets them do", {
    keys: reach,
    examples: ["sessions", "sessions --json", "sessions end", "sessions end kvm"],
    run: async (context) => (await import("./sessions.ts")).sessions(context),
  });
  sessions.enablePositionalOptions();
  withLogin(
    add(sessions, "end [kind]", "end them: kvm, sol, usbr, consent, cira; without a kind all but cira", {
      keys: reach,
      examples: ["sessions end", "sessions end kvm", "sessions end --user admin --password-file /root/amt --json"],
      run: async (context, options, [kind]) => (await import("./sessions-end.ts")).end(context, kind, login(options)),
    }),
  );
  withLogin(
    add(
      sessions,
      "switch-off",
      "the harder stop: AMT's redirection, its port and KVM off, so that none can begin again",
      {
        keys: reach,
        examples: ["sessions switch-off --yes", "sessions switch-off --user admin --password-file /root/amt --yes"],
        run: async (context, options) => {
          const { mustMean } = await import("./presence.ts");
          mustMean(options.yes === true, "Switching off remote sessions");
          return (await import("./sessions-switch-off.ts")).switchOff(context, login(options));
        },
      },
    ),
  ).option("--yes", "meant, although it changes this machine's AMT");
  const consent = add(root, "consent", "the user's consent: what needs it, and how far it is", {
    keys: reach,
    examples: ["consent", "consent --json", "consent cancel"],
    run: async (context) => (await import("./sessions.ts")).consent(context),
  });
  consent.enablePositionalOptions();
  withLogin(
    add(consent, "cancel", "take it back, or end the asking for it", {
      keys: reach,
      examples: ["consent cancel"],
      run: async (context, options) => (await import("./sessions-end.ts")).end(context, "consent", login(options)),
    }),
  );
  const help = root
    .command("help-desk")
    .description("AMT's connection to a server outside (CIRA), for whoever needs help");
  const acts = {
    status: "is there one, and may it be asked for here?",
    connect: "ask for help: AMT is to connect",
    disconnect: "end the connection that was asked for here",
  } as const;
  for (const [act, title] of Object.entries(acts) as [keyof typeof acts, string][])
    add(help, act, title, {
      keys: ["mei", "socket"],
      examples: [`help-desk ${act}`, `help-desk ${act} --json`],
      run: async (context) => (await import("./help-desk.ts")).helpDesk(context, act),
    });
  const wlan = root.command("wlan").description("the wireless link that this PC's system and AMT share");
  add(wlan, "to-host", "give it back to the operating system", {
    keys: reach,
    examples: ["wlan to-host"],
    run: async (context) => (await import("./help-desk.ts")).wlanToSystem(context),
  });
}
