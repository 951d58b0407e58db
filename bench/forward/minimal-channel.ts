import type { Duplex } from "node:stream";
import type { Wire } from "./minimal-wire.ts";

/** Bytes of a channel that may wait for credit before its socket is no longer read, as `ChannelStream` has it. */
const WRITE_AHEAD = 65_536;

/** One channel joined to one stream: credit both ways, and nothing else. It believes whatever the other side says. */
export interface MinimalChannel {
  /** The other side's number for it. */
  remote: number;
  credit(bytes: number): void;
  data(bytes: Buffer): void;
  end(): void;
  /** The wire takes more. */
  pump(): void;
}

/** Bytes of `stream` go to the channel and the channel's to it; `window` as in hostSession: adjusted at half. */
export function minimalChannel(wire: Wire, stream: Duplex, window: number, mostData: number): MinimalChannel {
  const waiting: Buffer[] = [];
  let size = 0;
  let mine = 0;
  let granted = window;
  let used = 0;
  /** Bytes that wait for `stream` to drain. */
  let held = 0;
  const channel: MinimalChannel = {
    remote: -1,
    credit(bytes) {
      mine += bytes;
      channel.pump();
    },
    data(bytes) {
      granted -= bytes.length;
      if (stream.write(bytes)) return consumed(bytes.length);
      if (held === 0) stream.once("drain", release);
      held += bytes.length;
    },
    end: () => void stream.end(),
    pump() {
      while (channel.remote >= 0 && mine > 0 && wire.free) {
        const first = waiting[0];
        if (!first) break;
        const length = Math.min(first.length, mine, mostData);
        wire.data(channel.remote, length === first.length ? first : first.subarray(0, length));
        if (length === first.length) waiting.shift();
        else waiting[0] = first.subarray(length);
        mine -= length;
        size -= length;
      }
      if (size < WRITE_AHEAD && stream.isPaused()) stream.resume();
    },
  };
  function release(): void {
    const bytes = held;
    held = 0;
    consumed(bytes);
  }
  function consumed(bytes: number): void {
    used += bytes;
    if (granted * 2 >= window) return;
    granted += used;
    wire.adjust(channel.remote, used);
    used = 0;
  }
  stream.on("data", (bytes: Buffer) => {
    waiting.push(bytes);
    size += bytes.length;
    channel.pump();
    if (size >= WRITE_AHEAD) stream.pause();
  });
  return channel;
}
