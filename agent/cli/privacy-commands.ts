import type { Command } from "commander";
import type { Add } from "./command.ts";

/** `amt-agent privacy`: its words and help; what it does is loaded when it runs. */
export function addPrivacy(root: Command, add: Add): void {
  add(root, "privacy", "who can reach this PC below the operating system, and how", {
    keys: ["mei", "socket", "tls.ca", "tls.pin"],
    examples: ["privacy", "privacy --json", "privacy --user admin", "privacy --mei virtual:acm-15"],
    run: async (context, options) =>
      (await import("./privacy.ts")).privacy(context, {
        user: options.user as string | undefined,
        passwordFile: options.passwordFile as string | undefined,
      }),
  })
    .option("--user <name>", "log in to AMT as this user, to see what only its administrator may (accounts)")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    );
}
