import { marshal, unmarshalPrefix } from "./codec.ts";
import { DBusError } from "./errors.ts";
import { padding } from "./limits.ts";
import { type Variant, variant } from "./signature.ts";

/** One message: its header as a value (D-Bus specification, "Message Format"), the body still as bytes. */
export type MessageKind = "call" | "reply" | "error" | "signal";
export interface Header {
  readonly kind: MessageKind;
  readonly serial: number;
  readonly noReply: boolean;
  readonly path?: string | undefined;
  readonly interface?: string | undefined;
  readonly member?: string | undefined;
  readonly errorName?: string | undefined;
  readonly replySerial?: number | undefined;
  readonly destination?: string | undefined;
  readonly sender?: string | undefined;
  readonly signature: string;
  /** How many descriptors came with it. */
  readonly descriptors?: number | undefined;
}
export interface Received {
  readonly header: Header;
  readonly little: boolean;
  /** undefined: larger than the connection takes, and thrown away unread. */
  readonly body: Buffer | undefined;
}

const kinds: readonly (MessageKind | undefined)[] = [undefined, "call", "reply", "error", "signal"];
const noReplyFlag = 0x1;
/** Header field code, its type, and its name here. Unknown codes are ignored, as the specification asks. */
const fields = {
  path: [1, "o"],
  interface: [2, "s"],
  member: [3, "s"],
  errorName: [4, "s"],
  replySerial: [5, "u"],
  destination: [6, "s"],
  sender: [7, "s"],
  signature: [8, "g"],
  descriptors: [9, "u"],
} as const;
type FieldName = keyof typeof fields;
const needed: Readonly<Record<MessageKind, readonly FieldName[]>> = {
  call: ["path", "member"],
  reply: ["replySerial"],
  error: ["replySerial", "errorName"],
  signal: ["path", "interface", "member"],
};

export const prefixSize = 16;
/** The specification's own limit; past it no honest peer goes. */
const maxMessage = 128 * 1024 * 1024;

export interface Sizes {
  readonly little: boolean;
  /** Header with its padding. */
  readonly header: number;
  readonly body: number;
}

/** How long the message is that begins with these 16 bytes. */
export function sizesOf(prefix: Buffer): Sizes {
  const order = prefix[0];
  if (order !== 0x6c && order !== 0x42) throw wire(`no byte order ${order}`);
  if (prefix[3] !== 1) throw wire(`protocol version ${prefix[3]}, not 1`);
  const little = order === 0x6c;
  const body = little ? prefix.readUInt32LE(4) : prefix.readUInt32BE(4);
  const array = little ? prefix.readUInt32LE(12) : prefix.readUInt32BE(12);
  const header = prefixSize + array + padding(array, 8);
  if (header + body > maxMessage) throw wire(`message of ${header + body} bytes`);
  return { little, header, body };
}

export function decodeHeader(bytes: Buffer, { little }: { little: boolean }): Header | undefined {
  const { body, size } = unmarshalPrefix("yyyyuua(yv)", bytes, { little });
  const [, type, flags, , , serial, entries] = body;
  if (size + padding(size, 8) !== bytes.length) throw wire("header fields do not fill the header");
  if (type === 0 || serial === 0) throw wire(`type ${type}, serial ${serial}`);
  const kind = kinds[type];
  if (kind === undefined) return undefined; // A type of a later protocol: to be ignored.

  const found: Record<string, unknown> = {};
  for (const [code, { signature, value }] of entries) {
    const name = (Object.keys(fields) as FieldName[]).find((candidate) => fields[candidate][0] === code);
    if (name === undefined) continue;
    if (signature !== fields[name][1]) throw wire(`${name} is of type ${signature}`);
    found[name] = value;
  }
  for (const name of needed[kind]) if (found[name] === undefined) throw wire(`a ${kind} without ${name}`);
  return { signature: "", ...found, kind, serial, noReply: (flags & noReplyFlag) !== 0 };
}

/** `body` is what `marshal` made with the header's signature. */
export function encodeMessage(header: Header, body: Buffer): Buffer {
  const entries: [number, Variant][] = [];
  for (const name of Object.keys(fields) as FieldName[]) {
    const value = header[name];
    if (value === undefined || value === "") continue;
    const [code, signature] = fields[name];
    entries.push([code, variant<string>(signature, value)]);
  }
  const flags = header.noReply ? noReplyFlag : 0;
  const bytes = marshal("yyyyuua(yv)", [
    0x6c,
    kinds.indexOf(header.kind),
    flags,
    1,
    body.length,
    header.serial,
    entries,
  ]);
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length, 8)), body]);
}

const wire = (reason: string): DBusError => new DBusError("DBUS_WIRE", `D-Bus message malformed: ${reason}`);
