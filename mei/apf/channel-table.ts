import { type Channel, closedByUs, consumed, newChannel, received, written } from "./channel.ts";
import { NO_LIMIT, type OpenFailure } from "./channel-messages.ts";
import type { Action, Command, Ends } from "./machine.ts";
import type { ApfMessage, ApfMessageOf } from "./messages.ts";

export interface ChannelRules {
  /** The kind of channel that this side opens, and the one that it is offered. */
  readonly opens: "forwarded-tcpip" | "direct-tcpip";
  readonly takes: "forwarded-tcpip" | "direct-tcpip";
  /** Bytes the other side may send on a channel before we have used any. */
  readonly window: number;
  /** Channels at once, of both sides together. */
  readonly most: number;
  /** Numbers are those of the lowest free slot; otherwise they grow, so that a late message never meets another channel. */
  readonly slots: boolean;
  /** Why an offer is refused without asking anybody. */
  readonly refuse?: (ends: Ends) => OpenFailure | undefined;
}
type ChannelCommand = Extract<Command, { channel: number }>;
export type AnyChannelMessage = Extract<ApfMessage, { type: `channel${string}` }>;

export interface ChannelTable {
  receive(message: AnyChannelMessage): Action[];
  command(command: ChannelCommand): Action[];
  next(): number | undefined;
  credit(channel: number): number;
  has(channel: number): boolean;
  readonly size: number;
}

/** The channels of one side of a session. */
export function channelTable(rules: ChannelRules): ChannelTable {
  const channels = new Map<number, { readonly channel: Channel; readonly ends: Ends }>();
  let last = 0;

  function next(): number | undefined {
    if (channels.size >= rules.most) return undefined;
    if (rules.slots) {
      let slot = 0;
      while (channels.has(slot)) slot += 1;
      return slot;
    }
    do last = last >= 0x7fff_ffff ? 1 : last + 1;
    while (channels.has(last));
    return last;
  }
  function swept(local: number, actions: Action[]): Action[] {
    if (channels.get(local)?.channel.phase === "over") channels.delete(local);
    return actions;
  }

  function offered({ channel: open }: ApfMessageOf<"channelOpen">): Action[] {
    const refusal = (reason: OpenFailure, why: string): Action[] => [
      { do: "send", message: { type: "channelOpenFailure", recipient: open.sender, reason } },
      { do: "notice", text: `refused to open a channel: ${why}` },
    ];
    if (open.name !== rules.takes)
      return refusal("unknownChannelType", open.name === "other" ? open.unknown : open.name);
    const { targetAddress, targetPort, originAddress, originPort } = open;
    const ends = { targetAddress, targetPort, originAddress, originPort };
    const reason = rules.refuse?.(ends);
    if (reason) return refusal(reason, `port ${targetPort}`);
    const local = next();
    if (local === undefined) return refusal("resourceShortage", `${rules.most} are in use`);
    const channel = newChannel(local, rules.window, "offered", { remote: open.sender, credit: open.window });
    channels.set(local, { channel, ends });
    return [{ do: "offer", channel: local, ends }];
  }

  return {
    receive(message) {
      if (message.type === "channelOpen") return offered(message);
      const found = channels.get(message.recipient);
      if (found) return swept(found.channel.local, received(found.channel, message, found.ends));
      const actions: Action[] = [
        { do: "notice", text: `${message.type} for channel ${message.recipient}, which there is not: passed over` },
      ];
      // The other side has made a channel for an opening that we know nothing of: it would hold it for ever.
      if (message.type === "channelOpenConfirmation")
        actions.push({ do: "send", message: { type: "channelClose", recipient: message.sender } });
      return actions;
    },
    command(command) {
      if (command.do === "open") {
        const { channel: local, ends } = command;
        if (channels.has(local)) throw new Error(`channel ${local} is in use`);
        channels.set(local, { channel: newChannel(local, rules.window, "opening"), ends });
        const open = { sender: local, window: rules.window, most: NO_LIMIT, ...ends };
        return [{ do: "send", message: { type: "channelOpen", channel: { name: rules.opens, ...open } } }];
      }
      const channel = channels.get(command.channel)?.channel;
      if (!channel) return []; // over before its user has heard of it
      switch (command.do) {
        case "write":
          return written(channel, command.data);
        case "consumed":
          return consumed(channel, command.bytes);
        case "close":
          return swept(
            channel.local,
            channel.phase === "offered" ? answered(channel, "administrativelyProhibited") : closedByUs(channel),
          );
        case "accept":
          return answered(channel, undefined);
        case "refuse":
          return swept(channel.local, answered(channel, command.reason));
      }
    },
    next,
    credit: (local) => {
      const channel = channels.get(local)?.channel;
      return channel?.phase === "open" ? channel.credit : 0;
    },
    has: (local) => channels.has(local),
    get size() {
      return channels.size;
    },
  };
}

function answered(channel: Channel, refusal: OpenFailure | undefined): Action[] {
  const { local, remote, window, phase } = channel;
  if (phase !== "offered") throw new Error(`channel ${local} is ${phase}: there is nothing to answer`);
  if (refusal === undefined) {
    channel.phase = "open";
    const confirmation = { recipient: remote, sender: local, window, most: NO_LIMIT };
    return [
      { do: "send", message: { type: "channelOpenConfirmation", ...confirmation } },
      { do: "opened", channel: local },
    ];
  }
  channel.phase = "over";
  return [
    { do: "send", message: { type: "channelOpenFailure", recipient: remote, reason: refusal } },
    { do: "free", channel: local },
  ];
}
