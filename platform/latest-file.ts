import { rename, writeFile } from "node:fs/promises";

/** A file that holds the latest of what it is given; the event loop does not wait for the disk. */
export interface LatestFile {
  /** Writes it as soon as what was given before is written; of several that wait the last. */
  keep(text: string): void;
  /** Resolves when all is written, or could not be. */
  settled(): Promise<void>;
}

/** For its owner alone (0600) where no `mode` is said. `prepare` comes before each writing; what it throws, and what the disk does not take, is told. */
export function latestFile(
  path: string,
  {
    prepare,
    flush,
    mode = 0o600,
    onTrouble,
  }: { prepare?: () => void; flush: boolean; mode?: number; onTrouble: (error: Error) => void },
): LatestFile {
  let next: string | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    for (let text = next; text !== undefined; text = next) {
      next = undefined;
      try {
        prepare?.();
        // In one step: a crash leaves the old file or the new one, never half of one
        await writeFile(`${path}.new`, text, { mode, flush });
        await rename(`${path}.new`, path);
      } catch (error) {
        onTrouble(error as Error);
      }
    }
    writing = undefined; // in the same step in which there was nothing left
  }
  return {
    keep(text) {
      next = text;
      writing ??= write();
    },
    settled: async () => writing,
  };
}
