import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readBounded } from "../../../platform/bounded-file.ts";
import { latestFile } from "../../../platform/latest-file.ts";

/** How far one destination has got. Written by the sender; the service and `posture spool` read it. */
export interface Progress {
  /** Number of the newest report that is done with: delivered, or refused. */
  readonly cursor: number;
  readonly delivered: number;
  readonly refused: number;
  readonly deliveredAt: string | null;
  /** null: the last attempt went well, or there was none. */
  readonly failing: {
    readonly since: string;
    readonly attempts: number;
    readonly code: string;
    readonly message: string;
    /** When it is tried again. */
    readonly next: string;
  } | null;
  /** Why the last one was refused. */
  readonly refusedCode: string | null;
  /** When this was written. */
  readonly at: string;
}

const LARGEST = 16 * 1024;
const pathOf = (directory: string, name: string): string => join(directory, `${name}.progress.json`);

export const noProgress = (at: string): Progress => ({
  cursor: 0,
  delivered: 0,
  refused: 0,
  deliveredAt: null,
  failing: null,
  refusedCode: null,
  at,
});

/** undefined: none yet, or not readable as such; it then begins anew, which may send something twice and loses nothing. */
export async function progressOf(directory: string, name: string): Promise<Progress | undefined> {
  let text: string;
  try {
    text = (await readBounded(pathOf(directory, name), { most: LARGEST })).toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const found: unknown = JSON.parse(text);
    return isProgress(found) ? found : undefined;
  } catch {
    return undefined; // no JSON
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length <= 1_000;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
function isProgress(value: unknown): value is Progress {
  if (typeof value !== "object" || value === null) return false;
  const { cursor, delivered, refused, deliveredAt, failing, refusedCode, at } = value as Record<string, unknown>;
  if (![cursor, delivered, refused].every(isCount) || !isText(at)) return false;
  if (![deliveredAt, refusedCode].every((one) => one === null || isText(one))) return false;
  if (failing === null) return true;
  if (typeof failing !== "object") return false;
  const { since, attempts, code, message, next } = failing as Record<string, unknown>;
  return isCount(attempts) && [since, code, message, next].every(isText);
}

/** Keeps the newest on the disk. */
export function keepProgress(
  directory: string,
  name: string,
  { onTrouble }: { onTrouble: (error: Error) => void },
): { keep(progress: Progress): void; settled(): Promise<void> } {
  mkdirSync(directory, { recursive: true, mode: 0o750 });
  const file = latestFile(pathOf(directory, name), { flush: true, mode: 0o640, onTrouble });
  return { keep: (progress) => file.keep(`${JSON.stringify(progress)}\n`), settled: () => file.settled() };
}
