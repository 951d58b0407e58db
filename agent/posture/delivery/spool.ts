import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readBounded } from "../../../platform/bounded-file.ts";
import { type Letter, letterFrom } from "./letter.ts";

/**
 * The spool: a directory with one file for each report that waits, as it is written (one line). The service writes and removes, the sender
 * reads. `report-001790000000000.json`: the number grows from file to file; it is the time in ms at which the file was made, or one more
 * than the number before, so that it grows although the spool may have been empty in between.
 */
export interface Entry {
  readonly number: number;
  readonly bytes: number;
}

/** Bytes. A report has 32 KiB; a file that is larger is not ours. */
export const LARGEST = 1024 * 1024;

export const entryName = (number: number): string => `report-${String(number).padStart(15, "0")}.json`;
export const entryPath = (directory: string, number: number): string => join(directory, entryName(number));

/** Numbers of what waits, oldest first; none where there is no spool. */
export async function numbersIn(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => /^report-(\d{15})\.json$/.exec(name)?.[1] ?? [])
    .sort()
    .map(Number);
}

export async function entriesIn(directory: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const number of await numbersIn(directory)) {
    const size = await unlessGone(async () => (await stat(entryPath(directory, number))).size);
    if (size !== undefined) entries.push({ number, bytes: size });
  }
  return entries;
}

/** undefined: it was removed. Rejects DeliveryError (DELIVERY_SPOOL) for what is no report. */
export async function letterAt(directory: string, number: number): Promise<Letter | undefined> {
  const bytes = await unlessGone(() => readBounded(entryPath(directory, number), { most: LARGEST }));
  return bytes && letterFrom(bytes.toString("utf8"));
}

async function unlessGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
