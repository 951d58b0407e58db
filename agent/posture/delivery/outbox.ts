import { constants } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../platform/clock.ts";
import { checkAncestors, syncDirectory } from "../../../platform/kept-file.ts";
import { DeliveryError } from "./error.ts";
import { type Entry, entriesIn, entryName, entryPath, LARGEST } from "./spool.ts";

/** Where a finished report is put. What `add` has taken is on the disk, whatever happens then. */
export interface Outbox {
  /** `text`: a sealed report. Resolves when it is on the disk. Rejects what the system says (ENOSPC, EACCES), and DeliveryError. */
  add(text: string): Promise<void>;
  /** Removes what every destination has: up to this number. */
  forget(upTo: number): Promise<void>;
  /** What is there, oldest first. */
  entries(): readonly Entry[];
  /** Settles when what was begun is done. */
  close(): Promise<void>;
}

export interface OutboxOptions {
  readonly directory: string;
  readonly most: { readonly bytes: number; readonly reports: number };
  readonly clock: Clock;
  /** These made room for a newer one. */
  readonly onDropped: (numbers: readonly number[]) => void;
}

/** Rejects UntrustedFileError where others could put something there, or what the system says. */
export async function openOutbox({ directory, most, clock, onDropped }: OutboxOptions): Promise<Outbox> {
  await mkdir(directory, { recursive: true, mode: 0o750 });
  checkAncestors(directory);
  for (const name of await readdir(directory)) if (name.endsWith(".new")) await rm(join(directory, name)); // of a run that was killed: nobody was told that it is kept
  const entries = await entriesIn(directory);
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {}); // whoever asked hears of it
    return mine;
  };

  async function removeWhile(first: (one: Entry) => boolean): Promise<number[]> {
    const gone: number[] = [];
    for (let one = entries[0]; one && first(one); one = entries[0]) {
      await rm(entryPath(directory, one.number), { force: true });
      entries.shift();
      gone.push(one.number);
    }
    return gone;
  }
  const bytes = (): number => entries.reduce((sum, one) => sum + one.bytes, 0);
  const isOver = (): boolean => entries.length > most.reports || bytes() > most.bytes;
  async function makeRoom(): Promise<void> {
    const dropped = await removeWhile(() => entries.length > 1 && isOver());
    if (dropped.length > 0) onDropped(dropped);
  }
  await makeRoom(); // the cap may have been lowered

  return {
    add: (text) =>
      inTurn(async () => {
        const content = Buffer.from(text);
        if (content.length > Math.min(LARGEST, most.bytes))
          throw new DeliveryError("DELIVERY_SPOOL", `a report of ${content.length} bytes is more than the spool takes`);
        const number = Math.max((entries.at(-1)?.number ?? 0) + 1, clock.now().getTime());
        await putLastingly(directory, entryName(number), content);
        entries.push({ number, bytes: content.length });
        await makeRoom();
      }),
    forget: (upTo) =>
      inTurn(async () => {
        await removeWhile(({ number }) => number <= upTo);
      }),
    entries: () => entries,
    async close() {
      await last;
    },
  };
}

/** The new file is on the disk before it has its name, and the name is before it returns. 0640: the sender is in the directory's group. */
async function putLastingly(directory: string, name: string, content: Buffer): Promise<void> {
  const fresh = join(directory, `${name}.new`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  await rm(fresh, { force: true });
  const file = await open(fresh, flags, 0o640);
  try {
    await file.chmod(0o640); // whatever the umask
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(fresh, { force: true });
    throw error;
  }
  await file.close();
  await rename(fresh, join(directory, name));
  syncDirectory(directory);
}
