import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  keep(snapshot: Snapshot): void;
}

/** Makes `dir` (0700) if need be. Throws where it cannot be written. */
export function openMemory(dir: string): Memory {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, "last.json");
  return {
    last: read(path),
    keep({ standing, at, amt: { version } }) {
      // In one step: a crash leaves the old file or the new one, never half of one
      writeFileSync(`${path}.new`, `${JSON.stringify({ standing, at, version })}\n`, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    },
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
