import type { Credentials } from "../../mei/http/login.ts";
import { ask } from "../../platform/ask.ts";
import { Secret } from "../../platform/secret.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import { ConfigError } from "../config-error.ts";
import { AskError } from "../wsman/error.ts";
import type { Context } from "./context.ts";

/** The only place in the environment that a password is taken from. */
export const passwordEnv = "AMT_PASSWORD";

export interface LoginOptions {
  readonly user: string | undefined;
  /** The first line of a file that only its owner can read. */
  readonly passwordFile: string | undefined;
}

/** Whom to log in as, by what the person said; undefined: as AMT's account for this machine's programs. */
export async function loginFrom(
  { user, passwordFile }: LoginOptions,
  { host, signal }: Pick<Context, "host" | "signal">,
): Promise<Credentials | undefined> {
  if (user === undefined) {
    if (passwordFile !== undefined) throw new ConfigError("--password-file needs --user: whose password is it?");
    return undefined;
  }
  if (passwordFile !== undefined) return { user, password: secretFile(passwordFile) };
  const found = host.env[passwordEnv];
  if (found !== undefined && found !== "") return { user, password: new Secret(found) };
  return { user, password: await askSecret(`Password of ${user}: `, "--password-file or AMT_PASSWORD", signal) };
}

/** Asks without showing what is typed. Rejects LOGIN_NEEDED where nobody can be asked. */
export async function askSecret(question: string, otherwise: string, signal: AbortSignal): Promise<Secret> {
  try {
    return new Secret(await ask(question, { hidden: true, signal }));
  } catch (error) {
    if ((error as { code?: unknown }).code !== "NO_TERMINAL") throw error;
    const text = `${question.replace(/:\s*$/, "")} is needed, and there is no terminal to ask at: give it by ${otherwise}`;
    throw new AskError("LOGIN_NEEDED", text, { cause: error });
  }
}

/** The first line of a file. Throws UntrustedFileError where others may read it, ConfigError where it cannot be read. */
export function secretFile(path: string): Secret {
  try {
    return new Secret(readTrustedFile(path, "secret").split(/\r?\n/, 1)[0] ?? "");
  } catch (error) {
    if ((error as { code?: unknown }).code === "FILE_UNTRUSTED") throw error;
    throw new ConfigError(`The secret cannot be read: ${(error as Error).message}`);
  }
}
