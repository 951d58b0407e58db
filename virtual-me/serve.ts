import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../platform/clock.ts";
import { isPipe } from "../platform/paths.ts";
import type { VirtualMe } from "./me.ts";
import { serveSocket } from "./serve-socket.ts";
import { ownSocket, type Place } from "./socket-place.ts";

/** Descriptors at once; more are turned away, so that nobody can use up the process's own. */
const MOST = 128;

export interface Serve {
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onReady?: () => void;
}

/** A virtual ME behind a socket. Settles when `signal` aborts and everything is closed and removed. Throws SOCKET_IN_USE, SOCKET_DENIED. */
export async function serve(me: VirtualMe, { path, clock, signal, onReady }: Serve): Promise<void> {
  if (signal.aborted) return;
  const sockets = new Set<Socket>();
  // Half-open, so that a host that has said its last word still gets the answer and learns that its client is free.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: false }, (socket) => {
    if (sockets.size >= MOST) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    serveSocket(me, socket, clock);
  });
  const place: Place | undefined = isPipe(path) ? undefined : await ownSocket(path);
  try {
    await listening(server, place?.listenAt ?? path);
    place?.publish();
    onReady?.();
    await aborted(signal);
  } finally {
    await closed(server, sockets);
    me.close();
    place?.remove();
  }
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });

const closed = (server: Server, sockets: ReadonlySet<Socket>): Promise<void> =>
  new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
