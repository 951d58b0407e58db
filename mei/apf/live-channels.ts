import type { Clock } from "../../platform/clock.ts";
import type { OpenFailure } from "./channel-messages.ts";
import { ChannelStream } from "./channel-stream.ts";
import { ApfError } from "./errors.ts";
import type { Action, Command, Ends, SessionMachine } from "./machine.ts";

/** A channel that the other side wants to open. Accept or refuse it once, now or later. */
export interface Offer {
  readonly ends: Ends;
  /** Throws APF_CHANNEL_CLOSED when the other side, or the session, has meanwhile gone. */
  accept(): ChannelStream;
  refuse(reason: OpenFailure): void;
}
interface Parts {
  readonly machine: SessionMachine;
  readonly clock: Clock;
  readonly patience: number;
  /** Has the machine take a command, and does what it then wants; nothing once the session is over. */
  readonly command: (command: Command) => void;
  /** The stream has bytes, and may have credit. */
  readonly ready: (channel: number) => void;
  readonly onOffer: ((offer: Offer) => void) | undefined;
  readonly onNotice: (text: string) => void;
  readonly onFree: () => void;
}
export type ChannelAction = Extract<Action, { channel: number }>;

/** The channels of a running session as streams, from their opening until both sides have closed them. */
export interface LiveChannels {
  perform(action: ChannelAction): void;
  /** Rejects as `Endpoint.openChannel`. */
  open(ends: Ends, options: { signal: AbortSignal }): Promise<ChannelStream>;
  /** Bytes of this channel for one message. */
  take(channel: number, most: number): Buffer | undefined;
  /** Ends all of them. */
  end(error: Error): void;
  readonly stuck: number;
}
interface Opening {
  opened(): void;
  failed(error: Error): void;
}

export function liveChannels(parts: Parts): LiveChannels {
  const { machine, clock, patience, command } = parts;
  const streams = new Map<number, ChannelStream>();
  const openings = new Map<number, Opening>();
  const offers = new Set<number>();
  /** Stops the timers of channels that we have closed and the other side has not. */
  const closing = new Map<number, () => void>();
  const stuck = new Set<number>();
  let isOver = false;

  /** The firmware gives a number anew as soon as it is free: a stream that is still being read then has nothing to do with it any more. */
  function streamOf(channel: number, ends: Ends): ChannelStream {
    const unlessOver = (what: () => void): void => {
      if (streams.get(channel) === stream) what();
    };
    const stream = new ChannelStream(ends, {
      waiting: () => unlessOver(() => parts.ready(channel)),
      consumed: (bytes) => unlessOver(() => command({ do: "consumed", channel, bytes })),
      close: () => unlessOver(() => close(channel)),
      gone: () => unlessOver(() => void streams.delete(channel)),
    });
    streams.set(channel, stream);
    return stream;
  }
  function close(channel: number): void {
    if (isOver || !machine.has(channel)) return;
    awaitFree(channel);
    command({ do: "close", channel });
  }
  function awaitFree(channel: number): void {
    if (!closing.has(channel))
      closing.set(
        channel,
        clock.after(patience, () => late(channel), { background: true }),
      );
  }
  function late(channel: number): void {
    stuck.add(channel);
    const text = `channel ${channel}: the other side did not answer its closing within ${patience} ms`;
    parts.onNotice(text);
    streams.get(channel)?.destroy(new ApfError("APF_PROTOCOL", text));
  }
  function free(channel: number): void {
    closing.get(channel)?.();
    closing.delete(channel);
    stuck.delete(channel);
    streams.delete(channel);
    parts.onFree();
  }
  function offered(channel: number, ends: Ends): void {
    if (!parts.onOffer) return void command({ do: "refuse", channel, reason: "administrativelyProhibited" });
    offers.add(channel);
    parts.onOffer({
      ends,
      accept() {
        if (!offers.delete(channel))
          throw new ApfError("APF_CHANNEL_CLOSED", "the channel was answered, or the other side no longer wants it");
        const stream = streamOf(channel, ends);
        command({ do: "accept", channel });
        return stream;
      },
      refuse(reason) {
        if (offers.delete(channel)) command({ do: "refuse", channel, reason });
      },
    });
  }

  return {
    perform(action) {
      const stream = streams.get(action.channel);
      switch (action.do) {
        case "data":
          stream?.deliver(action.data);
          break;
        case "credit":
          if (stream?.hasBytes) parts.ready(action.channel);
          break;
        case "opened":
          openings.get(action.channel)?.opened();
          break;
        case "refused":
          openings.get(action.channel)?.failed(action.error);
          break;
        case "offer":
          offered(action.channel, action.ends);
          break;
        case "withdrawn":
          offers.delete(action.channel);
          break;
        case "ended":
          stream?.endReading();
          break;
        case "closed":
          stream?.shut();
          break;
        case "failed":
          awaitFree(action.channel);
          stream?.destroy(action.error);
          break;
        case "free":
          free(action.channel);
          break;
      }
    },
    open(ends, { signal }) {
      const channel = machine.nextChannel();
      if (channel === undefined)
        throw new ApfError("APF_REFUSED", "there are too many channels on this session", { reason: 4 });
      return new Promise((resolve, reject) => {
        const over = (): void => {
          openings.delete(channel);
          signal.removeEventListener("abort", onAbort);
        };
        const onAbort = (): void => {
          over();
          close(channel); // the answer may be on its way: the machine then closes what was opened
          reject(signal.reason);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        openings.set(channel, {
          opened() {
            over();
            resolve(streamOf(channel, ends));
          },
          failed(error) {
            over();
            reject(error);
          },
        });
        command({ do: "open", channel, ends });
      });
    },
    take: (channel, most) => streams.get(channel)?.nextBytes(most),
    end(error) {
      isOver = true;
      for (const stop of closing.values()) stop();
      closing.clear();
      offers.clear();
      for (const opening of [...openings.values()]) opening.failed(error);
      for (const stream of [...streams.values()]) stream.destroy(error);
    },
    get stuck() {
      return stuck.size;
    },
  };
}
