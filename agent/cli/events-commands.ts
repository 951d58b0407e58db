import type { Command } from "commander";
import type { Add, Given } from "./command.ts";

const text = (value: unknown): string | undefined => value as string | undefined;
const several = (value: unknown): string[] => (value as string[] | undefined) ?? [];

/** `amt-agent events …`: its words and help; what it does is loaded when it runs. */
export function addEvents(root: Command, add: Add): void {
  const events = add(root, "events", "what happened to AMT on this PC", {
    keys: ["mei", "socket", "stateDir", "tls.ca", "tls.pin"],
    examples: [
      "events",
      "events --amt-log --audit --since 7d",
      "events --since 2h --kind session",
      "events --since 2026-11-01 --json",
      "events --follow",
      "events verify",
    ],
    run: async (context, options: Given) =>
      (await import("./events.ts")).events(context, {
        follow: options.follow === true,
        since: text(options.since),
        kind: text(options.kind),
        limit: text(options.limit),
        amtLog: options.amtLog === true,
        audit: options.audit === true,
        user: text(options.user),
        passwordFile: text(options.passwordFile),
      }),
  })
    .option("--follow", "and what happens from now on, until Ctrl-C")
    .option("--since <time>", "from then on: 90s, 30m, 2h, 7d, 2026-11-27, 2026-11-27T20:00:00Z")
    .option("--kind <kind>", "only these: session, consent, setup, network, defense, ...")
    .option("--limit <number>", "without --since: so many of the newest (100)")
    .option("--amt-log", "AMT's own event log too (administrators): what happened to the hardware")
    .option("--audit", "AMT's audit log too (administrators): who did what through AMT")
    .option("--user <name>", "read them as this user of AMT's, instead of the account for this PC's programs")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    );

  // Options behind `verify` are its own
  events.enablePositionalOptions();
  add(events, "verify", "is the history what was written?", {
    keys: ["stateDir"],
    examples: [
      "events verify",
      "events verify --anchor 1200:5d41402abc4b2a76b9719d911017c592ae2ff3c0f1f5a0a7e2f9f4ee2f1f0c55",
      "events verify --anchors - < journal.txt",
      "events verify --anchors report.json",
    ],
    run: async (context, options: Given) =>
      (await import("./events-verify.ts")).verifyEvents(context, {
        anchors: several(options.anchor),
        from: text(options.anchors),
      }),
  })
    .option("--anchor <id:hash...>", "what the history is known to have been, as the service's log says it")
    .option(
      "--anchors <file>",
      "a text with such lines, as of journalctl -u amt-agent, or posture reports; - is standard input",
    );
}
