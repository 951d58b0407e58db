import type { HashAlgorithm } from "../../mei/http/presented.ts";
import type { Trust } from "../../mei/http/trust.ts";
import { readTrustedFile } from "../../platform/trusted-file.ts";
import { ConfigError } from "../config-error.ts";
import type { Source } from "../settings-table.ts";

const sizes = { sha256: 64, sha384: 96, sha512: 128 } as const satisfies Record<HashAlgorithm, number>;
const isAlgorithm = (name: string): name is HashAlgorithm => Object.hasOwn(sizes, name);

/** `sha256:HEX` (colons between the bytes are allowed), or `none`. Throws ConfigError. */
export function parsePin(text: string): Trust | undefined {
  if (text === "none") return undefined;
  const [, name = "", digits = ""] = /^(\w+):([0-9a-f:]+)$/i.exec(text.trim()) ?? [];
  const algorithm = name.toLowerCase();
  const hex = digits.replaceAll(":", "");
  if (!isAlgorithm(algorithm) || hex.length !== sizes[algorithm])
    throw new ConfigError(
      "The pin of AMT's certificate must be sha256:, sha384: or sha512: and the hash in hex, or none.",
    );
  return { by: "hash", algorithm, hash: Buffer.from(hex, "hex") };
}

export interface Said {
  readonly text: string;
  readonly from: Source["from"];
}
const rank: Readonly<Record<Source["from"], number>> = { flag: 3, environment: 2, file: 1, default: 0 };

/**
 * What makes a TLS certificate AMT's, by `tls.pin` or `tls.ca`: what was said nearer to the command counts, and of two said in the same
 * place the pin. Undefined: nothing was said. Throws ConfigError, UntrustedFileError.
 */
export function trustFrom({ ca, pin }: { ca: Said; pin: Said }): Trust | undefined {
  const byHash = parsePin(pin.text);
  if (ca.text === "none" || (byHash && rank[pin.from] >= rank[ca.from])) return byHash;
  return { by: "roots", roots: [rootsIn(ca.text)] };
}

/** Whoever may write this file decides what passes for AMT. */
function rootsIn(file: string): string {
  try {
    return readTrustedFile(file, "names-commands");
  } catch (error) {
    if ((error as { code?: unknown }).code === "FILE_UNTRUSTED") throw error;
    throw new ConfigError(`The certificates of --ca cannot be read: ${(error as Error).message}`);
  }
}
