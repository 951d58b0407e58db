import { watchdog as client } from "../clients.ts";
import { type Command, command, type Declaration, type Frame } from "../command.ts";
import {
  anyWidth,
  bits,
  type Cursor,
  encode,
  exactly,
  type Fields,
  flag,
  oneOf,
  reserved,
  type Struct,
  struct,
  u8,
  u16,
} from "../wire/index.ts";

const VERSION = 0x10;

/** Status bytes of the watchdog client (lms.md 2.9). Intel's guide lists AMT's own numbers for MHC_SetAmtOperationalState; peers saw these. */
const statuses = new Map<number, string>([
  [0x01, "INTERNAL_ERROR"],
  [0x02, "NOT_READY"],
  [0x03, "INVALID_AMT_MODE"],
  [0x10, "NOT_PERMITTED"],
  [0x88, "NOT_READY"],
  [0x89, "NOT_SUPPORTED"],
  [0x9e, "FAILURE"],
  [0xa0, "WEAR_OUT_VIOLATION"],
  [0xa8, "UPDATE_NOT_ALLOWED"],
]);
export const watchdogStatus = { success: 0, invalidAmtMode: 0x03, notSupported: 0x89, failure: 0x9e } as const;

/** Header: command, byte count (what follows these two bytes), sub-command, version 1.0 (lms.md 2.9, presence-posture.md 1.11). */
const header = (code: number, sub: number) =>
  struct({ command: exactly(u8, code), byteCount: u8, subCommand: exactly(u8, sub), version: exactly(u8, VERSION) });

interface ReplyForm {
  /** Sub-command of the reply's header; `none`: the reply is bare; `either`: with the request's header, or bare. */
  readonly head: number | "none" | "either";
  /** Does a status follow the header, read by the frame? */
  readonly status: boolean;
}

function readHeader(from: Cursor, code: number, sub: number): void {
  from.enter("header");
  const { byteCount } = header(code, sub).read(from);
  if (byteCount - 2 !== from.left) {
    from.enter("byteCount");
    from.refuse(`says ${byteCount}, ${from.left + 2} bytes follow`, 1);
  }
  from.leave();
}

function frame(code: number, sub: number, form: ReplyForm): Frame {
  const wrap = (replySub: number, body: Buffer): Buffer =>
    Buffer.concat([encode(header(code, replySub), { byteCount: body.length + 2 }), body]);
  const writeReply = (body: Buffer): Buffer =>
    form.head === "none" ? body : wrap(form.head === "either" ? sub : form.head, body);
  const withStatus = (status: number, body: Buffer): Buffer =>
    writeReply(form.status ? Buffer.concat([encode(anyWidth, status), body]) : body);
  const hex = (n: number): string => n.toString(16).padStart(2, "0");
  return {
    code: `watchdog ${hex(code)}.${hex(sub)}`,
    recognises: (bytes) => bytes.length >= 4 && bytes[0] === code && bytes[2] === sub,
    writeRequest: (body) => wrap(sub, body),
    openRequest: (from) => readHeader(from, code, sub),
    writeReply: (body) => withStatus(0, body),
    openReply(from) {
      // A bare status is 1 or 4 bytes, a headed one 5 or 8.
      if (typeof form.head === "number") readHeader(from, code, form.head);
      else if (form.head === "either" && from.left > 4) {
        from.enter("header");
        // rpc-go shows the request's header echoed: its byte count is then the request's, so it is not checked against the reply.
        header(code, sub).read(from);
        from.leave();
      }
      if (!form.status) return 0;
      from.enter("status");
      const status = anyWidth.read(from);
      from.leave();
      return status;
    },
    writeRefusal: (status) => (form.status ? withStatus(status, Buffer.alloc(0)) : undefined),
    statusName: (status) => statuses.get(status),
  };
}

const watchdog = <Q extends Fields, P extends Fields>(
  code: number,
  sub: number,
  form: ReplyForm,
  declaration: Declaration<Q, P>,
): Command<Struct<Q>, Struct<P>> => command(client, frame(code, sub, form), declaration);

const amtFlags = bits(u8, {
  // 0 on every recording although the transition worked: never gate on it (golden.md 4.4).
  changeAllowed: 0,
  enabled: 1,
  // Intel LMS: CIRA periodic-timer fix present. rpc-go: restricted. They disagree; the bit is reported.
  bit5: 5,
  tlsOnLocalPorts: 6,
  newInterface: 7,
});

export const isChangeToAmtEnabled = watchdog(
  0x05,
  0x51,
  { head: "none", status: false },
  {
    name: "isChangeToAmtEnabled",
    title: "Is AMT switched on, and are its local ports TLS only",
    effect: "read",
    request: {},
    // Bits 1, 5 and 6 mean something only when bit 7 is set, and bit 1 always reads 0 on AMT up to 14 (golden wd-le14).
    reply: { flags: amtFlags },
    source: "lms.md 2.9, presence-posture.md 1.11, golden wd-changetoamt-*",
    golden: [
      {
        from: "AMT 21.0.2 build 1415 (golden wd-changetoamt-e0)",
        seen: "recorded",
        request: {},
        requestHex: "05025110",
        reply: {
          flags: {
            changeAllowed: false,
            enabled: false,
            bit5: true,
            tlsOnLocalPorts: true,
            newInterface: true,
            other: 0,
          },
        },
        replyHex: "e0",
      },
      {
        from: "unnamed AMT machine, switched on (golden wd-changetoamt-82)",
        seen: "recorded",
        reply: {
          flags: {
            changeAllowed: false,
            enabled: true,
            bit5: false,
            tlsOnLocalPorts: false,
            newInterface: true,
            other: 0,
          },
        },
        replyHex: "82",
      },
    ],
  },
);

export const changeToAmt = watchdog(
  0x05,
  0x52,
  { head: "none", status: true },
  {
    name: "changeToAmt",
    title: "Switch AMT on (old method, deprecated in AMT 9)",
    effect: "change",
    request: {},
    reply: {},
    source: "lms.md 2.9; guide: STATE_INDEPENDENCE_ChangeToAMT",
  },
);

export const setAmtOperationalState = watchdog(
  0x05,
  0x53,
  { head: "either", status: true },
  {
    name: "setAmtOperationalState",
    title: "Switch AMT on or off (only while it is not set up)",
    effect: "change",
    request: { enabled: flag(u8) },
    reply: {},
    // Reply: the guide gives a bare status, Intel LMS header + 1 byte, rpc-go header + 4 bytes. No recording: all are read.
    source: "lms.md 2.9, rpc.md 2.6, presence-posture.md 1.11; guide: MHC_SetAmtOperationalState",
    golden: [
      { from: "rpc-go (rpc.md 2.6)", seen: "documented", request: { enabled: false }, requestHex: "0503531000" },
      { from: "rpc-go (rpc.md 2.6)", seen: "documented", request: { enabled: true }, requestHex: "0503531001" },
    ],
  },
);

export const startWatchdog = watchdog(
  0x02,
  0x13,
  { head: 0x83, status: false },
  {
    name: "startWatchdog",
    title: "Start the OS watchdog, or ping it",
    effect: "change",
    request: { timeout: u16, reserved: reserved(17) },
    reply: { status: oneOf(u8, { ok: 0 }), state: bits(u8, { notRequired: 0 }) },
    // A client of protocol version 1 does not answer; 2 and later do.
    source: "presence-posture.md 1.11 (Linux mei_wdt)",
    golden: [
      {
        from: "Linux mei_wdt, layout as documented (presence-posture.md 1.11)",
        seen: "documented",
        request: { timeout: 120 },
        requestHex: "02151310780000000000000000000000000000000000000000".slice(0, 46),
      },
    ],
  },
);

export const stopWatchdog = watchdog(
  0x02,
  0x14,
  { head: "none", status: false },
  {
    name: "stopWatchdog",
    title: "Stop the OS watchdog",
    effect: "change",
    request: {},
    reply: {},
    silent: true,
    source: "presence-posture.md 1.11 (Linux mei_wdt)",
    golden: [{ from: "Linux mei_wdt, layout as documented", seen: "documented", request: {}, requestHex: "02021410" }],
  },
);

export const watchdogCommands = [
  isChangeToAmtEnabled,
  changeToAmt,
  setAmtOperationalState,
  startWatchdog,
  stopWatchdog,
];
