import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replace } from "../document/replace.ts";

const FILE = "me-writes.json";
const DAY = 86_400_000;

/** How often AMT's flash may still be written: it wears out, and AMT itself stops those who write too often. */
export interface WriteBudget {
  left(): number;
  /** Counts one, on the disk before it is done. False: none is left. Throws what the file system says. */
  spend(): boolean;
}

/** `most` in any 24 hours, over restarts; a clock that was set back gives none back. */
export function writeBudget(directory: string, { most, now }: { most: number; now: () => Date }): WriteBudget {
  let writes = writesIn(join(directory, FILE));
  const recent = (): number[] => writes.filter((at) => now().getTime() - at < DAY);
  const left = (): number => Math.max(0, most - recent().length);
  return {
    left,
    spend() {
      if (left() === 0) return false;
      writes = [...recent(), now().getTime()];
      replace(directory, FILE, JSON.stringify(writes));
      return true;
    },
  };
}

function writesIn(path: string): number[] {
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(found) ? found.filter((at) => Number.isSafeInteger(at)).slice(-100) : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return [];
    throw error;
  }
}
