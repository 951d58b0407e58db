import { hotham as client } from "../clients.ts";
import { type Command, command, type Declaration, type Frame } from "../command.ts";
import { bits, encode, type Fields, rest, type Struct, u32 } from "../wire/index.ts";

/** One u32 (lms.md 2.8, rpc.md 2.7). */
const header = bits(u32, { class: [0, 2], target: [2, 3], sequence: [5, 3], code: [8, 8], length: [16, 12], type: 31 });
const request = { class: 2, target: 1, sequence: 0, length: 0, type: false, other: 0 };
/** Response code of success (lms.md 2.8). 0x89 in the top byte of a bare header means unsupported (rpc.md 2.7). */
const SUCCESS = 0x10;
const UNSUPPORTED = 0x89;

function frame(code: number): Frame {
  return {
    code: `hotham 0x${code.toString(16)}`,
    recognises: (raw) => raw.length >= 4 && raw[1] === code,
    writeRequest: (body) => Buffer.concat([encode(header, { ...request, code }), body]),
    openRequest(from) {
      from.enter("header");
      const head = header.read(from);
      if (
        head.code !== code ||
        head.class !== request.class ||
        head.target !== request.target ||
        head.length !== 0 ||
        head.type ||
        head.other !== 0
      )
        from.refuse("is not this command's header", 0);
      from.leave();
    },
    writeReply: (body) =>
      Buffer.concat([encode(header, { ...request, code: SUCCESS, length: Math.min(body.length, 0xfff) }), body]),
    openReply(from) {
      from.enter("header");
      const raw = from.take(4);
      if (from.left === 0 && raw[3] === UNSUPPORTED) return UNSUPPORTED;
      const responseCode = raw[1] ?? 0;
      from.leave();
      return responseCode === SUCCESS ? 0 : responseCode || 0x100;
    },
    // Another refusal is another response code. 0x10 would say success: nobody can refuse with it.
    writeRefusal: (status) =>
      status === UNSUPPORTED
        ? Buffer.from([0x06, code, 0x00, UNSUPPORTED])
        : status === SUCCESS
          ? undefined
          : Buffer.from([0x06, status, 0x00, 0x00]),
    statusName: (status) => (status === UNSUPPORTED ? "NOT_SUPPORTED" : undefined),
  };
}
const hotham = <Q extends Fields, P extends Fields>(
  code: number,
  declaration: Declaration<Q, P>,
): Command<Struct<Q>, Struct<P>> => command(client, frame(code), declaration);

export const hothamUnsupported = UNSUPPORTED;

export const getFaultLogSize = hotham(0x80, {
  name: "getFaultLogSize",
  title: "Size of the firmware fault log",
  effect: "read",
  request: {},
  reply: { size: u32 },
  source: "lms.md 2.8, rpc.md 2.7",
  golden: [{ from: "rpc-go (rpc.md 2.7)", seen: "documented", request: {}, requestHex: "06800000" }],
});

export const getFaultLog = hotham(0x81, {
  name: "getFaultLog",
  title: "The firmware fault log, as it is",
  effect: "read",
  request: {},
  reply: { log: rest(0, 8192) },
  source: "rpc.md 2.7",
  golden: [{ from: "rpc-go (rpc.md 2.7)", seen: "documented", request: {}, requestHex: "06810000" }],
});

export const hothamCommands = [getFaultLogSize, getFaultLog];
