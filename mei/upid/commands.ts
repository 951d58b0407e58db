import { upid as client } from "../clients.ts";
import { type Command, command, type Declaration, type Frame } from "../command.ts";
import {
  bits,
  bytes,
  encode,
  exactly,
  type Fields,
  flag,
  oneOf,
  repeat,
  rest,
  type Struct,
  struct,
  u8,
  u16,
  u32,
} from "../wire/index.ts";

/** Header: feature 0, command, count of the bytes behind the header (lms.md 2.11, rpc.md 2.7). Replies: the same, then a u32 status. */
const header = (code: number) => struct({ feature: exactly(u8, 0), command: exactly(u8, code), byteCount: u16 });

const statuses = new Map<number, string>([
  [1, "NOT_SUPPORTED"],
  [2, "INVALID_INPUT"],
  [3, "INTERNAL_ERROR"],
  [4, "NOT_ALLOWED_AFTER_EOP"],
  [5, "NOT_ALLOWED_AFTER_MANUFACTURING_LOCK"],
  [6, "COUNTERS_EXCEEDED"],
  [7, "INVALID_STATE"],
  [8, "RESERVED"],
  [9, "NOT_ALLOWED_AFTER_CORE_BIOS_DONE"],
]);
export const upidStatus = { notSupported: 1, invalidInput: 2, afterEop: 4 } as const;

function frame(code: number): Frame {
  const head = header(code);
  const wrap = (body: Buffer): Buffer => Buffer.concat([encode(head, { byteCount: body.length }), body]);
  return {
    code: `upid ${code}`,
    recognises: (raw) => raw.length >= 4 && raw[0] === 0 && raw[1] === code,
    writeRequest: wrap,
    openRequest(from) {
      from.enter("header");
      const { byteCount } = head.read(from);
      if (byteCount !== from.left) from.refuse(`byteCount says ${byteCount}, ${from.left} bytes follow`, 2);
      from.leave();
    },
    writeReply: (body) => wrap(Buffer.concat([encode(u32, 0), body])),
    openReply(from) {
      from.enter("header");
      const { byteCount } = head.read(from);
      if (byteCount !== from.left) from.refuse(`byteCount says ${byteCount}, ${from.left} bytes follow`, 2);
      from.leave();
      from.enter("status");
      const status = u32.read(from);
      from.leave();
      return status;
    },
    writeRefusal: (status) => wrap(encode(u32, status)),
    statusName: (status) => statuses.get(status),
  };
}
const upid = <Q extends Fields, P extends Fields>(
  code: number,
  declaration: Declaration<Q, P>,
): Command<Struct<Q>, Struct<P>> => command(client, frame(code), declaration);

const source = "lms.md 2.11, rpc.md 2.7 (no recorded bytes)";

export const getUpidSupport = upid(0, {
  name: "getUpidSupport",
  title: "Does this platform have a UPID",
  effect: "read",
  request: {},
  reply: { supported: bits(u8, { upid: 0, attestation: 1 }) },
  source,
});
export const getUpidState = upid(1, {
  name: "getUpidState",
  title: "Is the UPID switched on",
  effect: "read",
  request: {},
  reply: { enabled: flag(u8) },
  source,
});
export const setUpidState = upid(2, {
  name: "setUpidState",
  title: "Switch the UPID on or off",
  effect: "change",
  request: { enabled: flag(u8) },
  reply: {},
  source,
});
export const getUpidOsControl = upid(3, {
  name: "getUpidOsControl",
  title: "May the operating system change the UPID state",
  effect: "read",
  request: {},
  reply: { allowed: flag(u8) },
  source,
});
export const setUpidOsControl = upid(4, {
  name: "setUpidOsControl",
  title: "Allow or forbid the operating system to change the UPID state",
  effect: "change",
  request: { allowed: flag(u8) },
  reply: {},
  source,
});
const platformId = struct({
  type: oneOf(u32, { notSet: 0, binary: 1, printable: 2 }),
  oemId: bytes(32),
  csmeId: bytes(32),
});
export const getUpid = upid(5, {
  name: "getUpid",
  title: "The Unique Platform ID",
  effect: "read",
  request: {},
  // A success without the id means that none is provisioned (rpc.md 2.7).
  reply: { id: repeat(0, 1, platformId) },
  source,
});
export const getUpidRefurbishCounter = upid(6, {
  name: "getUpidRefurbishCounter",
  title: "How often the UPID was renewed",
  effect: "read",
  request: {},
  // Only the command's number is known; the width of the counter is not.
  reply: { counter: rest(0, 8) },
  source,
});
export const setUpidOemId = upid(7, {
  name: "setUpidOemId",
  title: "Set the OEM half of the UPID",
  effect: "change",
  request: { type: oneOf(u32, { notSet: 0, binary: 1, printable: 2 }), oemId: bytes(32) },
  reply: {},
  source: `${source}; layout guessed from the reply of command 5`,
});

export const upidCommands = [
  getUpidSupport,
  getUpidState,
  setUpidState,
  getUpidOsControl,
  setUpidOsControl,
  getUpid,
  getUpidRefurbishCounter,
  setUpidOemId,
];
