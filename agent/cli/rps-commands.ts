import type { Command } from "commander";
import { ConfigError } from "../config-error.ts";
import type { Add, Given } from "./command.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import type { ServerOptions } from "./rps.ts";

const text = (value: unknown): string | undefined => value as string | undefined;

/** Options of a command that a provisioning server can carry out. */
export const serverOptions = (command: Command): Command =>
  command
    .option("--url <wss://...>", "have a Remote Provisioning Server do it, with all it is told by this (docs/rps.md)")
    .option("--server-ca <file>", "certificates (PEM) to one of which the server's must lead, instead of the usual")
    .option("--proxy <http://host:port>", "HTTP proxy to the server")
    .option("--tenant <id>", "tenant on the server");

export const activationOptions = (command: Command): Command =>
  serverOptions(command)
    .option("--profile <name>", "with --url: the profile on the server")
    .option("--name <name>", "with --url: what the server shall list this machine as")
    .option("--domain <suffix>", "with --url: the domain of the provisioning certificate, instead of AMT's own")
    .option("--tls-tunnel", "with --url: ask the server to change AMT to TLS first");

const local = [
  "ccm",
  "acm",
  "pfx",
  "pfxPasswordFile",
  "generatePassword",
  "passwordOut",
  "mebxPasswordFile",
  "passwordFd",
  "partial",
  "dryRun",
];
const remote = ["profile", "serverCa", "proxy", "tenant", "name", "domain", "tlsTunnel", "force"];
const flag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Whether a server is to do it. Throws ConfigError for options of both ways. */
function isAtServer(options: Given): boolean {
  const said = (names: readonly string[]): string[] => names.filter((name) => options[name] !== undefined).map(flag);
  const [ours, theirs] = [said(local), said(remote)];
  if (options.url === undefined) {
    if (theirs.length > 0) throw new ConfigError(`${theirs.join(", ")} goes only with --url.`);
    return false;
  }
  if (ours.length > 0) throw new ConfigError(`${ours.join(", ")} does not go with --url: the server decides that.`);
  return true;
}

const serverOf = (options: Given): ServerOptions => ({
  url: options.url as string,
  serverCa: text(options.serverCa),
  proxy: text(options.proxy),
  tenant: text(options.tenant),
  passwordFile: text(options.passwordFile),
});

/** What the server's way gives, or undefined: no server was named. */
export async function activateAtServer(context: Context, options: Given): Promise<Exit | undefined> {
  if (!isAtServer(options)) return undefined;
  const profile = text(options.profile);
  if (profile === undefined) throw new ConfigError("--url needs --profile NAME: which of the server's profiles?");
  await (await import("./harden.ts")).harden(context);
  const { activateThroughServer } = await import("./rps.ts");
  return activateThroughServer(context, {
    ...serverOf(options),
    profile,
    name: text(options.name),
    domain: text(options.domain),
    tlsTunnel: options.tlsTunnel === true,
  });
}

export async function deactivateAtServer(context: Context, options: Given): Promise<Exit | undefined> {
  if (!isAtServer(options)) return undefined;
  await (await import("./harden.ts")).harden(context);
  const { deactivateThroughServer } = await import("./rps.ts");
  return deactivateThroughServer(context, { ...serverOf(options), force: options.force === true });
}

/** `amt-agent maintenance TASK --url URL`: only servers know these. */
export function addMaintenance(root: Command, add: Add): void {
  serverOptions(
    add(root, "maintenance <task>", "have a provisioning server look after AMT", {
      keys: ["mei", "socket"],
      examples: [
        "maintenance synctime --url wss://rps.example.com/activate --password-file /root/amt-password",
        "maintenance synchostname --url wss://rps.example.com/activate",
      ],
      run: async (context, options, [task = ""]) => {
        if (!isAtServer(options)) throw new ConfigError("maintenance needs --url: which server?");
        await (await import("./harden.ts")).harden(context);
        return (await import("./rps.ts")).maintainThroughServer(context, task, serverOf(options));
      },
    }).option("--password-file <file>", "the password of AMT's administrator (else AMT_PASSWORD, else asked)"),
  ).addHelpText("after", "\nTasks: synctime, synchostname, syncdeviceinfo, changepassword");
}
