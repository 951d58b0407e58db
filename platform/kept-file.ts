import {
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  type Stats,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { UntrustedFileError } from "./trusted-file.ts";

/**
 * A directory of this user's alone (0700), made if need be. Throws UntrustedFileError where somebody else could get at what is put there:
 * it, and every directory above, must be its owner's or root's, and nobody else may write them; no symbolic links.
 */
export function ownDirectory(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const full = resolve(path);
  checkAncestors(full);
  const stats = lstatSync(full);
  const uid = process.geteuid?.();
  if (uid !== undefined && (stats.uid !== uid || (stats.mode & 0o077) !== 0))
    throw new UntrustedFileError(`${full} must belong to user ${uid} alone: chown ${uid}, chmod 0700`);
  return full;
}

/** Throws UntrustedFileError. A directory that everybody may write is well above others' if it is sticky, as /tmp is. */
export function checkAncestors(directory: string): void {
  const uid = process.geteuid?.();
  if (uid === undefined) return; // Windows: the directory's ACL is the guard
  const full = resolve(directory);
  if (realpathSync(full) !== full)
    throw new UntrustedFileError(`${full} is reached through a symbolic link: name the real one`);
  for (let at = full, below = false; ; at = dirname(at), below = true) {
    const wrong = wrongWith(lstatSync(at), uid, below);
    if (wrong) throw new UntrustedFileError(`${at} ${wrong}`);
    if (at === dirname(at)) return;
  }
}

function wrongWith(stats: Stats, uid: number, below: boolean): string | undefined {
  if (!stats.isDirectory()) return "is no directory";
  if (stats.uid !== 0 && stats.uid !== uid)
    return `belongs to user ${stats.uid}: it must belong to root or to user ${uid}`;
  const sticky = (stats.mode & 0o1000) !== 0;
  return (stats.mode & 0o022) !== 0 && !(sticky && below) ? "may be written by others: chmod go-w" : undefined;
}

/** Puts a new file there (0600) and on the disk, its name as well. Throws EEXIST where there is one, UntrustedFileError for the place. */
export function putNewFile(path: string, content: string | Buffer): void {
  const full = resolve(path);
  checkAncestors(dirname(full));
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const descriptor = openSync(full, flags, 0o600);
  try {
    writeAll(descriptor, content);
    fsyncSync(descriptor);
  } catch (error) {
    unlinkSync(full);
    throw error;
  } finally {
    closeSync(descriptor);
  }
  syncDirectory(dirname(full));
}

export function writeAll(descriptor: number, content: string | Buffer): void {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

/** A name is on the disk only when its directory is. Windows cannot, and writes names through. */
export function syncDirectory(directory: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
