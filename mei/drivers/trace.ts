import { closeSync, openSync, writeSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { MeiDriver } from "../port.ts";
import { TraceError } from "./trace-format.ts";
import { replay } from "./trace-replay.ts";

export { TraceError } from "./trace-format.ts";
export { record } from "./trace-record.ts";
export { replay } from "./trace-replay.ts";

/** A recording as a driver. Rejects TRACE_INVALID, naming the line, or that the file cannot be read. */
export async function openTrace(path: string): Promise<MeiDriver> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new TraceError(`the trace ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return replay(text, { name: `trace:${path}` });
}

/** A new file for `record`, for its owner only: what is not secret is still this computer's own. Throws Node's error, also if it exists. */
export function traceFile(path: string): { write(line: string): void; close(): void } {
  const file = openSync(path, "wx", 0o600);
  return {
    write: (line) => {
      writeSync(file, `${line}\n`);
    },
    close: () => closeSync(file),
  };
}
