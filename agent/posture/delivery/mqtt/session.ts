import type { Socket } from "node:net";
import { closed, dial, type Peer } from "../socket.ts";
import {
  type Connect,
  connect,
  disconnect,
  type Publish,
  packetIn,
  publish,
  type Received,
  readConnack,
  readPuback,
} from "./packets.ts";

/** One connection to a broker that lets us in. One packet under way at a time. */
export interface MqttSession {
  /** Resolves when the broker has it (PUBACK). Rejects DeliveryError, or what the system says; the connection is then over. */
  publish(what: Omit<Publish, "packetId">): Promise<void>;
  /** Says goodbye. */
  close(): void;
  readonly isOver: boolean;
}

export async function openMqtt(peer: Peer, who: Connect, options: { signal: AbortSignal }): Promise<MqttSession> {
  const socket = await dial(peer, options);
  const next = packetsOf(socket);
  try {
    socket.write(connect(who));
    readConnack(await next());
  } catch (error) {
    socket.destroy();
    throw options.signal.aborted ? options.signal.reason : error;
  }
  let packetId = 0;
  return {
    async publish(what) {
      packetId = (packetId % 0xffff) + 1;
      try {
        socket.write(publish({ ...what, packetId }));
        // One that is about an earlier packet says nothing of this one
        while (readPuback(await next()) !== packetId);
      } catch (error) {
        socket.destroy();
        throw error;
      }
    },
    close() {
      if (socket.destroyed) return;
      socket.end(disconnect());
      socket.destroySoon();
    },
    get isOver() {
      return socket.destroyed || socket.readableEnded;
    },
  };
}

/** Hands out what the broker sends, packet by packet. */
function packetsOf(socket: Socket): () => Promise<Received> {
  let bytes: Buffer = Buffer.alloc(0);
  let over: Error | undefined;
  let waiting: { resolve(received: Received): void; reject(error: Error): void } | undefined;
  const look = (): void => {
    if (!waiting) return;
    const { resolve, reject } = waiting;
    try {
      const found = packetIn(bytes);
      if (found === undefined && over === undefined) return;
      waiting = undefined;
      if (found === undefined) reject(over as Error);
      else {
        bytes = bytes.subarray(found.length);
        resolve(found.received);
      }
    } catch (error) {
      waiting = undefined;
      reject(error as Error);
    }
  };
  const end = (error?: Error): void => {
    over ??= error ?? closed();
    look();
  };
  socket.on("data", (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    // Nobody waits: a broker that talks all the same is bounded by `packetIn` where it is asked next
    if (bytes.length > 64 * 1024) socket.destroy();
    look();
  });
  socket.on("error", end);
  socket.on("end", () => {
    end();
    socket.destroy();
  });
  socket.on("close", () => end());
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      look();
    });
}
