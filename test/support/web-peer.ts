import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Connect } from "../../mei/http/client.ts";

export interface WebPeer {
  readonly connect: Connect;
  /** The firmware's ends of all connections made so far. */
  readonly streams: readonly Duplex[];
}

/** A web server in memory. `serve` has the firmware's end of each connection and its number, from 0. */
export function webPeer(serve: (stream: Duplex, index: number) => void): WebPeer {
  const streams: Duplex[] = [];
  return {
    streams,
    async connect() {
      const [ours, theirs] = duplexPair();
      // a pair passes on an end, and not the destruction of one side (Node 20)
      ours.once("close", () => theirs.destroy());
      theirs.once("close", () => ours.push(null));
      theirs.on("error", () => {}); // a peer that is cut off; what matters is what the client says of it
      streams.push(theirs);
      serve(theirs, streams.length - 1);
      return ours;
    },
  };
}

/**
 * A server that writes these bytes (text is Latin-1) once a request has begun to come, and no more; one entry per connection, the
 * last for all further ones. An `end` entry closes after what it writes.
 */
export const writes = (...replies: readonly (string | Buffer | { readonly end: string | Buffer })[]): WebPeer =>
  webPeer((stream, index) => {
    const reply = replies[index] ?? replies.at(-1) ?? "";
    stream.once("data", () => {
      if (typeof reply === "object" && "end" in reply) stream.end(latin1(reply.end));
      else stream.write(latin1(reply));
    });
    stream.resume();
  });
const latin1 = (bytes: string | Buffer): Buffer => (typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);

/** Node's own HTTP server behind the connections. */
export function nodePeer(
  handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): WebPeer & { close(): void } {
  const server = createServer((request, response) => {
    void buffer(request).then((body) => handle(request, response, body));
  });
  const peer = webPeer((stream) => server.emit("connection", stream as unknown as Socket));
  return { ...peer, close: () => server.closeAllConnections() };
}
