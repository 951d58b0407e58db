import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { Writable } from "node:stream";

export interface RollingOptions {
  /** Bytes after which the next entry begins a new file. */
  readonly size: number;
  /** Older files that are kept, as PATH.1 (the newest) to PATH.N. */
  readonly keep: number;
}

/** A file that is written to at its end and does not grow for ever. What cannot be written is the stream's error. */
export function rollingFile(path: string, { size, keep }: RollingOptions): Writable {
  let opened: { readonly file: FileHandle; length: number } | undefined;

  async function ready(): Promise<{ readonly file: FileHandle; length: number }> {
    if (opened) return opened;
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a");
    opened = { file, length: (await file.stat()).size };
    return opened;
  }
  async function roll(): Promise<void> {
    await opened?.file.close();
    opened = undefined;
    for (let number = keep; number >= 1; number--) {
      try {
        await rename(number === 1 ? path : `${path}.${number - 1}`, `${path}.${number}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // there are not so many yet
      }
    }
  }
  async function put(bytes: Buffer): Promise<void> {
    if ((await ready()).length >= size) await roll();
    const to = await ready();
    await to.file.appendFile(bytes);
    to.length += bytes.length;
  }

  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      put(chunk).then(() => done(), done);
    },
    destroy(error, done) {
      (opened?.file.close() ?? Promise.resolve()).then(
        () => done(error),
        (failed: Error) => done(error ?? failed),
      );
    },
  });
}
