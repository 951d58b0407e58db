import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../platform/clock.ts";
import { lockFile } from "../../../platform/file-lock.ts";
import { ownDirectory } from "../../../platform/kept-file.ts";
import type { Posture } from "../../api/posture.ts";
import type { Report } from "../collect-report.ts";
import type { Json } from "./canonical.ts";
import { PostureError } from "./error.ts";
import { replace } from "./replace.ts";
import { type Sealed, sealBy } from "./sealed.ts";
import { type KeyChoice, signerIn } from "./signer.ts";

/** What a signature over a posture report is for; a signature over anything else does not pass for one. */
export const POSTURE = "amt-agent-posture+jws";

/** The newest document of this key. */
export interface Head {
  readonly sequence: number;
  readonly digest: string;
}
const HEAD = "head.json";
/** ms for another run to end. */
const PATIENCE = 5_000;

/** Where the last one stands; undefined: there is none yet. Throws PostureError for what is no such file. */
export function headIn(directory: string): Head | undefined {
  const path = join(directory, HEAD);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const found = parsed(text);
  if (found && Number.isSafeInteger(found.sequence) && /^sha256:[0-9a-f]{64}$/.test(found.digest)) return found;
  throw new PostureError(
    "POSTURE_KEY",
    `${path} is not readable: remove it together with key.pem beside it, and reports begin anew`,
  );
}
function parsed(text: string): Head | undefined {
  try {
    return JSON.parse(text) as Head;
  } catch {
    return undefined; // said by whoever asked
  }
}

/**
 * Gives a report its number and its predecessor, signs it, and remembers it as the newest before anybody has seen it: a number is never
 * given twice. Rejects UntrustedFileError, PostureError, LockError.
 */
export async function sealNext(
  report: Report,
  { directory, key: choice, clock, signal }: { directory: string; key: KeyChoice; clock: Clock; signal: AbortSignal },
): Promise<Sealed<Json> & { readonly document: Json }> {
  ownDirectory(directory);
  const lock = await lockFile(join(directory, "lock"), { clock, wait: PATIENCE, signal });
  try {
    const signer = await signerIn(directory, choice, { signal });
    const head = headIn(directory);
    const document: Posture = { ...report, sequence: (head?.sequence ?? 0) + 1, previous: head?.digest ?? null };
    const sealed = await sealBy(document as unknown as Json, signer, POSTURE, { signal });
    replace(directory, HEAD, JSON.stringify({ sequence: document.sequence, digest: sealed.digest }));
    return sealed;
  } finally {
    lock.release();
  }
}
