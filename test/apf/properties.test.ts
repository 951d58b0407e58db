import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApfError } from "../../mei/apf/errors.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import type { Action, SessionMachine } from "../../mei/apf/machine.ts";
import { type ApfMessage, decodeApf, encodeApf } from "../../mei/apf/messages.ts";
import { firmwareSession } from "../../virtual-me/lme/firmware-session.ts";
import { firmwareOptions, openHost, toPort, version } from "../support/apf.ts";
import { noise } from "../support/arbitrary.ts";

type Side = "host" | "firmware";
const other = { host: "firmware", firmware: "host" } as const;
/** What a test knows of one end of one channel. */
interface End {
  isOpen: boolean;
  isClosed: boolean;
  sent: number;
  got: number;
  /** Got and not used yet. */
  unread: number;
  /** Bytes on their way to it, and the window that it gave, by the messages themselves. */
  granted: number;
}

/** Byte number `at` of everything that a side sends on a channel. */
const byteAt = (side: Side, channel: number, at: number): number =>
  (at * 31 + channel * 7 + (side === "host" ? 1 : 128) + (at >> 8)) & 0xff;

/** Both machines back to back, each direction a queue of bytes that is delivered when the test says so. */
function world(windows: { host: number; firmware: number; slots: number }) {
  const machines: Record<Side, SessionMachine> = {
    host: hostSession({ window: windows.host, most: 20 }),
    firmware: firmwareSession({ ...firmwareOptions, window: windows.firmware, slots: windows.slots }),
  };
  const wires: Record<Side, Buffer[]> = { host: [], firmware: [] };
  const ends: Record<Side, Map<number, End>> = { host: new Map(), firmware: new Map() };
  /** Numbers at the other side. */
  const peers: Record<Side, Map<number, number>> = { host: new Map(), firmware: new Map() };
  const errors: string[] = [];
  const newEnd = (): End => ({ isOpen: false, isClosed: false, sent: 0, got: 0, unread: 0, granted: 0 });

  function run(side: Side, actions: readonly Action[]): void {
    for (const action of actions) {
      if (action.do === "send") send(side, action.message);
      else if (action.do === "forward") run(side, machines[side].command({ ...action, do: "answer", accepted: true }));
      else if (action.do === "offer") {
        ends[side].set(action.channel, newEnd());
        run(side, machines[side].command({ do: "accept", channel: action.channel }));
      } else if (action.do === "opened") {
        const end = ends[side].get(action.channel) ?? newEnd();
        ends[side].set(action.channel, { ...end, isOpen: true });
      } else if (action.do === "data") {
        const end = ends[side].get(action.channel) as End;
        for (const byte of action.data) {
          const expected = byteAt(other[side], peerNumber(side, action.channel), end.got);
          if (byte !== expected) errors.push(`${side} ${action.channel}: byte ${end.got} is ${byte}, not ${expected}`);
          end.got += 1;
          end.unread += 1;
        }
      } else if (action.do === "closed") (ends[side].get(action.channel) as End).isClosed = true;
      else if (action.do === "end" || action.do === "failed") errors.push(`${side}: ${action.error.message}`);
    }
  }
  /** Channels are told apart by the host's number, which is never used twice. */
  const peerNumber = (side: Side, channel: number): number =>
    side === "host" ? channel : (peers.firmware.get(channel) ?? -1);
  function send(side: Side, message: ApfMessage): void {
    if (message.type === "channelOpenConfirmation") peers[side].set(message.sender, message.recipient);
    wires[other[side]].push(encodeApf(message));
  }
  return {
    machines,
    wires,
    ends,
    errors,
    run,
    deliver(side: Side): boolean {
      const bytes = wires[side].shift();
      if (!bytes) return false;
      const message = decodeApf(bytes);
      const before = message.type === "channelOpenConfirmation" ? message : undefined;
      if (before) peers[side].set(before.recipient, before.sender);
      run(side, machines[side].receive(message));
      return true;
    },
    write(side: Side, channel: number, size: number): void {
      const end = ends[side].get(channel);
      if (!end?.isOpen || end.isClosed) return;
      const length = Math.min(size, machines[side].credit(channel));
      if (length < 1) return;
      const data = Buffer.from(
        Array.from({ length }, (_, index) => byteAt(side, peerNumber(side, channel), end.sent + index)),
      );
      end.sent += length;
      run(side, machines[side].command({ do: "write", channel, data }));
    },
    use(side: Side, channel: number, size: number): void {
      const end = ends[side].get(channel);
      const bytes = Math.min(size, end?.unread ?? 0);
      if (!end || bytes < 1) return;
      end.unread -= bytes;
      run(side, machines[side].command({ do: "consumed", channel, bytes }));
    },
  };
}

describe("both machines back to back", () => {
  const side = fc.constantFrom<Side>("host", "firmware");
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("deliver" as const), side }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("write" as const), side, pick: fc.nat(7), size: fc.nat(900) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("use" as const), side, pick: fc.nat(7), size: fc.nat(900) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("open" as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), side, pick: fc.nat(7) }) },
  );
  const window = fc.constantFrom(2, 3, 64, 1_024, 4_096);
  test("in any order of events: bytes arrive exactly and in order, no window is exceeded, every slot is given back", () => {
    let moved = 0;
    fc.assert(
      fc.property(
        fc.record({ host: window, firmware: window, slots: fc.integer({ min: 1, max: 8 }) }),
        fc.array(step, { minLength: 20, maxLength: 160 }),
        (windows, steps) => {
          const all = world(windows);
          const { machines, ends, errors } = all;
          all.run("firmware", machines.firmware.command({ do: "start" }));
          while (all.deliver("host") || all.deliver("firmware"));
          for (const one of steps) {
            if (one.do === "deliver") all.deliver(one.side);
            else if (one.do === "open") {
              const channel = machines.host.nextChannel();
              if (channel !== undefined)
                all.run("host", machines.host.command({ do: "open", channel, ends: toPort(16992) }));
            } else {
              const numbers = [...ends[one.side].keys()];
              const channel = numbers[one.pick % Math.max(1, numbers.length)] ?? -1;
              if (one.do === "write") all.write(one.side, channel, one.size);
              else if (one.do === "use") all.use(one.side, channel, one.size);
              else {
                const end = ends[one.side].get(channel);
                if (end) end.isClosed = true;
                all.run(one.side, machines[one.side].command({ do: "close", channel }));
              }
            }
          }
          // A channel in no trouble moves on: a reader that has used all has given room for more.
          while (all.deliver("host") || all.deliver("firmware"));
          for (const one of ["host", "firmware"] as const)
            for (const channel of ends[one].keys()) all.use(one, channel, 1e9);
          while (all.deliver("host") || all.deliver("firmware"));
          for (const one of ["host", "firmware"] as const)
            for (const [channel, end] of ends[one])
              if (end.isOpen && !end.isClosed && machines[one].has(channel) && machines[one].credit(channel) < 1)
                errors.push(`${one} ${channel} is stuck`);
          for (const end of [...ends.host.values(), ...ends.firmware.values()]) moved += end.got;
          for (const channel of ends.host.keys()) all.run("host", machines.host.command({ do: "close", channel }));
          while (all.deliver("host") || all.deliver("firmware"));
          expect(errors).toEqual([]);
          expect([machines.host.channels, machines.firmware.channels]).toEqual([0, 0]);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(moved).toBeGreaterThan(100_000);
  });
});

describe("whatever the other side sends", () => {
  const small = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0x7fff_ffff, 0xffff_ffff));
  const text = fc.constantFrom("", "pfwd@amt.intel.com", "auth@amt.intel.com", "none", "x");
  const ends = fc.record({ targetAddress: text, targetPort: small, originAddress: text, originPort: small });
  const sender = fc.record({ sender: small, window: small, most: small });
  const data = noise(3_000);
  const message = fc.oneof(
    fc.record({
      type: fc.constant("protocolVersion" as const),
      major: fc.nat(2),
      minor: small,
      trigger: small,
      uuid: fc.constant(Buffer.alloc(16)),
    }),
    fc.record({ type: fc.constant("disconnect" as const), reason: small }),
    fc.record({ type: fc.constantFrom("serviceRequest" as const, "serviceAccept" as const), service: text }),
    fc.record({ type: fc.constantFrom("userAuthSuccess" as const, "requestFailure" as const) }),
    fc.record({ type: fc.constant("requestSuccess" as const), ports: fc.constantFrom([], [16992]) }),
    fc.record({ type: fc.constant("keepAliveRequest" as const), cookie: small }),
    fc.record({
      type: fc.constant("globalRequest" as const),
      request: fc.record({
        name: fc.constantFrom("tcpip-forward" as const, "cancel-tcpip-forward" as const),
        wantReply: fc.boolean(),
        address: text,
        port: small,
      }),
    }),
    fc.record({
      type: fc.constant("channelOpen" as const),
      channel: fc
        .tuple(fc.constantFrom("direct-tcpip" as const, "forwarded-tcpip" as const), sender, ends)
        .map(([name, a, b]) => ({ name, ...a, ...b })),
    }),
    fc.record({
      type: fc.constant("channelOpenConfirmation" as const),
      recipient: small,
      sender: small,
      window: small,
      most: small,
    }),
    fc.record({ type: fc.constant("channelOpenFailure" as const), recipient: small, reason: small }),
    fc.record({ type: fc.constant("channelWindowAdjust" as const), recipient: small, bytes: small }),
    fc.record({ type: fc.constant("channelData" as const), recipient: small, data }),
    fc.record({ type: fc.constantFrom("channelEof" as const, "channelClose" as const), recipient: small }),
  );
  const input = fc.oneof(
    { weight: 12, arbitrary: message.map((one) => encodeApf(one as ApfMessage)) },
    { weight: 1, arbitrary: noise(120) },
  );
  /** Feeds it all, answers every request and offer, and lets the machine's own user write and close in between. */
  function torment(machine: SessionMachine, inputs: readonly Buffer[]): { ended: number; actions: number } {
    let ended = 0;
    let actions = 0;
    const run = (todo: readonly Action[]): void => {
      for (const action of todo) {
        actions += 1;
        if (ended > 0) throw new Error("an action after the end");
        if (action.do === "send") encodeApf(action.message);
        else if (action.do === "end") ended += 1;
        else if (action.do === "forward")
          run(machine.command({ ...action, do: "answer", accepted: action.request % 3 > 0 }));
        else if (action.do === "offer")
          run(
            machine.command(
              action.channel % 4 ? { ...action, do: "accept" } : { ...action, do: "refuse", reason: "connectFailed" },
            ),
          );
        else if (action.do === "data")
          run(machine.command({ do: "consumed", channel: action.channel, bytes: action.data.length }));
        else if (action.do === "credit" && machine.credit(action.channel) > 0)
          run(machine.command({ do: "write", channel: action.channel, data: Buffer.alloc(1) }));
      }
    };
    run(machine.command({ do: "start" }));
    for (const [index, bytes] of inputs.entries()) {
      if (ended > 0) break;
      try {
        run(machine.receive(decodeApf(bytes)));
      } catch (error) {
        if (!(error instanceof ApfError)) throw error;
        run(machine.command({ do: "malformed", error }));
      }
      if (index % 5 === 4 && machine.ready && ended === 0) {
        const channel = machine.nextChannel();
        if (channel !== undefined) run(machine.command({ do: "open", channel, ends: toPort(0) }));
      }
    }
    return { ended, actions };
  }
  const greeting = [version, { type: "serviceRequest", service: "pfwd@amt.intel.com" } as const].map(encodeApf);
  const answers = [
    version,
    { type: "serviceAccept", service: "pfwd@amt.intel.com" } as const,
    { type: "requestSuccess", ports: [16992] } as ApfMessage,
  ].map(encodeApf);
  test.each([
    ["the host", () => hostSession({ window: 1_024, most: 8 }), greeting],
    ["the firmware", () => firmwareSession(firmwareOptions), answers],
  ] as const)("%s throws nothing, ends at most once and keeps no more channels than it may", (_who, make, first) => {
    let open = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.array(input, { minLength: 5, maxLength: 60 }), (isGreeted, inputs) => {
        const machine = make();
        const { ended } = torment(machine, isGreeted ? [...first, ...inputs] : inputs);
        open += machine.channels;
        return ended <= 1 && machine.channels <= 8;
      }),
      { numRuns: 4 * Number(process.env.FUZZ_RUNS ?? 1_000) },
    );
    expect(open).toBeGreaterThan(100);
  });
});

test("a channel's window is never exceeded by what the machine itself sends", () => {
  const { channel, machine } = openHost({ credit: 5 });
  expect(() => machine.command({ do: "write", channel, data: Buffer.alloc(6) })).toThrow("6 bytes written, 5 allowed");
});
