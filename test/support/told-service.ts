import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, Snapshot } from "../../agent/api/snapshot.ts";

/** A service on a real socket whose state a test sets: it speaks the stream of the API, and what else a test has it answer. */
export interface ToldService {
  readonly socket: string;
  tell(snapshot: Snapshot): void;
  /** On the stream, after the snapshot. */
  happen(event: Event): void;
  /** What else it answers, by path, with its query or for every one: a body for 200, or a status with one. */
  readonly answers: Map<string, { readonly status?: number; readonly body: unknown }>;
  /** Settles when a client has begun to listen. */
  joined(): Promise<void>;
  /** Goes away as a killed process does; `open` comes back on the same socket. */
  close(): Promise<void>;
  open(): Promise<void>;
  /** Closes, and takes the directory away. */
  remove(): Promise<void>;
}

export async function startToldService(first: Snapshot): Promise<ToldService> {
  const home = mkdtempSync(join(tmpdir(), "amt-agent-told-"));
  const socket = join(home, "agent.sock");
  const readers = new Set<ServerResponse>();
  let last = first;
  const frame = (snapshot: Snapshot): string => `data: ${JSON.stringify({ kind: "snapshot", snapshot })}\n\n`;
  const answers: ToldService["answers"] = new Map();
  const server = createServer((request, response) => {
    if (request.url !== "/v1/stream") {
      const { url = "" } = request;
      const { status = 200, body } = answers.get(url) ??
        answers.get(url.split("?")[0] ?? "") ?? {
          status: 404,
          body: { error: { code: "NOT_FOUND", message: "There is no such call." } },
        };
      response.writeHead(status, { "Content-Type": "application/json" });
      return void response.end(JSON.stringify(body));
    }
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(frame(last));
    readers.add(response);
    response.on("close", () => readers.delete(response));
    server.emit("joined");
  });
  const service: ToldService = {
    socket,
    answers,
    happen(event) {
      for (const reader of readers) reader.write(`data: ${JSON.stringify({ kind: "event", event })}\n\n`);
    },
    tell(snapshot) {
      last = snapshot;
      for (const reader of readers) reader.write(frame(snapshot));
    },
    async joined() {
      if (readers.size === 0) await once(server, "joined");
    },
    async open() {
      server.listen(socket);
      await once(server, "listening");
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
    async remove() {
      await service.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
  await service.open();
  return service;
}
