import { constants } from "node:fs";
import { open, readdir, readlink } from "node:fs/promises";

/** A file that is not read: longer than allowed, or no regular file. Codes of what cannot be opened are Node's own. */
export class BoundedFileError extends Error {
  override name = "BoundedFileError";
  readonly code: "FILE_TOO_LARGE" | "FILE_NOT_REGULAR";
  constructor(code: BoundedFileError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Bytes: one page, all that most files of sysfs have. A buffer is memory that V8 collects for. */
const FIRST = 4096;

/**
 * A whole file of at most `most` bytes, which may be one of sysfs or procfs (they say 0 for their length). Never waits at a pipe in the
 * file's place. Rejects BoundedFileError, and Node's errors (ENOENT, EACCES, EPERM, EIO). A kernel that does not answer a read cannot be
 * interrupted: whoever calls sets a deadline beside it.
 */
export async function readBounded(path: string, { most }: { most: number }): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new BoundedFileError("FILE_NOT_REGULAR", `${path} is no regular file`);
    let held = Buffer.alloc(Math.min(FIRST, most + 1));
    for (let length = 0; ; ) {
      if (length === held.length) held = Buffer.concat([held], Math.min(length * 4, most + 1));
      const { bytesRead } = await file.read(held, length, held.length - length, null);
      if (bytesRead === 0) return held.subarray(0, length);
      length += bytesRead;
      if (length > most) throw new BoundedFileError("FILE_TOO_LARGE", `${path} is longer than ${most} bytes`);
    }
  } finally {
    await file.close();
  }
}

/** The names in a directory, sorted. Rejects Node's errors. */
export const namesIn = async (path: string): Promise<string[]> => (await readdir(path)).sort();
/** Where a symbolic link points, as it stands there. Rejects Node's errors. */
export const linkAt = (path: string): Promise<string> => readlink(path);
