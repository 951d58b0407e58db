import { isIP, connect as plain, type Socket } from "node:net";
import { type ConnectionOptions, type SecureContext, connect as secure } from "node:tls";
import { DeliveryError } from "./error.ts";

/** Where to, and with which trust; without `context` not encrypted. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  readonly context: SecureContext | undefined;
}

/** A connection whose other end is who it should be. It ends when the signal aborts. Rejects what the system says, or the signal's reason. */
export async function dial({ host, port, context }: Peer, { signal }: { signal: AbortSignal }): Promise<Socket> {
  signal.throwIfAborted();
  const half = { allowHalfOpen: true }; // taken by tls.connect as well, which its types do not say
  const name = isIP(host) ? {} : { servername: host };
  const socket: Socket =
    context === undefined
      ? plain({ host, port, ...half })
      : secure({ host, port, secureContext: context, ...half, ...name } as ConnectionOptions);
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  socket.once("close", () => signal.removeEventListener("abort", onAbort));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(context === undefined ? "connect" : "secureConnect", resolve);
      socket.once("error", reject);
      // A half-open connection that ends before it has begun says nothing else
      socket.once("end", () => reject(closed()));
      socket.once("close", () => reject(closed()));
    });
    return socket;
  } catch (error) {
    socket.destroy();
    throw signal.aborted ? signal.reason : error;
  }
}

/** What the connection ended with, for whoever waits for more. */
export const closed = (cause?: unknown): DeliveryError =>
  new DeliveryError("DELIVERY_CLOSED", "the other side ended the connection", { cause });
