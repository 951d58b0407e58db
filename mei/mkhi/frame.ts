import { type MeiClient, mkhi as mkhiClient } from "../clients.ts";
import { type Command, command, type Declaration, type Frame } from "../command.ts";
import { headedFrame } from "../headed-frame.ts";
import { type Codec, exactly, type Fields, type Struct, struct, u8 } from "../wire/index.ts";

const REPLY_BIT = 0x80;

/** Header of MKHI and MCHI messages (lms.md 2.5): group, command (bit 7 set in replies), reserved, result. */
const requestHeader = (group: number, code: number): Codec<object> =>
  struct({ group: exactly(u8, group), command: exactly(u8, code), reserved: exactly(u8, 0), result: exactly(u8, 0) });
const replyHeader = (group: number, code: number): Codec<{ status: number }> =>
  struct({ group: exactly(u8, group), command: exactly(u8, code | REPLY_BIT), reserved: exactly(u8, 0), status: u8 });

/** Result bytes of MKHI (lms.md 2.5; 0x0B seen on five machines, golden.md 4.14, its name is ours) and MCHI (numbers only, lms.md 2.6). */
const results = new Map<number, string>([
  [0x01, "INVALID_STATE"],
  [0x02, "MESSAGE_SKIPPED"],
  [0x05, "SIZE_ERROR"],
  [0x0b, "FILE_NOT_READABLE"],
  [0x16, "INVALID_ARGUMENT"],
  [0x81, "NOT_FOUND"],
  [0x84, "INVALID_ACCESS"],
  [0x85, "INVALID_PARAMS"],
  [0x88, "NOT_READY"],
  [0x89, "NOT_SUPPORTED"],
  [0x8c, "INVALID_ADDRESS"],
  [0x8d, "INVALID_COMMAND"],
  [0x99, "GENERIC_FAILURE"],
  [0x9e, "FAILURE"],
  [0xe4, "INVALID_RESOURCE"],
  [0xe5, "RESOURCE_IN_USE"],
  [0xe6, "NO_RESOURCE"],
  [0xfe, "RETRY"],
  [0xff, "GENERAL_ERROR"],
]);
export const mkhiResult = {
  notReady: 0x88,
  notSupported: 0x89,
  invalidCommand: 0x8d,
  invalidParams: 0x85,
  notFound: 0x81,
} as const;

const hex = (n: number): string => n.toString(16).padStart(2, "0");

/** The frame of one MKHI-like command. `selector`: the u32 behind the header, which tells commands of one group and code apart. */
const mkhiFrame = (family: string, group: number, code: number, selector?: number): Frame =>
  headedFrame({
    code: `${family} ${hex(group)}.${hex(code)}${selector === undefined ? "" : ` rule ${selector}`}`,
    recognises: (bytes) =>
      bytes.length >= 4 &&
      bytes[0] === group &&
      bytes[1] === code &&
      (selector === undefined || (bytes.length >= 8 && bytes.readUInt32LE(4) === selector)),
    request: requestHeader(group, code),
    reply: replyHeader(group, code),
    statusName: (status) => results.get(status),
  });

/** Declares one MKHI command. */
export const mkhi = <Q extends Fields, P extends Fields>(
  group: number,
  code: number,
  declaration: Declaration<Q, P>,
  { client = mkhiClient, selector }: { client?: MeiClient; selector?: number } = {},
): Command<Struct<Q>, Struct<P>> => command(client, mkhiFrame(client.name, group, code, selector), declaration);
