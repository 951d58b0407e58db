import type { Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import { type Gathered, gathered } from "../../platform/gathered.ts";
import type { MeiClient } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { MeiConnection } from "../port.ts";
import { type Inbox, inbox } from "./inbox.ts";
import { type FrameReader, frames, type Incoming, putMessage } from "./socket-protocol.ts";

/** Unread messages after which the socket is not read: the ME then waits, as it does for a host without flow control credits. */
const QUEUE = 50;
/** ms that a virtual ME has to take our leave; one that is stopped does not hold up whoever closes. */
const GOODBYE = 2_000;

interface Facts {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly clock: Clock;
}

/** One connected descriptor of a virtual ME. */
export class SocketConnection implements MeiConnection {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly virtual = true;
  readonly #socket: Socket;
  readonly #out: Gathered;
  readonly #clock: Clock;
  readonly #inbox: Inbox;
  readonly #reader: FrameReader;
  readonly #onClosed: () => void;
  #closing: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();
  /** Senders that wait for room. */
  #queued = 0;
  readonly #settled = (): void => {
    this.#queued -= 1;
  };

  constructor(socket: Socket, reader: FrameReader, facts: Facts, onClosed: () => void) {
    this.#socket = socket;
    this.#out = gathered(socket);
    this.#reader = reader;
    this.client = facts.client;
    this.maxMessage = facts.maxMessage;
    this.version = facts.version;
    this.generation = facts.generation;
    this.#clock = facts.clock;
    this.#onClosed = onClosed;
    this.#inbox = inbox({ client: facts.client.title, onRoom: () => this.#socket.resume() });
    const gone = (): void => this.#inbox.end(this.#gone());
    socket.on("error", gone).on("end", gone).on("close", gone);
  }

  /** Begins to listen; `first` are the frames that came together with the ME's consent. */
  start(first: readonly Incoming[]): void {
    for (const one of first) this.#take(one);
    this.#socket.on("data", (chunk: Buffer) => {
      try {
        for (const one of this.#reader.feed(chunk)) this.#take(one);
      } catch (cause) {
        this.#inbox.end(new MeiError("ME_DRIVER", `${this.client.title}: not the socket of a virtual ME`, { cause }));
        this.#socket.destroy();
      }
    });
    this.#socket.resume();
  }

  async send(message: Buffer, { signal }: { signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    if (this.#inbox.ended) throw this.#inbox.ended;
    if (message.length > this.maxMessage) {
      const text = `${this.client.title}: ${message.length} bytes, it takes ${this.maxMessage}`;
      throw new MeiError("ME_TOO_LARGE", text);
    }
    const isFirst = this.#queued === 0;
    if (isFirst && this.#put(message)) return;
    this.#queued += 1;
    const mine = isFirst ? this.#drained(signal) : this.#turn.then(() => this.#write(message, signal));
    // The sender is told; the next one has its own turn
    this.#turn = mine.then(this.#settled, this.#settled);
    return mine;
  }

  sendNow(message: Buffer, rest?: Buffer): boolean {
    const isFull = this.#queued > 0 || this.#socket.writableNeedDrain;
    if (isFull || this.#inbox.ended || message.length + (rest?.length ?? 0) > this.maxMessage) return false;
    putMessage(this.#out, message, rest);
    return true;
  }

  receive(options: { signal: AbortSignal }): Promise<Buffer> {
    return this.#inbox.receive(options);
  }
  receiveNow(): Buffer | undefined {
    return this.#inbox.receiveNow();
  }

  /** Waits until the ME has let go of the client, so that whoever connects next is not told that it is busy. */
  close(): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      this.#inbox.end(new MeiError("ME_CLOSED", `${this.client.title}: we closed the connection`));
      const socket = this.#socket;
      const done = (): void => {
        stop();
        this.#onClosed();
        resolve();
      };
      const stop = this.#clock.after(GOODBYE, () => socket.destroy());
      if (socket.closed) return done();
      socket.once("close", done);
      socket.removeAllListeners("data");
      socket.resume();
      this.#out.flush();
      socket.end();
    });
    return this.#closing;
  }

  #take({ type, body }: Incoming): void {
    if (type === frames.data.type) {
      this.#inbox.push(body);
      if (this.#inbox.unread >= QUEUE) this.#socket.pause();
    } else if (type === frames.reset.type) {
      this.#inbox.end(this.#gone());
    }
  }

  #gone(): MeiError {
    return new MeiError("ME_GONE", `${this.client.title}: the ME was reset or its process ended; connect again`);
  }

  /** Until there is room for another, or the peer is gone. */
  async #write(message: Buffer, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inbox.ended) throw this.#inbox.ended;
    if (!this.#put(message)) await this.#drained(signal);
  }
  #put(message: Buffer): boolean {
    return putMessage(this.#out, message);
  }
  #drained(signal: AbortSignal): Promise<void> {
    const socket = this.#socket;
    return new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        socket.off("drain", onDrain).off("close", onClose);
        signal.removeEventListener("abort", onAbort);
      };
      const onDrain = (): void => {
        settle();
        resolve();
      };
      const onClose = (): void => {
        settle();
        resolve(); // the ME may have got it all: then it counts as sent, and receive() says that the ME is gone
      };
      const onAbort = (): void => {
        settle();
        reject(signal.reason);
      };
      socket.once("drain", onDrain).once("close", onClose);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}
