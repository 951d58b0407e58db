import type { Socket } from "node:net";
import type { Peer } from "../../platform/peer.ts";
import type { Logger } from "../log.ts";
import type { Caller } from "./actor.ts";
import { type ApiCode, ApiError, failureOf } from "./failure.ts";
import type { ApiLimits } from "./limits.ts";

/** Decides once per connection who calls and whether there is room. Without credentials there is no caller, and nothing is served. */
export function admit(
  endpoint: Caller["endpoint"],
  pipe: boolean,
  { peerOf, log }: { readonly peerOf: (socket: Socket) => Peer; readonly log: Logger },
  limits: ApiLimits,
): { onConnection(socket: Socket): void; callerOf(socket: Socket): Caller | undefined } {
  const callers = new WeakMap<Socket, Caller>();
  const perUser = new Map<number, number>();
  let all = 0;

  function crowded(socket: Socket): void {
    log.debug("a connection was turned away: too many are open", { endpoint, open: all });
    hangUp(socket, "API_CROWDED", "Too many connections are open. Close some, or try again later.");
  }

  function count(uid: number, change: 1 | -1): void {
    const now = (perUser.get(uid) ?? 0) + change;
    if (now > 0) perUser.set(uid, now);
    else perUser.delete(uid);
  }

  function identify(socket: Socket): Peer | undefined {
    try {
      return peerOf(socket);
    } catch (error) {
      log.warn("a caller without credentials was turned away", { endpoint, error });
      return undefined;
    }
  }

  return {
    callerOf: (socket) => callers.get(socket),
    onConnection(socket) {
      if (all >= limits.connections) return crowded(socket);
      const peer = pipe ? undefined : identify(socket);
      if (!pipe && !peer) return void socket.destroy();
      if (peer && endpoint === "user" && (perUser.get(peer.uid) ?? 0) >= limits.connectionsPerUser)
        return crowded(socket);
      all++;
      if (peer) count(peer.uid, 1);
      socket.once("close", () => {
        all--;
        if (peer) count(peer.uid, -1);
      });
      callers.set(socket, { endpoint, peer });
    },
  };
}

/** The last words on a connection that has no request to answer, and the end of it. */
export function hangUp(socket: Socket, code: ApiCode, message: string): void {
  const { status, body } = failureOf(new ApiError(code, message));
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  );
}
