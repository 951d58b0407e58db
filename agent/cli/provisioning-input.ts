import { closeSync, fstatSync, readFileSync, readSync } from "node:fs";
import { InputError } from "../../mei/wire/plain.ts";
import { Secret } from "../../platform/secret.ts";
import { ConfigError } from "../config-error.ts";
import { type Chain, checkChain, orderedChain } from "../provisioning/chain.ts";
import { checkPassword, strongPassword } from "../provisioning/password.ts";
import { largestPfx, readPfx } from "../provisioning/pfx.ts";
import type { Context } from "./context.ts";
import { askSecret, secretFile } from "./wsman-login.ts";

/** Where the password of AMT's administrator comes from; without either it is asked for. */
export interface OwnerOptions {
  readonly passwordFile: string | undefined;
  readonly passwordFd: string | undefined;
}
export interface CertificateOptions {
  readonly pfx: string | undefined;
  readonly pfxPasswordFile: string | undefined;
}

/** The password that somebody gave, if he did. Never from the command line or the environment. */
export function givenPassword({ passwordFile, passwordFd }: OwnerOptions): Secret | undefined {
  if (passwordFile !== undefined && passwordFd !== undefined)
    throw new ConfigError("--password-file and --password-fd both name the password: say one.");
  if (passwordFile !== undefined) return secretFile(passwordFile);
  if (passwordFd === undefined) return undefined;
  if (!/^\d{1,5}$/.test(passwordFd)) throw new ConfigError("--password-fd must be the number of an open descriptor.");
  return fromDescriptor(Number(passwordFd));
}

/** The first line of what can be read there, without its end. */
function fromDescriptor(descriptor: number): Secret {
  const buffer = Buffer.alloc(1_024);
  let length = 0;
  try {
    fstatSync(descriptor);
    for (let read = -1; read !== 0 && length < buffer.length && !buffer.subarray(0, length).includes(0x0a); ) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
      length += read;
    }
    if (descriptor > 2) closeSync(descriptor);
  } catch (error) {
    throw new ConfigError(`--password-fd ${descriptor} cannot be read: ${(error as Error).message}`);
  }
  return new Secret(buffer.toString("utf8", 0, length).split(/\r?\n/, 1)[0] ?? "");
}

/** Of AMT as it is set up. */
export const ownerPassword = async (options: OwnerOptions, signal: AbortSignal): Promise<Secret> =>
  givenPassword(options) ?? (await askSecret("Password of AMT's administrator: ", "--password-file", signal));

/** One that is to be: checked before anything else happens, and asked for twice, because nobody sees what he types. */
export async function newPassword(
  options: OwnerOptions & { readonly generate: boolean },
  { signal }: Context,
): Promise<Secret> {
  const given = givenPassword(options);
  if (options.generate) {
    if (given)
      throw new ConfigError("--generate-password makes a password: without --password-file and --password-fd.");
    return strongPassword();
  }
  if (given) {
    checkPassword(given, "The password");
    return given;
  }
  const asked = await askSecret(
    "New password of AMT's administrator: ",
    "--password-file or --generate-password",
    signal,
  );
  checkPassword(asked, "The password");
  const again = await askSecret("The same again: ", "--password-file", signal);
  if (asked.reveal() !== again.reveal()) throw new InputError("password", "was not typed twice alike");
  return asked;
}

/** The provisioning certificate, checked as far as it can be without AMT; undefined: none was named. */
export async function chainFrom(
  { pfx, pfxPasswordFile }: CertificateOptions,
  { clock, signal }: Context,
): Promise<Chain | undefined> {
  if (pfx === undefined) {
    if (pfxPasswordFile !== undefined) throw new ConfigError("--pfx-password-file needs --pfx: whose password is it?");
    return undefined;
  }
  const bytes = fileBytes(pfx);
  const password =
    pfxPasswordFile === undefined
      ? await askSecret(`Password of ${pfx}: `, "--pfx-password-file", signal)
      : secretFile(pfxPasswordFile);
  const chain = orderedChain(readPfx(bytes, password));
  checkChain(chain, clock.now());
  return chain;
}

/** It holds a key, but under a password of its own: its mode is its owner's business. */
function fileBytes(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= largestPfx) return bytes;
  } catch (error) {
    throw new ConfigError(`The provisioning certificate cannot be read: ${(error as Error).message}`);
  }
  throw new ConfigError(`${path} is larger than ${largestPfx} bytes; a PFX file is not.`);
}
