import { createConnection, type Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import type { MeiClient } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { DeviceFacts, MeiDriver } from "../port.ts";
import { WireError } from "../wire/index.ts";
import { SocketConnection } from "./socket-connection.ts";
import { type FrameReader, frameReader, frames, type Incoming, ProtocolError } from "./socket-protocol.ts";

/** The virtual ME that `amt-agent virtual-me --socket PATH` runs. `path` is a unix socket, or a Windows pipe's name. */
export function socketDriver({ path, clock }: { path: string; clock: Clock }): MeiDriver {
  const name = `socket:${path}`;
  const connections = new Set<SocketConnection>();
  const asking = new Set<AbortController>();
  let generation = 0;
  let closed = false;

  /** Asks one thing on a new socket; `work` has it until it settles. Closing the driver ends the question. */
  async function ask<T>(request: Buffer, signal: AbortSignal, answer: Answer<T>): Promise<T> {
    signal.throwIfAborted();
    if (closed) throw new MeiError("ME_CLOSED", `${name}: we closed the driver`);
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    asking.add(stop);
    try {
      return await firstReply(path, request, stop.signal, answer);
    } finally {
      asking.delete(stop);
      signal.removeEventListener("abort", onAbort);
    }
  }

  return {
    name,
    describe: ({ signal }) =>
      ask(frames.describe.write({}), signal, (socket, { type, body }): DeviceFacts => {
        socket.destroy();
        if (type !== frames.facts.type) throw unexpected(path, type);
        const facts = frames.facts.read(body);
        return { device: path, virtual: true, ...facts };
      }),
    connect: (client, { signal }) =>
      ask(frames.connect.write({ uuid: client.uuid }), signal, (socket, { type, body }, rest, reader) => {
        if (type !== frames.connected.type) {
          socket.destroy();
          throw type === frames.refused.type ? refusal(client, body) : unexpected(path, type);
        }
        const { maxMessage, version } = frames.connected.read(body);
        generation += 1;
        const facts = { client, maxMessage, version, generation, clock };
        const connection = new SocketConnection(socket, reader, facts, () => connections.delete(connection));
        connections.add(connection);
        connection.start(rest);
        return connection;
      }),
    async close() {
      closed = true;
      for (const one of asking) one.abort(new MeiError("ME_CLOSED", `${name}: we closed the driver`));
      await Promise.all([...connections].map((connection) => connection.close()));
    },
  };
}

/** Bytes that wait in it before a sender has to: several messages, so that they go out together. Node's own types leave out that a socket takes it. */
const roomy = { highWaterMark: 65_536 };
/** Gets the socket, the first frame, any that came with it, and the reader that holds what came of the next. */
type Answer<T> = (socket: Socket, first: Incoming, rest: Incoming[], reader: FrameReader) => T;

/** Opens, sends, and hands over the socket with the first frame that comes back and any that came with it. */
function firstReply<T>(path: string, request: Buffer, signal: AbortSignal, answer: Answer<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path, ...roomy });
    const reader = frameReader();
    const release = (): void => {
      signal.removeEventListener("abort", onAbort);
      socket.off("data", onData).off("error", onError).off("close", onClose);
    };
    const fail = (error: unknown): void => {
      release();
      socket.on("error", () => {}); // it is being destroyed: what it still has to say concerns nobody
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const onError = (error: NodeJS.ErrnoException): void => fail(openFailure(path, error));
    const onClose = (): void =>
      fail(new MeiError("ME_GONE", `${path}: the virtual ME closed the socket without an answer`));
    const onData = (chunk: Buffer): void => {
      try {
        const [first, ...rest] = reader.feed(chunk);
        if (!first) return;
        release();
        socket.pause();
        resolve(answer(socket, first, rest, reader));
      } catch (error) {
        fail(notOurs(path, error));
      }
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("data", onData).on("error", onError).on("close", onClose);
    socket.write(request);
  });
}

const notOurs = (path: string, error: unknown): unknown =>
  error instanceof ProtocolError || error instanceof WireError
    ? new MeiError("ME_DRIVER", `${path}: ${error.message}`, { cause: error })
    : error;
const unexpected = (path: string, type: number): MeiError =>
  new MeiError("ME_DRIVER", `${path}: the virtual ME answered with a frame of type ${type}, out of turn`);

function refusal(client: MeiClient, body: Buffer): MeiError {
  const { code, text, holder } = frames.refused.read(body);
  return new MeiError(typeof code === "number" ? "ME_DRIVER" : code, text || client.title, {
    ...(holder && { holder }),
  });
}

function openFailure(path: string, cause: NodeJS.ErrnoException): MeiError {
  switch (cause.code) {
    case "ENOENT":
    case "ECONNREFUSED":
    case "ENOTSOCK":
      return new MeiError("ME_ABSENT", `${path}: no virtual ME listens here; start one with virtual-me --socket`, {
        cause,
      });
    case "EACCES":
    case "EPERM":
      return new MeiError("ME_DENIED", `${path}: no permission; the socket belongs to whoever started the virtual ME`, {
        cause,
      });
    case "ECONNRESET":
    case "EPIPE":
      return new MeiError("ME_GONE", `${path}: the virtual ME closed the socket`, { cause });
    default:
      return new MeiError("ME_DRIVER", `${path}: ${cause.message}`, { cause });
  }
}
