import { basename, dirname, join } from "node:path";
import type { Host } from "../../../platform/paths.ts";
import { Secret } from "../../../platform/secret.ts";
import { readTrustedFile } from "../../../platform/trusted-file.ts";
import { DeliveryError } from "./error.ts";

/** Reads what a destination needs to be let in, anew for each connection: whoever changes it need not restart anything. */
export interface Credentials {
  /** The first line. */
  secret(path: string): Secret;
  /** A private key (PEM). */
  key(path: string): Secret;
  /** Certificates (PEM): no secret. */
  certificates(path: string): string;
}

/** Where the owner puts them, and the name under which systemd hands them to the sender: LoadCredential=send:/etc/amt-agent/credentials. */
const OWNERS = "/etc/amt-agent/credentials";
const ID = "send";

/** Its methods throw DeliveryError (DELIVERY_CREDENTIAL) where a file cannot be used, or where others can read a secret. */
export function credentialsOf({ env, exists }: Pick<Host, "env" | "exists">): Credentials {
  const handed = env.CREDENTIALS_DIRECTORY;
  function read(path: string, trust: "secret" | "plain"): string {
    const copy = handed && dirname(path) === OWNERS ? join(handed, `${ID}_${basename(path)}`) : undefined;
    try {
      // systemd made that directory for this unit alone; an ACL shows as the group's right to read
      if (copy !== undefined && exists(copy)) return readTrustedFile(copy, "names-commands");
      return readTrustedFile(path, trust);
    } catch (cause) {
      const why = (cause as Error).message;
      throw new DeliveryError("DELIVERY_CREDENTIAL", `${path} cannot be used: ${why}`, { cause });
    }
  }
  return {
    secret(path) {
      const [line = ""] = read(path, "secret").split(/\r?\n/, 1);
      // Also what could not stand in a header: it would be repeated in an error
      if (!/^[\x20-\x7e\x80-\uffff]+$/.test(line))
        throw new DeliveryError("DELIVERY_CREDENTIAL", `${path} has no secret in its first line`);
      return new Secret(line);
    },
    key: (path) => new Secret(read(path, "secret")),
    certificates: (path) => read(path, "plain"),
  };
}
