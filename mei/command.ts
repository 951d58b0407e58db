import type { MeiClient } from "./clients.ts";
import { MismatchError, StatusError } from "./errors.ts";
import type { MeiSession } from "./session.ts";
import {
  type Codec,
  Cursor,
  type Fields,
  holdsSecret,
  type SecretRange,
  type Shape,
  Sink,
  type Struct,
  struct,
} from "./wire/index.ts";

/** Bytes of one message as seen outside this project: what proves a declaration. Hex without spaces; a part that was not seen is left out. */
export interface Golden<Q, P> {
  /** Machine and firmware, or the document, that the bytes come from. */
  readonly from: string;
  /** `recorded`: a real machine sent or took these bytes. `documented`: a specification or another implementation writes them so. */
  readonly seen: "recorded" | "documented";
  readonly request?: Q;
  readonly requestHex?: string;
  readonly reply?: P;
  readonly replyHex?: string;
}

/** How one family of commands wraps its bodies. Made per command; status is checked here and nowhere else. */
export interface Frame {
  /** `amthi 0x11`: for tables and errors. */
  readonly code: string;
  /** Is this request for this command, as far as its header says? */
  recognises(request: Buffer): boolean;
  writeRequest(body: Buffer): Buffer;
  openRequest(from: Cursor): void;
  writeReply(body: Buffer): Buffer;
  /** Reads the reply's header; the status where the family has one (0 is success). */
  openReply(from: Cursor): number;
  /** A refusal, or undefined where the family has no way to say no. */
  writeRefusal(status: number): Buffer | undefined;
  statusName(status: number): string | undefined;
}

export interface Declaration<Q extends Fields, P extends Fields> {
  readonly name: string;
  /** One line for help and tables. */
  readonly title: string;
  /** `change` commands are never sent twice, and never accept a longer reply. */
  readonly effect: "read" | "change";
  readonly request: Q;
  readonly reply: P;
  /** Firmware sends no reply at all. */
  readonly silent?: boolean;
  /** `keep`: newer firmware appends fields; what stands behind the declared ones is kept and reported. Needs a source. */
  readonly tail?: "refuse" | "keep";
  /** Does the reply answer this request? Returns what is wrong, if anything. */
  readonly check?: (request: Struct<Q>, reply: Struct<P>) => string | undefined;
  /** Where the layout is documented, and where sources disagree. */
  readonly source: string;
  readonly golden?: readonly Golden<Struct<Q>, Struct<P>>[];
}

/** Something in a reply that was kept but not understood. */
export interface Diagnostic {
  readonly code: "LEFTOVER";
  readonly command: string;
  readonly bytes: Buffer;
}
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onDiagnostic?: (found: Diagnostic) => void;
}

/** One message of the firmware and its answer: the host half, the firmware half and the facts about it. */
export interface Command<Q, P> {
  readonly name: string;
  readonly title: string;
  readonly client: MeiClient;
  readonly code: string;
  readonly effect: "read" | "change";
  readonly silent: boolean;
  readonly tail: "refuse" | "keep";
  readonly source: string;
  readonly golden: readonly Golden<Q, P>[];
  readonly requestShape: Shape;
  readonly replyShape: Shape;
  recognises(request: Buffer): boolean;
  encodeRequest(value: Q): Buffer;
  decodeRequest(bytes: Buffer): Q;
  encodeReply(value: P): Buffer;
  /** Throws WireError, StatusError. */
  decodeReply(bytes: Buffer, onDiagnostic?: (found: Diagnostic) => void): P;
  encodeRefusal(status: number): Buffer | undefined;
  /** Where secrets stand in a message of this command; all of it behind the header if it cannot be read. */
  secretsIn(half: "request" | "reply", bytes: Buffer): readonly SecretRange[];
  /** Sends and decodes. Throws MeiError, WireError, StatusError, MismatchError. */
  call(session: MeiSession, request: Q, options: CallOptions): Promise<P>;
  /** The firmware half, for a virtual ME. */
  answer(by: (request: Q) => P | Refusal): Answer;
}
// biome-ignore lint/suspicious/noExplicitAny: lists hold commands of every request and reply type; Command<Q, P> is invariant in both
export type AnyCommand = Command<any, any>;

/** The virtual ME's way to say no: a status of the family. */
export class Refusal {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}
export interface Answer {
  readonly command: AnyCommand;
  /** The reply's bytes; undefined for a silent command. Throws WireError when the request is malformed. */
  reply(request: Buffer): Buffer | undefined;
}

/** Turns a declaration and its family's frame into the command that everything else uses. */
export function command<Q extends Fields, P extends Fields>(
  client: MeiClient,
  frame: Frame,
  d: Declaration<Q, P>,
): Command<Struct<Q>, Struct<P>> {
  const request: Codec<Struct<Q>> = struct(d.request);
  const reply: Codec<Struct<P>> = struct(d.reply);
  const tail = d.tail ?? "refuse";
  const body = <T>(codec: Codec<T>, value: T): Buffer => {
    const to = new Sink();
    codec.write(to, value);
    return to.bytes;
  };
  const self: Command<Struct<Q>, Struct<P>> = {
    name: d.name,
    title: d.title,
    client,
    code: frame.code,
    effect: d.effect,
    silent: d.silent ?? false,
    tail,
    source: d.source,
    golden: d.golden ?? [],
    requestShape: request.shape,
    replyShape: reply.shape,
    recognises: (bytes) => frame.recognises(bytes),
    encodeRequest: (value) => frame.writeRequest(body(request, value)),
    decodeRequest(bytes) {
      const from = new Cursor(bytes);
      frame.openRequest(from);
      const value = request.read(from);
      from.end();
      return value;
    },
    encodeReply: (value) => frame.writeReply(body(reply, value)),
    encodeRefusal: (status) => frame.writeRefusal(status),
    decodeReply(bytes, onDiagnostic) {
      const from = new Cursor(bytes);
      const status = frame.openReply(from);
      if (status !== 0) throw new StatusError(d.name, status, frame.statusName(status));
      const value = reply.read(from);
      if (tail === "refuse") from.end();
      else if (from.left > 0) {
        const bytes = Buffer.from(from.rest());
        // What stands behind a password may be the rest of a longer one
        if (holdsSecret(reply.shape)) bytes.fill("*");
        onDiagnostic?.({ code: "LEFTOVER", command: d.name, bytes });
      }
      return value;
    },
    secretsIn(half, bytes) {
      const codec = half === "request" ? request : reply;
      if (!holdsSecret(codec.shape)) return [];
      const from = new Cursor(bytes);
      try {
        if (half === "request") frame.openRequest(from);
        else if (frame.openReply(from) !== 0) return [];
        codec.read(from);
        return from.secrets;
      } catch {
        return [{ start: Math.min(12, bytes.length), end: bytes.length }];
      }
    },
    async call(session, value, { signal, onDiagnostic }) {
      const bytes = self.encodeRequest(value);
      if (d.silent) {
        await session.post(bytes, { signal });
        return {} as Struct<P>; // a silent command declares no reply fields
      }
      return session.exchange(bytes, {
        signal,
        repeatable: d.effect === "read",
        read(reply) {
          const answered = self.decodeReply(reply, onDiagnostic);
          const wrong = d.check?.(value, answered);
          if (wrong) throw new MismatchError(`${d.name}: ${wrong}`);
          return answered;
        },
      });
    },
    answer: (by) => ({
      command: self,
      reply(bytes) {
        const result = by(self.decodeRequest(bytes));
        if (d.silent) return undefined;
        return result instanceof Refusal ? self.encodeRefusal(result.status) : self.encodeReply(result);
      },
    }),
  };
  return self;
}
