import { type Clock, deadline, turn } from "../../platform/clock.ts";
import type { MeiConnection } from "../port.ts";
import { awaitedPorts } from "./awaited-ports.ts";
import type { ChannelStream } from "./channel-stream.ts";
import { ApfError } from "./errors.ts";
import { liveChannels, type Offer } from "./live-channels.ts";
import type { Action, Command, Datagram, Ends, Forward, SessionMachine } from "./machine.ts";
import { type ApfMessage, DATA_HEAD, decodeApf, encodeHead } from "./messages.ts";
import { outgoing } from "./outgoing.ts";

/** What a session runs over: a MeiConnection to LME, or the firmware's end of one. One message is one APF message. */
export type Carrier = Pick<MeiConnection, "maxMessage" | "send" | "sendNow" | "receive" | "receiveNow" | "close">;

export interface EndpointOptions {
  readonly connection: Carrier;
  readonly machine: SessionMachine;
  readonly clock: Clock;
  /** The other side wants to open a channel. Refused as not allowed when nobody listens. */
  readonly onOffer?: (offer: Offer) => void;
  /** The firmware asks for a port: is it listened on? Granted when nobody listens. A rejection refuses. */
  readonly onForward?: (forward: Forward) => boolean | Promise<boolean>;
  readonly onUnforward?: (forward: Forward) => void;
  /** Only if the machine takes datagrams. */
  readonly onDatagram?: (datagram: Datagram) => void;
  /** Something was passed over or refused, in words for a log. Can be as frequent as the other side likes. */
  readonly onNotice?: (text: string) => void;
  /** A channel is over on both sides: the firmware's slot is free. */
  readonly onFree?: () => void;
  /** ms for the other side to answer the closing of a channel, and for our last words when the session ends. */
  readonly patience?: number;
}
/** Address and port of whoever uses the channel, told to the other side. */
export interface Origin {
  readonly address: string;
  readonly port: number;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  readonly from?: Origin;
  /** Where the channel leads, for the other side to read; the loopback address of the origin's family when not given. */
  readonly target?: string;
}

/** One APF session that runs, either side of it. */
export interface Endpoint {
  /**
   * A channel to this port of the other side, when it has agreed. Rejects APF_NOT_FORWARDED, APF_REFUSED (with `reason`), what ended
   * the session, or the signal's reason; an opening that was given up takes its slot until it is answered, and no longer.
   */
  openChannel(port: number, options: OpenOptions): Promise<ChannelStream>;
  /** What the firmware has asked for and was granted. */
  readonly forwards: readonly Forward[];
  /** The firmware's side: these ports and no others are to be forwarded. */
  want(forwards: readonly Forward[]): void;
  /** Resolves with the first of these ports that is forwarded. Rejects with what ended the session, or the signal's reason. */
  whenForwarded(ports: readonly number[], options: { signal: AbortSignal }): Promise<number>;
  /** Channels that take a slot: those being opened and closed, too. */
  readonly channels: number;
  /** Channels whose closing the other side has not answered in time: their slots are lost until it does, or the session ends. */
  readonly stuck: number;
  /** Resolves, when everything is settled, with what ended the session: ApfError or MeiError. Never rejects. */
  readonly closed: Promise<Error>;
  /** Says goodbye, closes the connection, ends every channel with APF_CLOSED. Never rejects. */
  close(): Promise<void>;
}

const PATIENCE = 10_000;
/** Messages after which other work of this process has its turn: a connection within this process never waits by itself. */
const TURN = 64;
const loopback: Origin = { address: "127.0.0.1", port: 0 };

/** Starts one side of a session: one loop receives, messages go out one after the other, each channel is a stream. */
export function runEndpoint(options: EndpointOptions): Endpoint {
  const { connection, machine, clock, patience = PATIENCE } = options;
  const receiving = new AbortController();
  let ended: Error | undefined;
  let settle: (reason: Error) => void = () => {};
  const closed = new Promise<Error>((resolve) => {
    settle = resolve;
  });
  const notice = (text: string): void => options.onNotice?.(text);
  const ports = awaitedPorts({
    isThere: (port) => machine.refusal(port) === undefined,
    ended: () => ended,
  });
  const out = outgoing({
    send: (bytes, signal) => connection.send(bytes, { signal }),
    sendNow: ({ head, rest }) => connection.sendNow?.(head, rest) ?? false,
    mostData: connection.maxMessage - DATA_HEAD,
    take(channel, most) {
      const data = channels.take(channel, Math.min(most, machine.credit(channel)));
      const [action] = data ? machine.command({ do: "write", channel, data }) : [];
      return data && action?.do === "send" ? { head: encodeHead(action.message), rest: data } : undefined;
    },
    onError: finish,
  });
  const command = (one: Command): void => {
    if (!ended) run(machine.command(one));
  };
  const channels = liveChannels({
    machine,
    clock,
    patience,
    command,
    ready: out.ready,
    onOffer: options.onOffer,
    onNotice: notice,
    onFree: () => options.onFree?.(),
  });

  function run(actions: readonly Action[]): void {
    for (const action of actions) if (!ended) perform(action);
  }
  function perform(action: Action): void {
    if ("channel" in action) return void channels.perform(action);
    switch (action.do) {
      case "send":
        out.say(encodeHead(action.message));
        break;
      case "forward":
        void grant(action.request, action.forward);
        break;
      case "unforward":
        options.onUnforward?.(action.forward);
        break;
      case "datagram":
        options.onDatagram?.(action.datagram);
        break;
      case "notice":
        notice(action.text);
        break;
      case "ready":
        ports.look();
        break;
      case "end":
        finish(action.error);
        break;
    }
  }
  async function grant(request: number, forward: Forward): Promise<void> {
    let accepted = false;
    try {
      accepted = (await options.onForward?.(forward)) ?? true;
    } catch (error) {
      notice(`port ${forward.port} is not forwarded: ${error instanceof Error ? error.message : String(error)}`);
    }
    command({ do: "answer", request, accepted });
    ports.look();
  }

  function finish(error: Error): void {
    if (ended) return;
    ended = error;
    receiving.abort(error);
    channels.end(error);
    ports.look();
    void leave(error);
  }
  /** Our last words get their time; an ME that does not take them does not hold us up. */
  async function leave(error: Error): Promise<void> {
    const limit = deadline(clock, patience, [], () => error);
    await out.finish(limit.signal);
    limit.done();
    await connection.close();
    settle(error);
  }

  async function listen(): Promise<void> {
    for (let count = 1; !ended; count += 1) {
      const bytes = connection.receiveNow?.() ?? (await connection.receive({ signal: receiving.signal }));
      if (bytes.length > 0) run(heard(bytes));
      else notice("an empty message: passed over"); // as Intel LMS does (lms.md 1.3)
      if (count % TURN === 0) await turn();
    }
  }
  function heard(bytes: Buffer): Action[] {
    let message: ApfMessage;
    try {
      message = decodeApf(bytes);
    } catch (error) {
      if (error instanceof ApfError) return machine.command({ do: "malformed", error });
      throw error;
    }
    return machine.receive(message);
  }

  command({ do: "start" });
  listen().catch(finish);

  return {
    async openChannel(port, { signal, from = loopback, target }) {
      signal.throwIfAborted();
      if (ended) throw ended;
      const refusal = machine.refusal(port);
      if (refusal) throw refusal;
      return channels.open(endsOf(port, from, target), { signal });
    },
    get forwards() {
      return ended ? [] : machine.forwards;
    },
    want: (forwards) => command({ do: "want", forwards }),
    whenForwarded: ports.wait,
    get channels() {
      return ended ? 0 : machine.channels;
    },
    get stuck() {
      return ended ? 0 : channels.stuck;
    },
    closed,
    async close() {
      command({ do: "disconnect" });
      await closed;
    },
  };
}

/** The other side is told the loopback address of the caller's family, and no zone (lms.md 1.6). */
function endsOf(port: number, from: Origin, target: string | undefined): Ends {
  const originAddress = from.address.replace(/%.*$/, "");
  const targetAddress = target ?? (originAddress.includes(":") ? "::1" : "127.0.0.1");
  return { targetAddress, targetPort: port, originAddress, originPort: from.port };
}
