import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { join } from "node:path";
import { HistoryError } from "./history-error.ts";
import { type Head, isHash } from "./record.ts";

/** The history's folder in the service's state directory. */
export const historyDir = (stateDir: string): string => join(stateDir, "events");
export const headPath = (dir: string): string => join(dir, "head.json");
export const segmentPath = (dir: string, number: number): string =>
  join(dir, `events-${String(number).padStart(8, "0")}.ndjson`);

/** Numbers of the segments that there are, oldest first. */
export const segmentsIn = (dir: string): number[] =>
  readdirSync(dir)
    .flatMap((name) => /^events-(\d{8,15})\.ndjson$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);

/** Makes it if need be; its own folder is there. Throws HISTORY_UNTRUSTED where it is not a folder of ours. */
export function makeDir(dir: string): void {
  try {
    mkdirSync(dir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const stats = lstatSync(dir);
  if (!stats.isDirectory()) throw new HistoryError("HISTORY_UNTRUSTED", `${dir} is not a folder: remove it.`);
  const uid = process.geteuid?.();
  if (uid !== undefined && stats.uid !== uid)
    throw new HistoryError("HISTORY_UNTRUSTED", `${dir} belongs to user ${stats.uid}, not to this one (${uid}).`);
}

const strict = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
export const reading = constants.O_RDONLY | strict;
/** No O_APPEND: what is written goes where the chain goes on, also behind something that had to be cut off. */
export const writing = constants.O_RDWR | constants.O_CREAT | strict;
export const creating = writing | constants.O_EXCL;

/** Opens a file of the history, 0600. Throws HISTORY_UNTRUSTED for anything but a plain file with one name. */
export function openFile(path: string, flags: number): number {
  const fd = open(path, flags);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.nlink > 1)
      throw new HistoryError("HISTORY_UNTRUSTED", `${path} is not a plain file with one name: remove it.`);
    if (flags !== reading && (stats.mode & 0o077) !== 0) fchmodSync(fd, 0o600);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function open(path: string, flags: number): number {
  try {
    return openSync(path, flags, 0o600);
  } catch (cause) {
    // ELOOP is what Linux says of a symlink, EMLINK what FreeBSD does
    if (!["ELOOP", "EMLINK"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    throw new HistoryError("HISTORY_UNTRUSTED", `${path} is a symbolic link: remove it.`, { cause });
  }
}

export function readBytes(path: string): Buffer {
  const fd = openFile(path, reading);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A name that was made or removed is only lasting with its folder. Windows has no such thing. */
export function syncDir(dir: string): void {
  if (constants.O_DIRECTORY === undefined) return;
  const fd = openSync(dir, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** What the head note says; `missing`; `damaged` where it says nothing. */
export function readHead(dir: string): Head | "missing" | "damaged" {
  let text: string;
  try {
    text = readBytes(headPath(dir)).toString("utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "missing";
    throw error;
  }
  try {
    const { id, hash } = JSON.parse(text) as Partial<Head>;
    return Number.isSafeInteger(id) && isHash(hash) && headText({ id, hash } as Head) === text
      ? ({ id, hash } as Head)
      : "damaged";
  } catch {
    return "damaged"; // no JSON
  }
}
/** Never shorter than the one before: it is written over it. */
export const headText = ({ id, hash }: Head): string => `${JSON.stringify({ hash, id })}\n`;
