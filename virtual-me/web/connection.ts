import type { Duplex } from "node:stream";
import type { Clock } from "../../platform/clock.ts";
import type { Interface } from "../accounts.ts";
import type { Armed } from "../world.ts";
import type { User } from "./authenticate.ts";

/** ms for a whole request, and for an answer to be taken; also how long an idle connection is kept. Guessed: no source times it. */
const PATIENCE = 60_000;
/** Requests sent ahead; MPS sends three (rpc.md 5.4). */
const AHEAD = 16;

/** One client's connection: what it may do next, and how long it may take. */
export interface Connection {
  readonly over: Interface;
  readonly tls: boolean;
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
  /** Aborts when what came is no HTTP: nothing can be read any more, what was asked before can still be answered. */
  readonly spoilt: AbortSignal;
  /** Over TLS with the certificate that an attempt at secure configuration waits for. */
  attempt: Armed | undefined;
  /** Whoever logged in on it, over TLS (presence-posture.md 5.2). */
  login: { readonly user: User; readonly revision: number } | undefined;
  /** Runs one after the other, as they came; false when too many are waiting already. */
  enqueue(work: () => Promise<void>): boolean;
  /** A whole request is here: its answer has as much time again. */
  arrived(): void;
  spoil(): void;
  close(): void;
}

/** `stream` is what is spoken on, TLS taken off; `channel` what it came from. */
export function createConnection(
  { stream, channel, clock }: { stream: Duplex; channel: Duplex; clock: Clock },
  { over, tls }: { over: Interface; tls: boolean },
): Connection {
  const gone = new AbortController();
  const spoilt = new AbortController();
  let waiting = 0;
  let last = Promise.resolve();
  let disarm = (): void => {};
  const close = (): void => {
    disarm();
    gone.abort();
    stream.destroy();
    channel.destroy();
  };
  const arm = (): void => {
    disarm();
    if (!gone.signal.aborted) disarm = clock.after(PATIENCE, close, { background: true });
  };
  arm();
  stream.once("finish", close); // all is written: nothing that comes now can be answered
  stream.once("close", close);
  channel.once("close", close);
  return {
    over,
    tls,
    signal: gone.signal,
    spoilt: spoilt.signal,
    attempt: undefined,
    login: undefined,
    enqueue(work) {
      if (waiting >= AHEAD) return false;
      waiting += 1;
      last = last.then(work).then(() => {
        waiting -= 1;
        arm();
      });
      return true;
    },
    arrived: arm,
    spoil: () => spoilt.abort(),
    close,
  };
}
