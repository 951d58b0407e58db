import type { Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import type { TcpEnd, TcpOwners } from "../../platform/tcp-owner.ts";
import type { Arriving } from "./arriving.ts";

/**
 * Whether a client is still there. TCP says the same of one that sends no more and waits for its answer as of one that has gone; the
 * system tells them apart: the socket of the first belongs to somebody.
 */
export interface Presence {
  /** Aborts when the connection is closed, or the client's program has closed its end of it. */
  readonly gone: AbortSignal;
  /** Looks now. A client that is not read cannot be seen to go in any other way. */
  look(): void;
}

/**
 * ms before each further look at a client that sends no more, or of which nothing is read yet, the last for ever: its closing is not told.
 * Most that end have closed at once, and are looked at in the same turn: firmware may drop the session with a channel, and the next client
 * is then better not in it.
 */
const LOOKS = [25, 250, 1_000] as const;
/** A reason made once: an error with its stack, for each connection, costs more than the connection's other objects. */
const GONE = new DOMException("the client has gone", "AbortError");

/** Where the system does not tell owners, only the closed connection tells. */
export function presenceOf(
  socket: Socket,
  {
    arriving,
    owners,
    clock,
    ends,
  }: {
    readonly arriving: Arriving;
    readonly owners: TcpOwners;
    readonly clock: Clock;
    readonly ends: { readonly peer: TcpEnd; readonly own: TcpEnd };
  },
): Presence {
  const gone = new AbortController();
  let stop = (): void => {};
  let isLooking = false;
  let looks = 0;
  const leave = (): void => {
    stop();
    gone.abort(GONE);
  };
  async function isThere(): Promise<boolean> {
    try {
      return (await owners.ownerOf(ends)) !== undefined;
    } catch {
      return true; // not to be found out now
    }
  }
  async function look(): Promise<void> {
    if (!owners.tells || isLooking || gone.signal.aborted) return;
    isLooking = true;
    const there = await isThere();
    isLooking = false;
    if (!there) leave();
    if (arriving.ended.aborted || arriving.unread) lookAgain();
  }
  function lookAgain(): void {
    stop();
    if (gone.signal.aborted) return;
    const wait = LOOKS[Math.min(looks, LOOKS.length - 1)] ?? 0;
    looks += 1;
    stop = clock.after(wait, () => void look(), { background: true });
  }
  socket.once("close", leave);
  if (socket.closed) leave();
  if (arriving.unread) lookAgain();
  if (arriving.ended.aborted) void look();
  else arriving.ended.addEventListener("abort", () => void look(), { once: true });
  return { gone: gone.signal, look: () => void look() };
}
