import { Writable } from "node:stream";
import winston from "winston";
import type { Clock } from "../platform/clock.ts";
import { type Fields, type Printable, printable } from "./log-fields.ts";

export const levels = ["error", "warn", "info", "debug"] as const;
export type Level = (typeof levels)[number];
export const formats = ["journald", "text", "json"] as const;
export type Format = (typeof formats)[number];

/** Everything the program says to whoever runs it. Secrets in fields are masked by type and by name; the sentence must hold none. */
export interface Logger {
  debug(sentence: string, fields?: Fields): void;
  info(sentence: string, fields?: Fields): void;
  warn(sentence: string, fields?: Fields): void;
  error(sentence: string, fields?: Fields): void;
  /** The same log with fields that every entry carries. */
  child(fields: Fields): Logger;
}

export interface LogOptions {
  readonly level: Level;
  readonly format: Format;
  readonly to: Writable;
  readonly clock: Clock;
  /** Entries that may wait inside the logger, and bytes that may wait in `to`. What comes on top is counted, not kept. */
  readonly maxEntries?: number;
  readonly maxBytes?: number;
}

/** A log that is open: `close` waits for what was logged, unless nobody takes it within a second. */
export interface Log extends Logger {
  close(): Promise<void>;
}

interface Entry {
  readonly level: string;
  readonly message: string;
  readonly at: string;
  readonly fields: Readonly<Record<string, Printable>>;
}

/** sd-daemon(3): the priority before each line. */
const priorities: Readonly<Record<string, string>> = { error: "<3>", warn: "<4>", info: "<6>", debug: "<7>" };

export function createLog({ level, format, to, clock, maxEntries = 5_000, maxBytes = 1024 * 1024 }: LogOptions): Log {
  let waiting = 0;
  let dropped = 0;
  let broken = false;
  let onEmpty: () => void = () => {};

  const sink = new Writable({
    objectMode: true,
    write(entry: Entry, _encoding, next) {
      waiting--;
      if (!broken) to.write(`${lineOf(entry, format)}\n`);
      next();
      if (waiting === 0) settle();
    },
  });
  const onError = (): void => {
    // A log that cannot be written cannot say so; the program has better things to do than to end over it
    broken = true;
    settle();
  };
  to.on("error", onError);
  to.on("drain", settle);
  const logger = winston.createLogger({
    levels: { error: 0, warn: 1, info: 2, debug: 3 },
    level,
    transports: [new winston.transports.Stream({ stream: sink })],
    exitOnError: false,
  });

  const full = (): boolean => waiting >= maxEntries || to.writableLength >= maxBytes;

  function settle(): void {
    if (dropped > 0 && !full()) {
      const count = dropped;
      dropped = 0;
      write("warn", "entries were not logged: they came faster than they could be written", { dropped: count });
    }
    if (broken || (waiting === 0 && to.writableLength === 0)) onEmpty();
  }

  function write(entryLevel: Level, sentence: string, fields: Fields): void {
    if (broken || !logger.isLevelEnabled(entryLevel)) return;
    if (full()) {
      dropped++;
      return;
    }
    waiting++;
    const entry: Entry = {
      level: entryLevel,
      message: sentence.slice(0, 4_096),
      at: clock.now().toISOString(),
      fields: printable(fields),
    };
    logger.log(entry);
  }

  function withFields(own: Fields): Logger {
    const at =
      (entryLevel: Level) =>
      (sentence: string, fields: Fields = {}): void =>
        write(entryLevel, sentence, { ...own, ...fields });
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      child: (fields) => withFields({ ...own, ...fields }),
    };
  }

  return {
    ...withFields({}),
    async close() {
      await new Promise<void>((resolve) => {
        const cut = clock.after(1_000, resolve);
        onEmpty = () => {
          cut();
          resolve();
        };
        settle();
      });
      broken = true;
      logger.close();
      to.off("drain", settle);
      // a late EPIPE of what is still buffered must not become an uncaught exception: that listener stays
    },
  };
}

function lineOf({ level, message, at, fields }: Entry, format: Format): string {
  if (format === "json") return oneLine(JSON.stringify({ at, level, message, ...fields }));
  const tail = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === "string" ? quoted(value) : JSON.stringify(value)}`,
  );
  const text = oneLine(`${message}${tail.join("")}`);
  return format === "journald" ? `${priorities[level] ?? "<6>"}${text}` : `${at} ${level.padEnd(5)} ${text}`;
}

const quoted = (value: string): string => (/^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value));

/** No entry may pass for two, nor drive the terminal it is read on: control characters stand as escapes. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
