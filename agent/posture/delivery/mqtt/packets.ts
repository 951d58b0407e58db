import { DeliveryError } from "../error.ts";

/** The packets of MQTT 5 that a sender of QoS 1 needs (OASIS MQTT 5.0, sections in brackets), as bytes and back. */
export interface Connect {
  readonly clientId: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}
export interface Publish {
  readonly topic: string;
  /** 1 to 65535. */
  readonly packetId: number;
  readonly payload: Buffer;
  /** s. */
  readonly expiry: number;
  readonly contentType: string;
  readonly userProperties: Readonly<Record<string, string>>;
}
/** A packet of the broker: its first byte, and what follows its length. */
export interface Received {
  readonly type: number;
  readonly body: Buffer;
}
/** Types as they stand in the upper half of the first byte. */
export const types = { connack: 2, puback: 4, disconnect: 14 } as const;
/** What the two sides call the same in any packet: from here on it is an error [2.4]. */
const FAILED = 0x80;

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u32 = (value: number): Buffer =>
  Buffer.from([value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
/** [1.5.4] */
const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([u16(bytes.length), bytes]);
};
/** [1.5.5] */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | (rest >= 128 ? 128 : 0));
    if (rest < 128) return Buffer.from(bytes);
  }
}
const packet = (first: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([first]), varint(body.length), body]);
};
const counted = (body: Buffer): Buffer => Buffer.concat([varint(body.length), body]);

/** [3.1] A clean start, and no session after it: what waits, waits here. No keep-alive: the connection lasts for what there is to send. */
export function connect({ clientId, user, password }: Connect): Buffer {
  const flags = 0x02 | (user === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40);
  const login = [user, password].flatMap((one) => (one === undefined ? [] : [text(one)]));
  return packet(
    0x10,
    text("MQTT"),
    Buffer.from([5, flags]),
    u16(0),
    counted(Buffer.alloc(0)),
    text(clientId),
    ...login,
  );
}

/** [3.3] QoS 1. Sent again it looks the same: of another connection the broker knows nothing. */
export function publish({ topic, packetId, payload, expiry, contentType, userProperties }: Publish): Buffer {
  const users = Object.entries(userProperties).map(([name, value]) =>
    Buffer.concat([Buffer.from([0x26]), text(name), text(value)]),
  );
  const properties = Buffer.concat([
    Buffer.from([0x01, 0x01]), // the payload is UTF-8
    Buffer.from([0x02]),
    u32(expiry),
    Buffer.from([0x03]),
    text(contentType),
    ...users,
  ]);
  return packet(0x32, text(topic), u16(packetId), counted(properties), payload);
}

/** [3.14] */
export const disconnect = (): Buffer => packet(0xe0);

/** Bytes; the broker's acknowledgements are short. */
const LARGEST = 8 * 1024;

/** The first whole packet, and how many bytes it took; undefined: not all of it is there. Throws DeliveryError for what is none. */
export function packetIn(bytes: Buffer): { readonly received: Received; readonly length: number } | undefined {
  let remaining = 0;
  for (let at = 1; ; at++) {
    if (at > 4) throw malformed("its length has no end");
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    remaining += (byte & 127) * 128 ** (at - 1);
    if (remaining > LARGEST) throw malformed(`it says that ${remaining} bytes follow`);
    if (byte >= 128) continue;
    const length = at + 1 + remaining;
    if (bytes.length < length) return undefined;
    return { received: { type: (bytes[0] ?? 0) >> 4, body: bytes.subarray(at + 1, length) }, length };
  }
}
const malformed = (why: string): DeliveryError =>
  new DeliveryError("DELIVERY_ANSWER", `the broker's answer is not MQTT: ${why}`);

/** [3.2.2] Throws DeliveryError unless it is a CONNACK that lets us in. */
export function readConnack({ type, body }: Received): void {
  if (type !== types.connack || body.length < 2) throw malformed(`type ${type} is no CONNACK`);
  judge(body[1] ?? FAILED, "the connection");
}
/** [3.4.2] The packet it is about. A reason that is left out is a success. Throws DeliveryError for a refusal. */
export function readPuback({ type, body }: Received): number {
  if (type === types.disconnect) judge(body[0] ?? 0, "to go on");
  if (type !== types.puback || body.length < 2) throw malformed(`type ${type} is no PUBACK`);
  judge(body[2] ?? 0, "the report");
  return body.readUInt16BE(0);
}

const LOGIN = [0x84, 0x85, 0x86, 0x87, 0x8a, 0x8c];
/** Packet too large, payload format invalid: it is the same the next time. */
const FINAL = [0x95, 0x99];
function judge(reason: number, what: string): void {
  if (reason < FAILED) return;
  const code = LOGIN.includes(reason)
    ? "DELIVERY_LOGIN"
    : FINAL.includes(reason)
      ? "DELIVERY_REFUSED"
      : "DELIVERY_ANSWER";
  throw new DeliveryError(code, `the broker refused ${what} (reason 0x${reason.toString(16)})`);
}
