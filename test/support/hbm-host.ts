import type { Fault } from "../../virtual-me/faults.ts";
import { type Bus, type BusOptions, openBus } from "../../virtual-me/hbm/bus.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { type SteppedClock, steppedClock } from "./stepped-clock.ts";

/**
 * The host's end of the HECI bus as Linux has it (drivers/misc/mei/hw.h, hbm.c, interrupt.c), its bytes written by hand: nothing of the
 * declarations under test is used.
 */
export interface HeciPacket {
  readonly me: number;
  readonly host: number;
  readonly complete: boolean;
  readonly vtag: number | undefined;
  readonly payload: Buffer;
}
export interface HostClient {
  readonly address: number;
  readonly uuid: string;
  readonly version: number;
  readonly maxConnections: number;
  readonly fixed: number;
  readonly flags: number;
  readonly maxMessage: number;
}

export const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
/** A header word: address of the ME client, of the host client, length in 9 bits, the flags of the highest byte. */
export function word(me: number, host: number, length: number, flags: number): Buffer {
  const raw = Buffer.alloc(4);
  raw.writeUInt32LE((me | (host << 8) | (length << 16) | (flags << 24)) >>> 0);
  return raw;
}
const COMPLETE = 0x80;
const EXTENDED = 0x10;
const frame = (letter: string, rest: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.from([letter.charCodeAt(0), 0, 0, 0]), rest]);

export interface TestHost {
  readonly me: VirtualMe;
  readonly bus: Bus;
  readonly clock: SteppedClock;
  /** Letters of the frames that came, in order: D, Y, X, F. */
  readonly letters: string;
  /** What came since the last call, in order. */
  taken(): HeciPacket[];
  /** Bus messages since the last call, as hex; other packets must not be among them. */
  said(): string[];
  readonly violations: string[];
  readonly status: readonly number[];
  raw(bytes: Buffer): void;
  packet(me: number, host: number, payload: Buffer, options?: { complete?: boolean; vtag?: number }): void;
  hbm(text: string): string[];
  reset(): void;
  /** Reset, start in this version (minor, major), capabilities where there are any. */
  start(version?: string): void;
  enumerate(): HostClient[];
  /** Status of the connect response. */
  connect(me: number, host: number): number;
  addressOf(uuid: string): number;
  credit(me: number, host: number): void;
  /** One message, in packets that fit the buffer. */
  send(me: number, host: number, message: Buffer, vtag?: number): void;
  /** One whole message of that connection, of the packets that have come. */
  message(me: number, host: number): Buffer;
  close(): void;
}

export async function testHost(
  machine: string,
  options: Partial<BusOptions> & { faults?: readonly Fault[] } = {},
): Promise<TestHost> {
  const clock = steppedClock();
  const { faults, ...rest } = options;
  const me = await createVirtualMe(machine, { clock, ...(faults && { faults }) });
  const bufferBytes = rest.bufferBytes ?? 512;
  const violations: string[] = [];
  let letters = "";
  let packets: HeciPacket[] = [];
  let status: number[] = [];

  function receive(bytes: Buffer): void {
    const letter = String.fromCharCode(bytes[0] ?? 0);
    letters += letter;
    if (letter === "F")
      status = Array.from({ length: (bytes.length - 4) / 4 }, (_, index) => bytes.readUInt32LE(4 + 4 * index));
    if (letter !== "D") {
      if (bytes.length !== 4 + 4 * (letter === "F" ? status.length : 0))
        throw new Error(`a frame ${letter} of ${bytes.length} bytes`);
      return;
    }
    const head = bytes.readUInt32LE(4);
    const length = (head >>> 16) & 0x1ff;
    // what hdr_is_valid() of the driver refuses, and a packet that the circular buffer does not hold
    if (((head >>> 25) & 7) !== 0) throw new Error("reserved header bits");
    if (length !== bytes.length - 8) throw new Error(`length ${length}, ${bytes.length - 8} bytes`);
    if (length + 4 > bufferBytes) throw new Error(`a packet of ${length + 4} bytes`);
    const extended = ((head >>> 28) & 1) === 1;
    if (extended && bytes.subarray(8, 14).toString("hex") !== "010100000101") throw new Error("another extension");
    packets.push({
      me: head & 0xff,
      host: (head >>> 8) & 0xff,
      complete: head >>> 31 === 1,
      vtag: extended ? bytes[14] : undefined,
      payload: bytes.subarray(extended ? 16 : 8),
    });
  }
  const bus = openBus(me, {
    clock,
    send: receive,
    onViolation: ({ code, message }) => violations.push(`${code}: ${message}`),
    ...rest,
  });
  bus.open();

  const host: TestHost = {
    me,
    bus,
    clock,
    violations,
    get letters() {
      return letters;
    },
    get status() {
      return status;
    },
    taken: () => packets.splice(0),
    said() {
      return host.taken().map(({ me, host, complete, vtag, payload }) => {
        if (me !== 0 || host !== 0 || !complete || vtag !== undefined) throw new Error(`a packet of ${me}/${host}`);
        return payload.toString("hex");
      });
    },
    raw: (bytes) => bus.receive(bytes),
    packet(me, host, payload, { complete = true, vtag } = {}) {
      const extension = vtag === undefined ? Buffer.alloc(0) : Buffer.from([1, 1, 0, 0, 1, 1, vtag, 0]);
      const flags = (complete ? COMPLETE : 0) | (vtag === undefined ? 0 : EXTENDED);
      const head = word(me, host, extension.length + payload.length, flags);
      bus.receive(frame("D", Buffer.concat([head, extension, payload])));
    },
    hbm(text) {
      host.packet(0, 0, hex(text));
      return host.said();
    },
    reset() {
      packets = [];
      bus.receive(frame("R"));
    },
    start(version = "02 02") {
      host.reset();
      const [answer = ""] = host.hbm(`01 00 ${version}`);
      if (!answer.startsWith("81")) throw new Error(`not started: ${answer}`);
    },
    enumerate() {
      const [list = ""] = host.hbm("04 03 0000");
      const map = hex(list).subarray(4);
      if (map.length !== 32) throw new Error(`enumeration of ${map.length} bytes`);
      const addresses = Array.from({ length: 256 }, (_, at) => at).filter(
        (at) => ((map[at >> 3] ?? 0) >> (at & 7)) & 1,
      );
      return addresses.map((address) => {
        const answer = hex(host.hbm(`05 ${address.toString(16).padStart(2, "0")} 0000`)[0] ?? "");
        if (answer.length !== 28 || answer.readUInt32LE(0) !== (0x85 | (address << 8)) >>> 0)
          throw new Error(`properties: ${answer.toString("hex")}`);
        const guid = Buffer.concat([
          Buffer.from(answer.subarray(4, 8)).reverse(),
          Buffer.from(answer.subarray(8, 10)).reverse(),
          Buffer.from(answer.subarray(10, 12)).reverse(),
          answer.subarray(12, 20),
        ]).toString("hex");
        return {
          address,
          uuid: guid.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
          version: answer[20] ?? 0,
          maxConnections: answer[21] ?? 0,
          fixed: answer[22] ?? 0,
          flags: answer[23] ?? 0,
          maxMessage: answer.readUInt32LE(24),
        };
      });
    },
    addressOf(uuid) {
      const found = host.enumerate().find((client) => client.uuid === uuid);
      if (!found) throw new Error(`no client ${uuid}`);
      return found.address;
    },
    connect(me, at) {
      host.packet(0, 0, Buffer.from([0x06, me, at, 0]));
      const [answer] = host.taken();
      const payload = answer?.payload ?? Buffer.alloc(4);
      if (payload[0] !== 0x86 || payload[1] !== me || payload[2] !== at) throw new Error("no connect response");
      return payload[3] ?? 255;
    },
    credit: (me, at) => host.packet(0, 0, Buffer.from([0x08, me, at, 0, 0, 0, 0, 0])),
    send(me, at, message, vtag) {
      const step = Math.min(508, bufferBytes - 4) - (vtag === undefined ? 0 : 8);
      for (let from = 0; from === 0 || from < message.length; from += step) {
        const complete = from + step >= message.length;
        host.packet(me, at, message.subarray(from, from + step), { complete, ...(vtag !== undefined && { vtag }) });
      }
    },
    message(me, at) {
      const parts: Buffer[] = [];
      for (;;) {
        const index = packets.findIndex((one) => one.me === me && one.host === at);
        const [one] = index < 0 ? [] : packets.splice(index, 1);
        if (!one) throw new Error(`no whole message of ${me}/${at}`);
        parts.push(one.payload);
        if (one.complete) return Buffer.concat(parts);
      }
    },
    close() {
      bus.close();
      me.close();
    },
  };
  return host;
}
