import { marshal, unmarshal } from "./codec.ts";
import type { Descriptor, Transport } from "./descriptor.ts";
import { DBusError } from "./errors.ts";
import { Framing } from "./framing.ts";
import { encodeMessage, type Header, type Received } from "./message.ts";
import type { DBusValue } from "./signature.ts";

/** Messages in and out over one authenticated socket: serials, replies, and one end for everything that waits. */

export interface Request {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly in: string;
  readonly out: string;
}
export interface Incoming {
  readonly header: Header;
  /** Throws DBUS_WIRE. undefined: the body was larger than this connection takes. */
  readonly read: (() => readonly DBusValue[]) | undefined;
}
/** Bytes written but not yet taken by the bus, beyond which no call is answered. */
const maxBacklog = 1024 * 1024;
export interface Reply {
  readonly body: readonly DBusValue[];
  /** What an `h` in the body counts from 0. The receiver's to close. */
  readonly descriptors: readonly Descriptor[];
}
interface Failure {
  readonly error: DBusError;
}
interface Pending {
  readonly request: Request;
  settle(outcome: Reply | Failure): void;
}

export class Connection {
  readonly #socket: Transport;
  readonly #pending = new Map<number, Pending>();
  readonly #onCall: (call: Incoming) => void;
  readonly #onSignal: (signal: Incoming) => void;
  readonly #waiting: Incoming[] = [];
  #serial = 0;
  #over: DBusError | undefined;
  /** Settles when the connection is over, with the reason. Never rejects. */
  readonly closed: Promise<DBusError>;

  constructor(
    socket: Transport,
    options: { maxMessage: number; onCall: (call: Incoming) => void; onSignal: (signal: Incoming) => void },
  ) {
    this.#socket = socket;
    this.#onCall = options.onCall;
    this.#onSignal = options.onSignal;
    const framing = new Framing(options.maxMessage, (message) => this.#receive(message));
    this.closed = new Promise((resolve) => {
      socket.on("close", () => resolve(this.#end("the D-Bus closed the connection")));
    });
    socket.on("error", (cause) => this.#end(`the D-Bus connection broke: ${cause.message}`, cause));
    socket.on("drain", () => this.#goOn());
    socket.on("data", (chunk: Buffer) => {
      if (this.#over) return;
      try {
        framing.push(chunk);
      } catch (cause) {
        if (!(cause instanceof DBusError)) throw cause;
        this.#end(`the D-Bus connection was given up: ${cause.message}`, cause);
      }
    });
  }

  get isOver(): boolean {
    return this.#over !== undefined;
  }

  /** Rejects DBUS_REPLY, DBUS_MISMATCH, DBUS_TOO_LARGE, DBUS_VALUE, DBUS_CLOSED, or the signal's reason. */
  async call(request: Request, args: readonly DBusValue[], { signal }: { signal: AbortSignal }): Promise<Reply> {
    signal.throwIfAborted();
    const { destination, path, interface: of, member } = request;
    const serial = this.send(
      { kind: "call", noReply: false, destination, path, interface: of, member, signature: request.in },
      args,
    );
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#pending.delete(serial);
        reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#pending.set(serial, {
        request,
        settle: (outcome) => {
          signal.removeEventListener("abort", onAbort);
          if ("error" in outcome) reject(outcome.error);
          else resolve(outcome);
        },
      });
    });
  }

  /** Returns the serial. Throws DBUS_VALUE, or DBUS_CLOSED when the connection is over. */
  send(header: Omit<Header, "serial">, args: readonly DBusValue[]): number {
    if (this.#over) throw this.#over;
    const body = marshal(header.signature, args);
    do this.#serial = (this.#serial % 0xffff_ffff) + 1;
    while (this.#pending.has(this.#serial));
    this.#socket.write(encodeMessage({ ...header, serial: this.#serial }, body));
    return this.#serial;
  }

  async close(): Promise<void> {
    this.#end("the D-Bus connection was closed");
    await this.closed;
  }

  #end(reason: string, cause?: unknown): DBusError {
    if (this.#over) return this.#over;
    this.#over = new DBusError("DBUS_CLOSED", reason, { cause });
    this.#socket.destroy();
    for (const pending of this.#pending.values()) pending.settle({ error: this.#over });
    this.#pending.clear();
    this.#waiting.length = 0;
    return this.#over;
  }

  /** Who asks faster than the bus takes our answers has to wait, not we to store them. */
  get #isBehind(): boolean {
    return this.#socket.writableLength > maxBacklog;
  }
  #goOn(): void {
    while (this.#waiting.length > 0 && !this.#isBehind) this.#onCall(this.#waiting.shift()!);
    if (!this.#isBehind) this.#socket.resume();
  }

  #receive(message: Received): void {
    if (this.#over) return;
    const descriptors = this.#socket.takeDescriptors?.(message.header.descriptors ?? 0) ?? [];
    let taken = false;
    try {
      taken = this.#dispatch(message, descriptors);
    } finally {
      // Anybody may send us some, asked for or not
      if (!taken) for (const one of descriptors) one.close();
    }
  }

  /** Whether somebody got the descriptors. */
  #dispatch({ header, little, body }: Received, descriptors: readonly Descriptor[]): boolean {
    const read = body && (() => unmarshal(header.signature, body, { little }));
    if (header.kind === "signal") {
      this.#onSignal({ header, read });
      return false;
    }
    if (header.kind === "call") {
      if (!this.#isBehind && this.#waiting.length === 0) this.#onCall({ header, read });
      else {
        // No more than what one read of the socket brought.
        this.#waiting.push({ header, read });
        this.#socket.pause();
      }
      return false;
    }
    const pending = this.#pending.get(header.replySerial ?? 0);
    if (pending === undefined) return false; // Somebody stopped waiting.
    const outcome = outcomeOf(header, pending.request, read?.());
    this.#pending.delete(header.replySerial ?? 0);
    if ("error" in outcome) pending.settle(outcome);
    else pending.settle({ ...outcome, descriptors });
    return !("error" in outcome);
  }
}

function outcomeOf(
  header: Header,
  request: Request,
  body: readonly DBusValue[] | undefined,
): Omit<Reply, "descriptors"> | Failure {
  const who = `${request.interface}.${request.member}`;
  if (header.kind === "error") {
    const dbusName = header.errorName ?? "";
    const text = typeof body?.[0] === "string" ? body[0].slice(0, 500) : "no reason given";
    return { error: new DBusError("DBUS_REPLY", `${who} was refused: ${dbusName}: ${text}`, { dbusName }) };
  }
  if (body === undefined)
    return { error: new DBusError("DBUS_TOO_LARGE", `${who} answered with more than this connection takes`) };
  if (header.signature !== request.out)
    return { error: new DBusError("DBUS_MISMATCH", `${who} answered "${header.signature}", not "${request.out}"`) };
  return { body };
}
