import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from "node:fs";

/** A file that somebody else could have written, or could read. The remedy stands in the message. */
export class UntrustedFileError extends Error {
  readonly code = "FILE_UNTRUSTED";
  override name = "UntrustedFileError";
}

/**
 * `names-commands`: whoever may write it could have us run something. `secret`: whoever may read it knows the secret.
 * `plain`: only refuses what every user of the machine may write.
 */
export type FileTrust = "plain" | "names-commands" | "secret";

/** Bytes: what is read here is written by people, or holds some certificates. */
const LARGEST = 4 * 1_024 * 1_024;

/**
 * Reads a file only if owner and mode allow what it is used for. Judged on the open descriptor, so nothing can be swapped
 * between check and read; the last path component of a strict file must not be a symlink. Windows has no modes: there the
 * directory's ACL is the guard. Throws UntrustedFileError, or Node's error where the file cannot be opened.
 */
export function readTrustedFile(path: string, trust: FileTrust): string {
  const strict = trust === "plain" ? 0 : (constants.O_NOFOLLOW ?? 0);
  // O_NONBLOCK: a FIFO in the file's place must not hang the service
  const descriptor = openSync(path, constants.O_RDONLY | strict | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    const uid = process.geteuid?.();
    const wrong = stats.isFile()
      ? uid === undefined
        ? undefined
        : distrust(stats, trust, uid)
      : "is not a regular file";
    if (wrong) throw new UntrustedFileError(`${path} ${wrong}`);
    if (stats.size > LARGEST)
      throw new UntrustedFileError(
        `${path} is larger than such a file is (${stats.size} bytes): it is not the one that was meant`,
      );
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** What is wrong with owner and mode for a process of user `uid`, and what to do about it; undefined: nothing. */
export function distrust(stats: Pick<Stats, "uid" | "mode">, trust: FileTrust, uid: number): string | undefined {
  const may = (bits: number): boolean => (stats.mode & bits) !== 0;
  if (may(0o002)) return "may be written by every user: chmod o-w";
  if (trust === "plain") return undefined;
  if (stats.uid !== 0 && stats.uid !== uid)
    return `belongs to user ${stats.uid}: it must belong to root or to user ${uid}`;
  if (may(0o020)) return "may be written by its group: chmod g-w";
  if (trust === "secret" && may(0o044)) return "may be read by others: chmod 0600";
  return undefined;
}
