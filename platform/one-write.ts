import type { Writable } from "node:stream";

/**
 * What is written to `stream` from now until this turn of the loop ends goes out at once. A call of the system for each message of
 * 4 KiB costs more than all that is done to the message.
 */
export function oneWrite(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  setImmediate(uncork, stream);
}
const uncork = (stream: Writable): void => stream.uncork();
