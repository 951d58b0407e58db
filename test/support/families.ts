import type { Half } from "../../build/golden.ts";
import type { AnyCommand } from "../../mei/command.ts";

/** What the tests know of a family's header, written down apart from the frames, from the same references. */
export interface Head {
  /** Bytes before the body, status included. */
  readonly size: number;
  /** Where the status stands. */
  readonly status?: readonly [start: number, end: number];
  /** Bits that are read and mean nothing, or whose meaning no source states: by offset, with the reason. */
  readonly ignored?: Readonly<Record<number, readonly [mask: number, why: string]>>;
  /** Makes the header's length true again for a message that was cut or grew. */
  readonly mend?: (message: Buffer) => void;
}

const mendAmthi = (message: Buffer): void => {
  if (message.length >= 12) message.writeUInt32LE(message.length - 12, 8);
};
const mendUpid = (message: Buffer): void => {
  if (message.length >= 4) message.writeUInt16LE(message.length - 4, 2);
};
const mendWatchdog = (message: Buffer): void => {
  if (message.length >= 4) message[1] = message.length - 2;
};

const families: Readonly<Record<string, Readonly<Record<Half, Head>>>> = {
  amthi: { request: { size: 12, mend: mendAmthi }, reply: { size: 16, status: [12, 16], mend: mendAmthi } },
  mkhi: {
    request: { size: 4 },
    reply: { size: 4, status: [3, 4] },
  },
  upid: { request: { size: 4, mend: mendUpid }, reply: { size: 8, status: [4, 8], mend: mendUpid } },
  hotham: {
    request: { size: 4, ignored: { 0: [0xe0, "sequence (rpc.md 2.7)"] } },
    reply: {
      size: 4,
      status: [1, 2],
      ignored: {
        0: [0xff, "class and target of a reply are in no source; the sequence is free"],
        2: [0xff, "length: no source says what it counts, and 12 bits cannot count 8192"],
        3: [0xff, "length, reserved, type: as byte 2"],
      },
    },
  },
  fwupdate: { request: { size: 4 }, reply: { size: 8, status: [4, 8] } },
  virtual: { request: { size: 1 }, reply: { size: 2, status: [1, 2] } },
  watchdog: { request: { size: 4, mend: mendWatchdog }, reply: { size: 4, mend: mendWatchdog } },
};

/** Replies that do not have their family's header (presence-posture.md 1.11, lms.md 2.9). */
const special: Readonly<Record<string, Head>> = {
  isChangeToAmtEnabled: { size: 0 },
  changeToAmt: { size: 4, status: [0, 4] },
  setAmtOperationalState: {
    size: 8,
    status: [4, 8],
    ignored: { 1: [0xff, "the byte count may be the request's, echoed"] },
  },
};

export function headOf(command: AnyCommand, half: Half): Head {
  const own = half === "reply" ? special[command.name] : undefined;
  const family = families[command.client.name === "mchi" ? "mkhi" : command.client.name];
  const head = own ?? family?.[half];
  if (!head) throw new Error(`the tests know no header of ${command.client.name}`);
  return head;
}

/** The bytes of a message without the bits that nobody has given a meaning. */
export function meaning(head: Head, message: Buffer): Buffer {
  const copy = Buffer.from(message);
  for (const [at, [mask]] of Object.entries(head.ignored ?? {})) copy[Number(at)]! &= ~mask;
  return copy;
}

/**
 * Messages that are whole messages too when they are cut to this length: peers disagree about the layout, no bytes were
 * ever seen, so all forms are read.
 */
export const alsoWhole: Readonly<Record<string, Readonly<Partial<Record<Half, readonly number[]>>>>> = {
  changeToAmt: { reply: [1] },
  setAmtOperationalState: { reply: [5] },
  startConfigurationHostBased: { request: [402] },
};

/** Decodes and encodes one half, so that tests need not be written twice. */
export const halfOf = (command: AnyCommand, half: Half) => ({
  shape: half === "request" ? command.requestShape : command.replyShape,
  head: headOf(command, half),
  encode: (value: unknown): Buffer => (half === "request" ? command.encodeRequest(value) : command.encodeReply(value)),
  decode: (bytes: Buffer): unknown => (half === "request" ? command.decodeRequest(bytes) : command.decodeReply(bytes)),
});

/** The halves a command has. A silent one gets no reply. */
export const halvesOf = (command: AnyCommand): Half[] => (command.silent ? ["request"] : ["request", "reply"]);
