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

/**
 * A whole file of at most `most` bytes, which may be one of sysfs or procfs (they say 0 for their length). Never waits at a pipe in the
 * file's place. Rejects BoundedFileError, and Node's errors (ENOENT, EACCES, EPERM, EIO). A kernel that does not answer a read cannot be
 * interrupted: whoever calls sets a deadline beside it.
 */
export async function readBounded(path: string, { most }: { most: number }): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new BoundedFileError("FILE_NOT_REGULAR", `${path} is no regular file`);
    const parts: Buffer[] = [];
    for (let length = 0; ; ) {
      const part = Buffer.alloc(Math.min(64 * 1024, most + 1 - length));
      const { bytesRead } = await file.read(part, 0, part.length, null);
      if (bytesRead === 0) return Buffer.concat(parts);
      length += bytesRead;
      if (length > most) throw new BoundedFileError("FILE_TOO_LARGE", `${path} is longer than ${most} bytes`);
      parts.push(part.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The names in a directory, sorted. Rejects Node's errors. */
export const namesIn = async (path: string): Promise<string[]> => (await readdir(path)).sort();
/** Where a symbolic link points, as it stands there. Rejects Node's errors. */
export const linkAt = (path: string): Promise<string> => readlink(path);
