import type { Command } from "commander";
import { ConfigError } from "../config-error.ts";
import type { Add, Given } from "./command.ts";
import type { ActivateOptions, OwnerOptions } from "./provisioning.ts";
import {
  activateAtServer,
  activationOptions,
  addMaintenance,
  deactivateAtServer,
  serverOptions,
} from "./rps-commands.ts";

const access = ["mei", "socket", "adminDir", "tls.ca", "tls.pin"] as const;
const making = [...access, "provisioning.keep", "provisioning.escrow"] as const;

const text = (value: unknown): string | undefined => value as string | undefined;

const owner = (options: Given): OwnerOptions => ({
  passwordFile: text(options.passwordFile),
  passwordFd: text(options.passwordFd),
});
const certificate = (options: Given) => ({
  pfx: text(options.pfx),
  pfxPasswordFile: text(options.pfxPasswordFile),
});

const password = (command: Command, whose: string): Command =>
  command
    .option("--password-file <file>", `${whose}: the first line of a file that only its owner can read (else asked)`)
    .option("--password-fd <number>", "the same from a file descriptor");
const pfx = (command: Command): Command =>
  command
    .option("--pfx <file>", "provisioning certificate with its key and chain (PKCS#12, RSA)")
    .option("--pfx-password-file <file>", "the password of that file (else asked)");

function activateOf(options: Given): ActivateOptions {
  if ((options.ccm === true) === (options.acm === true))
    throw new ConfigError("activate needs one of --ccm (client control mode) and --acm (admin control mode).");
  return {
    mode: options.acm === true ? "admin" : "client",
    ...owner(options),
    ...certificate(options),
    generate: options.generatePassword === true,
    passwordOut: text(options.passwordOut),
    mebxPasswordFile: text(options.mebxPasswordFile),
    dryRun: options.dryRun === true,
  };
}

/** `activate`, `upgrade`, `deactivate`, `stop-configuration`: words and help; what they do is loaded when they run. */
export function addProvisioning(root: Command, add: Add): void {
  const activate = pfx(
    password(
      add(root, "activate", "set AMT up from this machine", {
        keys: making,
        examples: [
          "activate --ccm --generate-password",
          "activate --ccm --password-file /root/amt-password",
          "activate --acm --pfx provisioning.pfx --pfx-password-file pfx-password --generate-password --password-out /root/amt/password",
          "activate --ccm --generate-password --dry-run",
          "activate --url wss://rps.example.com/activate --profile office",
        ],
        run: async (context, options) =>
          (await activateAtServer(context, options)) ??
          (await import("./provisioning.ts")).activate(context, activateOf(options)),
      })
        .option("--ccm", "client control mode: no certificate; the user consents to each session")
        .option("--acm", "admin control mode: with a provisioning certificate"),
      "the new password of AMT's administrator",
    ),
  )
    .option("--generate-password", "make a strong password and keep it before it is set")
    .option("--password-out <file>", "where the generated password is kept (a new file; 0600)")
    .option(
      "--mebx-password-file <file>",
      "also set the password of the PC's ME menu (MEBx); AMT with TLS on local ports",
    )
    .option("--dry-run", "check everything, change nothing");
  activationOptions(activate);

  pfx(
    password(
      add(root, "upgrade", "from client to admin control mode, keeping the password", {
        keys: access,
        examples: [
          "upgrade --pfx provisioning.pfx --pfx-password-file pfx-password --password-file /root/amt-password",
        ],
        run: async (context, options) =>
          (await import("./provisioning.ts")).upgrade(context, {
            ...owner(options),
            ...certificate(options),
            dryRun: options.dryRun === true,
          }),
      }),
      "the password of AMT's administrator",
    ),
  ).option("--dry-run", "check everything, change nothing");

  const deactivate = password(
    add(root, "deactivate", "return AMT to nobody: what was set up is gone", {
      keys: access,
      examples: ["deactivate", "deactivate --password-file /root/amt-password", "deactivate --partial"],
      run: async (context, options) =>
        (await deactivateAtServer(context, options)) ??
        (await import("./provisioning.ts")).deactivate(context, {
          ...owner(options),
          partial: options.partial === true,
          dryRun: options.dryRun === true,
        }),
    }),
    "the password of AMT's administrator; only admin control mode needs it",
  )
    .option("--partial", "keep certificate hashes and the DNS suffix (admin control mode)")
    .option("--dry-run", "check everything, change nothing");
  serverOptions(deactivate).option("--force", "with --url: also if the server keeps another password");
  addMaintenance(root, add);

  add(root, "stop-configuration", "leave a configuration that was begun and never finished", {
    keys: access,
    examples: ["stop-configuration"],
    run: async (context) => (await import("./provisioning.ts")).stopConfiguration(context),
  });
}
