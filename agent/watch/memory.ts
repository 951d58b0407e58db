import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { latestFile } from "../../platform/latest-file.ts";
import type { Snapshot, Standing } from "../api/snapshot.ts";

/** What the service remembers from one run to the next. */
export interface Remembered {
  readonly standing: Standing;
  readonly at: string;
  /** Of AMT's firmware. */
  readonly version?: string | null;
}

/** The last state on disk, so that the next start can tell what changed while nobody looked. */
export interface Memory {
  /** undefined: nothing remembered, or nothing that can be read. */
  readonly last: Remembered | undefined;
  /** Writes it as soon as what was given before is written; of several that wait the last. */
  keep(snapshot: Snapshot): void;
  /** Resolves when all is on the disk, or could not be put there. */
  settled(): Promise<void>;
}

/**
 * Makes `dir` (0700) if need be. Throws where it cannot be made. A disk takes its time, and the event loop does not wait for it; what it
 * does not take is told, and tried again with the next state.
 */
export function openMemory(dir: string, { onTrouble }: { onTrouble: (error: Error) => void }): Memory {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "last.json");
  const { keep, settled } = latestFile(path, { flush: true, onTrouble });
  return {
    last: read(path),
    keep: ({ standing, at, amt: { version } }) => keep(`${JSON.stringify({ standing, at, version })}\n`),
    settled,
  };
}

function read(path: string): Remembered | undefined {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Partial<Remembered> | null;
    return typeof value?.standing === "string" && typeof value.at === "string" ? (value as Remembered) : undefined;
  } catch (error) {
    // A file that is not there or was broken by hand is as good as no memory; anything else is worth stopping for
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
