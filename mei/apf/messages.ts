import { decode, encode, type Of, WireError } from "../wire/index.ts";
import * as channel from "./channel-messages.ts";
import type { AnyDeclared } from "./declaration.ts";
import { ApfError } from "./errors.ts";
import * as request from "./request-messages.ts";
import * as session from "./session-messages.ts";

/** Every APF message by name. */
export const apfMessages = {
  disconnect: session.disconnect,
  serviceRequest: session.serviceRequest,
  serviceAccept: session.serviceAccept,
  userAuthRequest: session.userAuthRequest,
  userAuthFailure: session.userAuthFailure,
  userAuthSuccess: session.userAuthSuccess,
  globalRequest: request.globalRequest,
  requestSuccess: request.requestSuccess,
  requestFailure: request.requestFailure,
  channelOpen: channel.channelOpen,
  channelOpenConfirmation: channel.channelOpenConfirmation,
  channelOpenFailure: channel.channelOpenFailure,
  channelWindowAdjust: channel.channelWindowAdjust,
  channelData: channel.channelData,
  channelEof: channel.channelEof,
  channelClose: channel.channelClose,
  protocolVersion: session.protocolVersion,
  keepAliveRequest: session.keepAliveRequest,
  keepAliveReply: session.keepAliveReply,
  keepAliveOptionsRequest: session.keepAliveOptionsRequest,
  keepAliveOptionsReply: session.keepAliveOptionsReply,
} as const;
type Messages = typeof apfMessages;
export type ApfName = keyof Messages;
export type ApfMessage = { [N in ApfName]: { readonly type: N } & Of<Messages[N]["codec"]> }[ApfName];
export type ApfMessageOf<N extends ApfName> = Extract<ApfMessage, { readonly type: N }>;

const byNumber = new Map<number, [ApfName, AnyDeclared]>(
  Object.entries(apfMessages).map(([name, declared]) => [declared.number, [name as ApfName, declared]]),
);

/** One message as bytes. Throws WireError naming the field that does not fit. */
export const encodeApf = (message: ApfMessage): Buffer => encode(apfMessages[message.type].codec as never, message);

/** Data and credit are nearly all that passes: they are written and read without going through their declarations, and come out the same. */
const DATA = channel.channelData.number;
const CREDIT = channel.channelWindowAdjust.number;
/** Bytes of a number and two words: credit, and what stands before the bytes of data. */
const SHORT = 9;
export const DATA_HEAD = SHORT;
function short(number: number, recipient: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(SHORT);
  bytes[0] = number;
  bytes.writeUInt32BE(recipient, 1);
  bytes.writeUInt32BE(value, 5);
  return bytes;
}

/** As `encodeApf`; of CHANNEL_DATA what stands before its bytes, which follow as they are and are not copied. */
export function encodeHead(message: ApfMessage): Buffer {
  if (message.type === "channelData") return short(DATA, message.recipient, message.data.length);
  if (message.type === "channelWindowAdjust") return short(CREDIT, message.recipient, message.bytes);
  return encodeApf(message);
}

/**
 * All of `bytes` as one message: one MEI message is exactly one APF message (lms.md 1.1). Bytes of CHANNEL_DATA are a view of
 * `bytes`. Throws APF_UNKNOWN for a number nobody declared, APF_MALFORMED for short input, leftovers and lengths over their bound.
 */
export function decodeApf(bytes: Buffer): ApfMessage {
  if (bytes[0] === DATA && bytes.length >= DATA_HEAD && bytes.readUInt32BE(5) === bytes.length - DATA_HEAD)
    return { type: "channelData", recipient: bytes.readUInt32BE(1), data: bytes.subarray(DATA_HEAD) };
  if (bytes[0] === CREDIT && bytes.length === SHORT)
    return { type: "channelWindowAdjust", recipient: bytes.readUInt32BE(1), bytes: bytes.readUInt32BE(5) };
  const [name, declared] = byNumber.get(bytes[0] ?? -1) ?? [];
  if (!name || !declared)
    throw new ApfError(
      "APF_UNKNOWN",
      `a message of ${bytes.length} bytes that begins with ${bytes[0]} is no APF message`,
    );
  try {
    return { type: name, ...(decode(declared.codec, bytes) as object) } as ApfMessage;
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new ApfError("APF_MALFORMED", `${name}: ${cause.message}`, { cause });
  }
}
