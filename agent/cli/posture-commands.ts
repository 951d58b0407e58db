import { type Command, Option } from "commander";
import type { Add } from "./command.ts";

const reach = ["mei", "socket", "adminDir", "tls.ca", "tls.pin"] as const;
const text = (value: unknown): string | undefined => value as string | undefined;

/** `amt-agent posture …`: its words and help; what it does is loaded when it runs. */
export function addPosture(root: Command, add: Add): void {
  const posture = add(
    root,
    "posture",
    "how healthy the firmware under this system is: registers, advisories, AMT's settings, this PC",
    {
      keys: reach,
      examples: [
        "posture",
        "posture --json --out report.json",
        "posture --check org.fwupd.hsi.Mei.ManufacturingMode",
        "posture --fail-on fail",
        "posture --own --json",
        "posture --mei virtual:acm-15 --user admin",
      ],
      run: async (context, options) =>
        (await import("./posture.ts")).posture(context, {
          form: options.ocsf === true ? "ocsf" : options.html === true ? "html" : context.json ? "json" : "text",
          out: text(options.out),
          check: text(options.check),
          failOn: text(options.failOn) as "fail" | "unknown" | undefined,
          root: text(options.hostRoot) ?? "/",
          own: options.own === true,
          user: text(options.user),
          passwordFile: text(options.passwordFile),
        }),
    },
  );
  // Options behind a word of its own are that one's
  posture.enablePositionalOptions();
  posture
    .option("--ocsf", "as events of the Open Cybersecurity Schema Framework, one JSON document a line")
    .option("--html", "as one HTML page without scripts")
    .option("--out <file>", "write it there (0600, a new file) instead of to standard output")
    .option("--check <id>", "only this check")
    .addOption(
      new Option("--fail-on <what>", "exit with 10 where a check fails, or is unknown").choices(["fail", "unknown"]),
    )
    .option("--own", "make it now, with this user's rights and key, although the running service has one")
    .option("--host-root <dir>", "read this system's files below this directory", "/")
    .option("--user <name>", "log in to AMT as this user; without it as the account AMT gives to root ($$OsAdmin)")
    .option(
      "--password-file <file>",
      "the user's password, in a file only its owner can read (else AMT_PASSWORD, else asked)",
    );

  add(posture, "verify <file...>", "is a report what was signed, and newer than the one before it?", {
    keys: ["mei", "socket", "adminDir"],
    examples: [
      "posture verify report.json",
      "posture verify --signer NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs report.json",
      "posture verify monday.json tuesday.json wednesday.json",
    ],
    run: async (context, options, [files]) =>
      (await import("./posture-verify.ts")).verify(context, files as unknown as string[], text(options.signer)),
  }).option("--signer <id>", "thumbprint of the key it must be signed with; without it this machine's own");

  const advisories = posture.command("advisories").description("the data that versions are compared with");
  add(advisories, "update <file>", "install newer data, signed with a key that the configuration trusts", {
    keys: ["adminDir"],
    examples: ["posture advisories update advisories-2026-12.json"],
    run: async (context, _options, [file]) => (await import("./posture-advisories.ts")).update(context, file as string),
  });
  add(advisories, "list", "every advisory, and which data this is", {
    keys: ["adminDir"],
    examples: ["posture advisories list", "posture advisories list --json"],
    run: async (context) => (await import("./posture-advisories.ts")).list(context),
  });
}
