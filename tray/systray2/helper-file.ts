import { createHash } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownDirectory, writeAll } from "../../platform/kept-file.ts";

/** The helper of systray2 2.1.4 for Linux, as its package on npm holds it. No other program is ever run in its place. */
const helperInside = "node_modules/systray2/traybin/tray_linux_release";
export const helperDigest = "f61eee19036c0af93e2bb0e5b9fff0bd413469aff5ea1261b8fcfe9e2c027c04";

/** A copy of the helper that only this user can have put there. */
export interface HelperFile {
  readonly path: string;
  /** This user's alone (0700): the helper's own temporary files go there. */
  readonly directory: string;
  /** Takes the copy away while it runs, or before. */
  unlink(): void;
  /** Takes away everything. */
  remove(): void;
}

/** Why there is no helper to run. The sentence is for people. */
export class HelperError extends Error {
  override name = "HelperError";
  readonly code = "TRAY_HELPER";
}

/**
 * The package's file lies beside `program` or in a folder above it, as npm installs it: without the right to be run, and systray2 itself would look
 * for it in the current folder first. So a copy is made in the first of `places` where one can be, and its bytes are checked. Throws HelperError.
 */
export function takeHelper(program: string, places: readonly string[]): HelperFile {
  if (process.arch !== "x64") throw new HelperError(`systray2 has no helper for ${process.arch}`);
  const source = openHelperFile(program);
  try {
    let why = "there is no folder for it";
    for (const place of places) {
      let directory: string | undefined;
      try {
        mkdirSync(place, { recursive: true, mode: 0o700 });
        directory = mkdtempSync(join(ownDirectory(realpathSync(place)), "icon-"));
        return copyInto(directory, source);
      } catch (error) {
        if (directory) rmSync(directory, { recursive: true, force: true });
        if (error instanceof HelperError) throw error;
        why = (error as Error).message;
      }
    }
    throw new HelperError(`systray2's helper cannot be copied to where it may be run (${why})`);
  } finally {
    closeSync(source.descriptor);
  }
}

interface Source {
  readonly path: string;
  readonly descriptor: number;
}
/** Bytes at a time: the whole of it would stay in the tray's memory. */
const portion = 64 * 1_024;

function copyInto(directory: string, { path: from, descriptor }: Source): HelperFile {
  const path = join(directory, "amt-agent-icon");
  const hash = createHash("sha256");
  const bytes = Buffer.alloc(portion);
  const copy = openSync(path, "wx", 0o500);
  try {
    for (let at = 0; ; ) {
      const count = readSync(descriptor, bytes, 0, portion, at);
      if (count === 0) break;
      at += count;
      hash.update(bytes.subarray(0, count));
      writeAll(copy, bytes.subarray(0, count));
    }
  } finally {
    closeSync(copy);
  }
  if (hash.digest("hex") !== helperDigest)
    throw new HelperError(`${from} is not the helper of systray2 2.1.4, so it is not run`);
  return {
    path,
    directory,
    unlink: () => rmSync(path, { force: true }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

function openHelperFile(program: string): Source {
  for (let folder = dirname(realpathSync(program)); ; folder = dirname(folder)) {
    const path = join(folder, helperInside);
    try {
      return { path, descriptor: openSync(path, "r") };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR") throw new HelperError(message);
    }
    if (folder === dirname(folder)) throw new HelperError("the optional package systray2 is not installed");
  }
}
