import type { Duplex } from "node:stream";
import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline, sleep } from "../../platform/clock.ts";
import { type BodyKind, FramingError, framing, type Head, replyBody } from "../lms/framing.ts";
import { RpsError } from "./error.ts";
import { type AmtPort, FRAME_LIMIT } from "./messages.ts";

/** AMT's local ports, as bytes. */
export interface Amt {
  connect(port: AmtPort, options: { signal: AbortSignal }): Promise<Duplex>;
}

/** ms for AMT to answer one request. A setup writes flash and takes seconds; servers themselves wait 15. */
const ANSWER = 60_000;
/** Attempts at a port after a change of ports, and ms between them (R:internal/rps/executor.go). */
const AFTER_SWITCH = { attempts: 5, pause: 5_000 };

/** One request on a connection of its own, and its whole answer. Rejects for none, or the signal's reason. */
export async function exchange(
  amt: Amt,
  port: AmtPort,
  request: Buffer,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Buffer> {
  const late = (): Error => new NoAnswer(`nothing within ${ANSWER / 1000} s`);
  const limit = deadline(clock, ANSWER, [signal], late);
  let stream: Duplex | undefined;
  try {
    stream = await amt.connect(port, { signal: limit.signal });
    return await answerOn(stream, request, limit.signal);
  } finally {
    stream?.destroy();
    limit.done();
  }
}

function answerOn(stream: Duplex, request: Buffer, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const answer = collector();
    const over = (act: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = (): void => over(() => reject(signal.reason));
    signal.addEventListener("abort", onAbort, { once: true });
    const closed = (): void =>
      over(() => {
        const whole = answer.atEnd();
        if (whole) resolve(whole);
        else reject(new NoAnswer("it ended the connection"));
      });
    stream.on("error", closed);
    stream.once("close", closed);
    stream.once("end", closed);
    stream.on("data", (chunk: Buffer) => {
      try {
        const whole = answer.take(chunk);
        if (whole) over(() => resolve(whole));
      } catch (error) {
        over(() => reject(error));
      }
    });
    stream.write(request);
  });
}

/** Finds the end of an answer; gives its bytes as they came. Throws RPS_TOO_LARGE, NoAnswer. */
function collector() {
  const chunks: Buffer[] = [];
  let size = 0;
  let body: BodyKind | undefined;
  const reader = framing((head: Head) => {
    body = replyBody(head, "POST");
    return body;
  });
  return {
    take(chunk: Buffer): Buffer | undefined {
      chunks.push(chunk);
      size += chunk.length;
      if (size > FRAME_LIMIT)
        throw new RpsError(
          "RPS_TOO_LARGE",
          `an answer of AMT has more than ${FRAME_LIMIT} bytes, which servers refuse`,
        );
      try {
        reader.push(chunk);
        for (let part = reader.next(); part; part = reader.next())
          if (part.kind === "end") return Buffer.concat(chunks);
        return undefined;
      } catch (error) {
        if (error instanceof FramingError) throw new NoAnswer(`what came is no HTTP (${error.message})`);
        throw error;
      }
    },
    /** An answer without a length ends with its connection. */
    atEnd: (): Buffer | undefined => (body === "untilClose" ? Buffer.concat(chunks) : undefined),
  };
}

/** Whether the request was carried out is not known. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
  readonly code = "RPS_NO_ANSWER";
}

/** Waits until AMT takes connections on its other port: its web server restarts meanwhile. */
export async function switched(
  amt: Amt,
  port: AmtPort,
  { delay, clock, signal }: { delay: number; clock: Clock; signal: AbortSignal },
): Promise<void> {
  await sleep(clock, delay * 1000, { signal });
  for (let attempt = 1; ; attempt++) {
    try {
      (await amt.connect(port, { signal })).destroy();
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (attempt >= AFTER_SWITCH.attempts || codeOf(error) === "LMS_ABSENT") throw error;
    }
    await sleep(clock, AFTER_SWITCH.pause, { signal });
  }
}

/** The connection in which the server speaks TLS with AMT. */
export interface Tunnel {
  /** Resolves when more may come. A number that was not there before closes the connection and opens another. */
  pour(bytes: Buffer, options: { tunnel: number; signal: AbortSignal }): Promise<void>;
  close(): void;
}

/** `received` is awaited before more is read; `ended` tells that AMT has closed a connection that was not closed by us. */
export function tunnel(
  amt: Amt,
  {
    received,
    ended,
    clock,
  }: { received(bytes: Buffer, tunnel: number): Promise<void>; ended(tunnel: number): void; clock: Clock },
): Tunnel {
  let open: Duplex | undefined;
  let current = -1;
  async function read(stream: Duplex, number: number): Promise<void> {
    try {
      for await (const chunk of stream) if (open === stream) await received(chunk as Buffer, number);
    } catch {
      // how it ended makes no difference to the server
    }
    if (open !== stream) return;
    open = undefined;
    ended(number);
  }
  const close = (): void => {
    const old = open;
    open = undefined;
    old?.destroy();
  };
  return {
    async pour(bytes, { tunnel: number, signal }) {
      const limit = deadline(clock, ANSWER, [signal], () => new NoAnswer("it takes no more bytes"));
      try {
        if (number !== current) {
          close();
          current = number;
          open = await amt.connect(16993, limit);
          open.on("error", () => {}); // whoever reads it sees its end
          void read(open, number);
        }
        // AMT has ended it: what still comes belongs to that
        if (open) await written(open, bytes, limit.signal);
      } catch (error) {
        signal.throwIfAborted();
        close();
        if (!(error instanceof NoAnswer)) throw error;
        ended(number);
      } finally {
        limit.done();
      }
    },
    close,
  };
}

/** Resolves when they are on their way, or never will be. */
function written(stream: Duplex, bytes: Buffer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    stream.write(bytes, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
  });
}
