import { closeSync, fdatasync, fsyncSync, ftruncateSync, unlinkSync, writeSync } from "node:fs";
import { HistoryError } from "./history-error.ts";
import { type Head, linesOf, readLine } from "./record.ts";
import {
  creating,
  headPath,
  headText,
  makeDir,
  openFile,
  readBytes,
  segmentPath,
  segmentsIn,
  syncDir,
  writing,
} from "./segments.ts";
import { type Tail, tailOf } from "./tail.ts";

export interface Bounds {
  /** Bytes after which a new segment is begun. */
  readonly segmentBytes: number;
  /** Segments that stay. */
  readonly segments: number;
}
/** The oldest segment, when there is one too many. */
export interface Surplus {
  readonly number: number;
  readonly first: number;
  readonly last: number;
  readonly hash: string;
}

/** The files of the history, open for writing. */
export interface Store {
  readonly tail: Tail;
  /** Appends in one piece. Throws what the system says; the file is then as before. */
  write(line: Buffer, head: Head): void;
  /** Forces to the disk what is written so far, then notes that in the head note. */
  sync(): Promise<void>;
  surplus(): Surplus | undefined;
  drop(surplus: Surplus): void;
  /** As `sync`, at once. */
  close(): void;
}

/** Throws HISTORY_UNTRUSTED, or what the system says. */
export function openStore(dir: string, bounds: Bounds): Store {
  makeDir(dir);
  const tail = tailOf(dir);
  const numbers = segmentsIn(dir);
  const note = openFile(headPath(dir), writing);
  let number = tail.segment;
  let size = tail.size;
  let newest = tail.last;
  let file: number;
  try {
    file = openFile(segmentPath(dir, number), writing);
  } catch (error) {
    closeSync(note);
    throw error;
  }
  if (!numbers.includes(number)) numbers.push(number);
  ftruncateSync(file, size);
  fsyncSync(file);
  // The first note is there before the first event; a later one that is missing, or says otherwise, is somebody's doing
  if (newest.id === 0 && tail.found.length === 0) noteHead();
  fsyncSync(note);
  syncDir(dir);

  let syncing: Promise<void> | undefined;
  let closed = false;

  function noteHead(head = newest): void {
    const text = Buffer.from(headText(head));
    if (writeSync(note, text, 0, text.length, 0) < text.length)
      throw new HistoryError("HISTORY_SHORT_WRITE", "the note of the newest event was cut short");
  }
  function begin(): void {
    const next = openFile(segmentPath(dir, number + 1), creating);
    fsyncSync(file);
    const old = file;
    // Another thread may be at work on it
    void (syncing ?? Promise.resolve()).finally(() => closeSync(old));
    file = next;
    number += 1;
    size = 0;
    numbers.push(number);
    syncDir(dir);
  }

  return {
    tail,
    write(line, head) {
      if (size > 0 && size + line.length > bounds.segmentBytes) begin();
      let written = 0;
      try {
        written = writeSync(file, line, 0, line.length, size);
        if (written < line.length)
          throw new HistoryError("HISTORY_SHORT_WRITE", "the disk took only a part of an event");
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
      size += written;
      newest = head;
    },
    sync() {
      const head = newest;
      const done = new Promise<void>((resolve, reject) =>
        fdatasync(file, (error) => (error ? reject(error) : resolve())),
      );
      const noted = done.then(() => {
        if (!closed) noteHead(head);
      });
      // whoever asked gets the rejection; a segment only waits for the end of it
      syncing = noted.catch(() => {});
      return noted;
    },
    surplus() {
      const [oldest] = numbers;
      if (oldest === undefined || numbers.length <= bounds.segments) return undefined;
      const { lines } = linesOf(readBytes(segmentPath(dir, oldest)));
      const first = firstWhole(lines);
      const last = firstWhole(lines.reverse());
      return { number: oldest, first: first?.id ?? 0, last: last?.id ?? 0, hash: last?.hash ?? "" };
    },
    drop({ number: oldest }) {
      numbers.splice(numbers.indexOf(oldest), 1);
      unlinkSync(segmentPath(dir, oldest));
      syncDir(dir);
    },
    close() {
      if (closed) return;
      closed = true;
      try {
        fsyncSync(file);
        noteHead();
        fsyncSync(note);
      } finally {
        closeSync(note);
        const last = file;
        void (syncing ?? Promise.resolve()).finally(() => closeSync(last));
      }
    },
  };
}

function firstWhole(lines: readonly Buffer[]): Head | undefined {
  for (const line of lines) {
    const found = readLine(line);
    if (found.kind === "record") return found.record;
  }
  return undefined;
}
