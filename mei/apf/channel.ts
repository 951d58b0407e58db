import { type OpenFailure, openFailures } from "./channel-messages.ts";
import { ApfError } from "./errors.ts";
import type { Action, Ends } from "./machine.ts";
import type { ApfMessage, ApfMessageOf } from "./messages.ts";

/**
 * One channel, alike on both sides (lms.md 1.7; RFC 4254 5 for what that leaves open).
 * `opening`: our CHANNEL_OPEN is not answered; `abandoned`: nor is it wanted any more; `offered`: theirs is not answered;
 * `closing`: we have said CHANNEL_CLOSE, they have not.
 */
export interface Channel {
  readonly local: number;
  readonly window: number;
  remote: number;
  phase: "opening" | "abandoned" | "offered" | "open" | "closing" | "over";
  /** Bytes that we may send. */
  credit: number;
  /** Bytes that they may send. */
  granted: number;
  /** Bytes used by the reader and not given back yet. */
  used: number;
  /** They have said that they send no more. */
  ended: boolean;
}

export const newChannel = (
  local: number,
  window: number,
  phase: "opening" | "offered",
  { remote = 0, credit = 0 } = {},
): Channel => ({ local, window, remote, phase, credit, granted: window, used: 0, ended: false });

const U32 = 0xffff_ffff;
const send = (message: ApfMessage): Action => ({ do: "send", message });
const closeOf = (remote: number): Action => send({ type: "channelClose", recipient: remote });
const notice = ({ local, phase }: Channel, what: string): Action[] => [
  { do: "notice", text: `${what} on channel ${local}, which is ${phase}: passed over` },
];

type ChannelMessage = ApfMessageOf<
  | "channelOpenConfirmation"
  | "channelOpenFailure"
  | "channelWindowAdjust"
  | "channelData"
  | "channelEof"
  | "channelClose"
>;
export function received(channel: Channel, message: ChannelMessage, ends?: Ends): Action[] {
  switch (message.type) {
    case "channelData":
      return data(channel, message.data);
    case "channelWindowAdjust":
      return adjusted(channel, message.bytes);
    case "channelClose":
      return closedByThem(channel);
    case "channelEof":
      return eof(channel);
    case "channelOpenConfirmation":
      return confirmed(channel, message);
    case "channelOpenFailure":
      return failed(channel, message.reason, ends);
  }
}

function data(channel: Channel, bytes: Buffer): Action[] {
  const { phase, local } = channel;
  if (phase !== "open" && phase !== "closing") return notice(channel, "data");
  const problem =
    bytes.length > channel.granted
      ? new ApfError("APF_WINDOW", `channel ${local}: ${bytes.length} bytes, the window had ${channel.granted} left`)
      : channel.ended
        ? new ApfError("APF_PROTOCOL", `channel ${local}: data after its end`)
        : undefined;
  // Intel LMS drops such data without a word (lms.md 1.7), and the stream has a hole.
  if (problem) return broken(channel, problem);
  channel.granted -= bytes.length;
  return bytes.length > 0 ? [{ do: "data", channel: local, data: bytes }] : [];
}

/** Ends a channel for the other side's fault; the session lives on. */
function broken(channel: Channel, error: ApfError): Action[] {
  if (channel.phase === "closing") return notice(channel, error.message);
  channel.phase = "closing";
  return [closeOf(channel.remote), { do: "failed", channel: channel.local, error }];
}

function adjusted(channel: Channel, bytes: number): Action[] {
  if (channel.phase !== "open") return channel.phase === "closing" ? [] : notice(channel, "a window adjustment");
  channel.credit = Math.min(channel.credit + bytes, U32); // saturates, as in Intel LMS (lms.md 1.7)
  return [{ do: "credit", channel: channel.local }];
}

function eof(channel: Channel): Action[] {
  if ((channel.phase !== "open" && channel.phase !== "closing") || channel.ended) return notice(channel, "an end");
  channel.ended = true;
  return [{ do: "ended", channel: channel.local }];
}

function closedByThem(channel: Channel): Action[] {
  const { phase, local: number, remote } = channel;
  channel.phase = "over";
  switch (phase) {
    case "open":
      return [closeOf(remote), { do: "closed", channel: number }, { do: "free", channel: number }];
    case "closing":
      return [
        { do: "closed", channel: number },
        { do: "free", channel: number },
      ];
    case "offered":
      return [closeOf(remote), { do: "withdrawn", channel: number }, { do: "free", channel: number }];
    default: {
      const error = new ApfError("APF_REFUSED", `channel ${number} was closed before it was open`);
      const told: Action[] = phase === "opening" ? [{ do: "refused", channel: number, error }] : [];
      return [...told, { do: "free", channel: number }];
    }
  }
}

function confirmed(channel: Channel, { sender, window }: { sender: number; window: number }): Action[] {
  const { phase, local } = channel;
  if (phase !== "opening" && phase !== "abandoned") return notice(channel, "a confirmation");
  channel.remote = sender;
  channel.credit = window;
  channel.phase = phase === "opening" ? "open" : "closing";
  return phase === "opening" ? [{ do: "opened", channel: local }] : [closeOf(sender)];
}

function failed(channel: Channel, reason: OpenFailure | number, ends: Ends | undefined): Action[] {
  const { phase, local } = channel;
  if (phase !== "opening" && phase !== "abandoned") return notice(channel, "a refusal");
  channel.phase = "over";
  const free: Action = { do: "free", channel: local };
  if (phase === "abandoned") return [free];
  const number = typeof reason === "number" ? reason : openFailures[reason];
  const what = `the other side refused a channel to port ${ends?.targetPort}: ${typeof reason === "number" ? `reason ${reason}` : words[reason]}`;
  return [{ do: "refused", channel: local, error: new ApfError("APF_REFUSED", what, { reason: number }) }, free];
}
const words: Readonly<Record<OpenFailure, string>> = {
  administrativelyProhibited: "it is not allowed",
  connectFailed: "nothing answers there",
  unknownChannelType: "it does not know this kind of channel",
  resourceShortage: "all its channels are in use",
};

/** The caller keeps to `credit`. */
export function written(channel: Channel, bytes: Buffer): Action[] {
  if (channel.phase !== "open") throw new Error(`writing to channel ${channel.local}, which is ${channel.phase}`);
  if (bytes.length > channel.credit) throw new Error(`${bytes.length} bytes written, ${channel.credit} allowed`);
  channel.credit -= bytes.length;
  return [send({ type: "channelData", recipient: channel.remote, data: bytes })];
}

/**
 * The reader has used so many bytes. They are given back when the other side has less than half its window left, so that an
 * adjustment is not sent for every message and the sender never runs dry with a reader that keeps up.
 */
export function consumed(channel: Channel, bytes: number): Action[] {
  channel.used += bytes;
  const { used, remote } = channel;
  if (channel.phase !== "open" || channel.ended || channel.granted * 2 >= channel.window || used === 0) return [];
  channel.used = 0;
  channel.granted += used;
  return [send({ type: "channelWindowAdjust", recipient: remote, bytes: used })];
}

/** We send no more. Data of the other side is still taken until it closes too, as in Intel LMS (lms.md 1.7). */
export function closedByUs(channel: Channel): Action[] {
  if (channel.phase === "opening") channel.phase = "abandoned";
  if (channel.phase !== "open") return [];
  channel.phase = "closing";
  return [closeOf(channel.remote)];
}
