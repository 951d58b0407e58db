import { existsSync, readFileSync, unlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { type DataProtection, dataProtection } from "../../platform/data-protection.ts";
import { runTrusted } from "../../platform/give-secret.ts";
import { checkAncestors, ownDirectory, putNewFile, syncDirectory } from "../../platform/kept-file.ts";
import { Secret } from "../../platform/secret.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import { ProvisioningError } from "./error.ts";
import type { NewPassword } from "./wish.ts";

export interface KeepOptions {
  readonly how: "file" | "systemd-creds" | "dpapi" | "escrow";
  /** A new file. Without one a name in `directory`; for escrow there is none. */
  readonly out: string | undefined;
  /** The owner's own (0700), for files without a name. */
  readonly directory: string;
  /** The program and its arguments. */
  readonly escrow: readonly string[];
  /** For file names, and for the program. */
  readonly machine: string;
  /** Of AMT's, whose password it is; without it its administrator. */
  readonly user?: string;
  /** For `dpapi`; undefined where the operating system has none. */
  readonly protection?: DataProtection | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const suffixes = { file: ".password", "systemd-creds": ".cred", dpapi: ".dpapi" } as const;
const systemdCreds = "/usr/bin/systemd-creds";
const credential = "amt-password";

/**
 * A generated password and its way to its owner. Nothing is written before `keep`. Throws PASSWORD_FILE_EXISTS, PASSWORD_NOT_KEPT and
 * UntrustedFileError for what can be seen beforehand.
 */
export function keptPassword(secret: Secret, options: KeepOptions): NewPassword {
  if (options.how === "escrow") return escrowed(secret, options);
  const sealed = options.how !== "file";
  const path = fileFor(options, suffixes[options.how]);
  if (options.how === "dpapi" && options.protection === undefined)
    throw new ProvisioningError("PASSWORD_NOT_KEPT", "dpapi is Windows' own, and this is not Windows", {
      remedy: "Keep it in a file (--keep file), or encrypted for this machine (--keep systemd-creds).",
    });
  if (options.how === "systemd-creds" && !existsSync(systemdCreds))
    throw new ProvisioningError("PASSWORD_NOT_KEPT", `${systemdCreds} is not there`, {
      remedy: "Keep it in a file: --keep file. systemd-creds is there from systemd 250 on.",
    });
  return {
    secret,
    reference: `${options.how}:${path}`,
    keep: async () => {
      const content = sealed ? await encrypted(secret, options) : `${secret.reveal()}\n`;
      try {
        putNewFile(path, content);
      } catch (error) {
        if ((error as { code?: unknown }).code === "EEXIST") throw exists(path);
        throw notKept((error as Error).message, error);
      }
      if (!sealed && readFileSync(path, "utf8") !== content) throw notKept(`${path} does not hold it`);
    },
    discard: () => discardKept(`${options.how}:${path}`),
  };
}

function fileFor({ out, directory, machine, user, clock }: KeepOptions, suffix: string): string {
  if (out === undefined) {
    const stamp = clock
      .now()
      .toISOString()
      .replace(/[-:]|\.\d+/g, "");
    return join(ownDirectory(directory), `amt-${machine}-${user === undefined ? "" : "user-"}${stamp}${suffix}`);
  }
  const path = resolve(out);
  checkAncestors(dirname(path));
  if (existsSync(path)) throw exists(path);
  return path;
}

async function encrypted(secret: Secret, { how, protection, clock, signal }: KeepOptions): Promise<string> {
  try {
    if (how === "dpapi" && protection !== undefined) return await sealedBy(protection, secret);
    return await runTrusted([systemdCreds, "encrypt", `--name=${credential}`, "-", "-"], secret.reveal(), {
      clock,
      signal,
    });
  } catch (error) {
    throw notKept(error instanceof Error ? error.message : String(error), error);
  }
}

/** One line of base64, and opened once before it is believed. */
async function sealedBy(protection: DataProtection, secret: Secret): Promise<string> {
  const bytes = Buffer.from(secret.reveal(), "utf8");
  const sealed = await protection.protect(bytes);
  if (!(await protection.unprotect(sealed)).equals(bytes)) throw new Error("what was protected does not open again");
  return `${sealed.toString("base64")}\n`;
}

function escrowed(secret: Secret, { out, escrow, machine, user = "admin", clock, signal }: KeepOptions): NewPassword {
  const [program] = escrow;
  if (out !== undefined)
    throw new ProvisioningError(
      "PASSWORD_NOT_KEPT",
      "--password-out names a file, and escrow keeps the password elsewhere",
    );
  if (program === undefined)
    throw new ProvisioningError("PASSWORD_NOT_KEPT", "No program to keep the password is configured", {
      remedy: "provisioning.escrow in the configuration names it.",
    });
  return {
    secret,
    reference: `escrow:${program}`,
    keep: async () => {
      const document = JSON.stringify({ machine, user, password: secret.reveal() });
      try {
        await runTrusted(escrow, `${document}\n`, { clock, signal });
      } catch (error) {
        throw notKept(error instanceof Error ? error.message : String(error), error);
      }
    },
  };
}

const exists = (path: string): ProvisioningError =>
  new ProvisioningError(
    "PASSWORD_FILE_EXISTS",
    `${path} is there already, and is not overwritten: it may hold a password`,
    {
      remedy: "Name another file.",
    },
  );
const notKept = (why: string, cause?: unknown): ProvisioningError =>
  new ProvisioningError("PASSWORD_NOT_KEPT", `The password could not be kept: ${why}`, {
    cause,
    remedy: "Nothing was sent to AMT.",
  });

const fileIn = (reference: string, ...kinds: readonly string[]): string | undefined =>
  kinds.flatMap((kind) => (reference.startsWith(`${kind}:`) ? [reference.slice(kind.length + 1)] : []))[0];

/** The password that a reference of `keptPassword` leads to, where this process may and can read it. */
export async function readKept(
  reference: string,
  {
    clock,
    signal,
    protection = dataProtection(),
  }: { clock: Clock; signal: AbortSignal; protection?: DataProtection | undefined },
): Promise<Secret | undefined> {
  const file = fileIn(reference, "file");
  const sealed = fileIn(reference, "systemd-creds");
  const ofWindows = fileIn(reference, "dpapi");
  try {
    if (file !== undefined) return new Secret(readTrustedFile(file, "secret").split("\n", 1)[0] ?? "");
    if (ofWindows !== undefined && protection !== undefined) {
      const bytes = Buffer.from(readTrustedFile(ofWindows, "secret"), "base64");
      return new Secret((await protection.unprotect(bytes)).toString("utf8"));
    }
    if (sealed !== undefined)
      return new Secret(
        await runTrusted([systemdCreds, "decrypt", `--name=${credential}`, sealed, "-"], "", { clock, signal }),
      );
  } catch {
    return undefined; // not there, or not ours to read: whoever asks does without
  }
  return undefined;
}

/** Takes away a file that holds a password nobody uses. */
export function discardKept(reference: string): void {
  const file = fileIn(reference, "file", "systemd-creds", "dpapi");
  if (file === undefined) return;
  try {
    unlinkSync(file);
    syncDirectory(dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
