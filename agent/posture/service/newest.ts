import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SealedPosture } from "../../api/posture.ts";
import { headIn, replace } from "../document/chain.ts";
import { type Verified, verifyPosture } from "../document/verify.ts";
import type { Known } from "./known.ts";

/** The newest report as it was sealed, and what is known by it. */
export interface Newest {
  readonly line: string;
  readonly verified: Verified;
  readonly known: Known | undefined;
}

const REPORT = "newest.json";
const KNOWN = "known.json";

/**
 * What an earlier run of the service left there. Undefined where there is nothing, or where it is not what this machine's key signed last:
 * somebody changed it, or the service ended between two writes. Throws what the file system says, and PostureError for the head.
 */
export function newestIn(directory: string): Newest | undefined {
  const line = textAt(join(directory, REPORT));
  if (line === undefined) return undefined;
  const verified = verifiedOf(line);
  if (verified === undefined || verified.digest !== headIn(directory)?.digest) return undefined;
  return { line, verified, known: knownIn(directory) };
}

/** On the disk when this returns; the report first. */
export function keepNewest(directory: string, { line, known }: Pick<Newest, "line" | "known">): void {
  replace(directory, REPORT, line);
  if (known) replace(directory, KNOWN, JSON.stringify(known));
}

export const reportOf = ({ line }: Pick<Newest, "line">): SealedPosture => JSON.parse(line) as SealedPosture;

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
function verifiedOf(line: string): Verified | undefined {
  try {
    return verifyPosture(line);
  } catch {
    return undefined; // the next report takes its place, and its number shows that one was there
  }
}
function knownIn(directory: string): Known | undefined {
  try {
    const found = JSON.parse(textAt(join(directory, KNOWN)) ?? "null") as Known | null;
    return typeof found?.machine === "string" && Array.isArray(found.affected) && typeof found.checks === "object"
      ? found
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // then nothing is known, and nothing is told as changed
    throw error;
  }
}
