import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import { ConfigError } from "../config-error.ts";
import type { Logger } from "../log.ts";

/** `none`, or the absolute path of a file that node_exporter's textfile collector reads. Throws ConfigError. */
export function parseTextfile(text: string): string | undefined {
  if (text === "none") return undefined;
  if (isAbsolute(text) && /[^/\\]\.prom$/.test(text)) return text;
  throw new ConfigError(
    `metrics.textfile: "${text}" is not the whole path of a file that ends in .prom, nor none: node_exporter reads no other.`,
  );
}

export interface Textfile {
  /** Takes the file away: old numbers would pass for those of now. */
  close(): Promise<void>;
}

/** ms; node_exporter is usually asked every 15 s or more seldom. */
const EVERY = 15_000;

/** Writes it now and again and again, each time whole: a reader has the old file or the new one. What fails is logged once, and tried again. */
export function keepTextfile(
  path: string,
  metrics: () => string,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
): Textfile {
  const next = join(dirname(path), `.${basename(path)}.new`);
  let stop = (): void => {};
  let failing = false;
  let closed = false;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    try {
      // Never through a link, nor into a file that somebody else has put there
      await rm(next, { force: true });
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
      const file = await open(next, flags, 0o644);
      try {
        await file.writeFile(metrics());
      } finally {
        await file.close();
      }
      await rename(next, path);
      failing = false;
    } catch (error) {
      if (!failing) log.warn("the metrics cannot be written; it is tried again", { path, error });
      failing = true;
    }
    if (!closed) stop = clock.after(EVERY, again, { background: true });
  }
  function again(): void {
    writing = write();
  }
  again();
  return {
    async close() {
      closed = true;
      stop();
      await writing;
      stop();
      for (const one of [path, next])
        await rm(one, { force: true }).catch((error) => log.warn("the metrics stay behind", { path: one, error }));
    },
  };
}
