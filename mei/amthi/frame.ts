import { amthi as client } from "../clients.ts";
import { type Command, command, type Declaration, type Frame } from "../command.ts";
import {
  type Codec,
  type Cursor,
  encode,
  exactly,
  type Fields,
  type Struct,
  struct,
  u8,
  u16,
  u32,
} from "../wire/index.ts";
import { amtStatusName } from "./status.ts";

const REPLY_BIT = 0x0080_0000;

/** Header of AMTHI messages, little-endian (lms.md 2.2): version 1.1, reserved, command, length of what follows the 12 bytes. */
const header = (commandCode: number): Codec<{ length: number }> =>
  struct({
    major: exactly(u8, 1),
    minor: exactly(u8, 1),
    reserved: exactly(u16, 0),
    command: exactly(u32, commandCode),
    length: u32,
  });

function open(from: Cursor, head: Codec<{ length: number }>): void {
  from.enter("header");
  const { length } = head.read(from);
  if (length !== from.left) {
    from.enter("length");
    from.refuse(`says ${length}, ${from.left} bytes follow`, 8);
  }
  from.leave();
}

function frame(code: number): Frame {
  const whole = code > 0xff ? code : 0x0400_0000 | code;
  const request = header(whole);
  const reply = header(whole | REPLY_BIT);
  const wrap = (head: Codec<{ length: number }>, body: Buffer): Buffer =>
    Buffer.concat([encode(head, { length: body.length }), body]);
  return {
    code: `amthi 0x${code.toString(16).padStart(2, "0")}`,
    recognises: (bytes) => bytes.length >= 8 && bytes.readUInt32LE(4) === whole,
    writeRequest: (body) => wrap(request, body),
    openRequest: (from) => open(from, request),
    writeReply: (body) => wrap(reply, Buffer.concat([encode(u32, 0), body])),
    openReply(from) {
      open(from, reply);
      from.enter("status");
      const status = u32.read(from);
      from.leave();
      return status;
    },
    writeRefusal: (status) => wrap(reply, encode(u32, status)),
    statusName: amtStatusName,
  };
}

/** Declares one AMTHI command. `code` is the operation (class 4), or the whole command word of another class. */
export const amthi = <Q extends Fields, P extends Fields>(
  code: number,
  declaration: Declaration<Q, P>,
): Command<Struct<Q>, Struct<P>> => command(client, frame(code), declaration);
