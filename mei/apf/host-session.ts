import { type AnyChannelMessage, channelTable } from "./channel-table.ts";
import { ApfError } from "./errors.ts";
import type { Action, Command, SessionMachine } from "./machine.ts";
import type { ApfMessage } from "./messages.ts";
import { requests } from "./requests.ts";
import { authService, disconnectReasons, forwardService } from "./session-messages.ts";
import { versionExchange } from "./version.ts";

export interface HostSessionOptions {
  /** Say our version without waiting for the ME's. Firmware takes either (lms.md 1.4). */
  readonly speakFirst?: boolean;
  /** Bytes the ME may send on a channel before any was used. Management servers give as much as 81920 (rpc.md 5.4). */
  readonly window?: number;
  /** Channels at once; the firmware has eight (rpc.md 4.3) and says itself when they are used up. */
  readonly most?: number;
  /** Somebody sends the datagrams that firmware asks for. Otherwise they are refused. */
  readonly datagrams?: boolean;
}

/** Numbers of DISCONNECT for the errors that end a session. */
const reasonOf = ({ code }: ApfError): keyof typeof disconnectReasons =>
  code === "APF_VERSION" ? "protocolVersionNotSupported" : code === "APF_CLOSED" ? "byApplication" : "protocolError";

/** The host's side of a session over LME (lms.md 1.4): what Intel LMS does, without its defects. */
export function hostSession(options: HostSessionOptions = {}): SessionMachine {
  const { speakFirst = false, window = 65_536, most = 64, datagrams = false } = options;
  const version = versionExchange({ trigger: "lme", uuid: Buffer.alloc(16) });
  const table = channelTable({ opens: "forwarded-tcpip", takes: "direct-tcpip", window, most, slots: false });
  const asked = requests({ datagrams });
  let isReady = false;
  let isOver = false;

  function end(error: ApfError, reason = reasonOf(error)): Action[] {
    return [{ do: "send", message: { type: "disconnect", reason } }, ...over(error)];
  }
  function over(error: ApfError): Action[] {
    isOver = true;
    return [{ do: "end", error }];
  }
  const unexpected = (type: string, when: string): Action[] =>
    end(new ApfError("APF_PROTOCOL", `${type} ${when}: the session cannot go on`));

  function service(name: string): Action[] {
    if (!version.agreed) return unexpected("a service request", "before the protocol version");
    const accept: Action = { do: "send", message: { type: "serviceAccept", service: name } };
    if (name === authService) return [accept];
    if (name !== forwardService)
      return end(new ApfError("APF_PROTOCOL", "the ME asked for a service that there is not"), "serviceNotAvailable");
    const first = !isReady;
    isReady = true;
    return first ? [accept, { do: "ready" }] : [accept];
  }
  function take(message: ApfMessage): Action[] {
    switch (message.type) {
      case "protocolVersion":
        return version.heard(message);
      case "disconnect": {
        const { reason } = message;
        const number = typeof reason === "number" ? reason : disconnectReasons[reason];
        const text = `the ME ended the session: reason ${number}${typeof reason === "number" ? "" : ` (${reason})`}`;
        return over(new ApfError("APF_DISCONNECTED", text, { reason: number }));
      }
      case "serviceRequest":
        return service(message.service);
      case "userAuthRequest":
        // Who speaks from inside the ME needs no password: nobody checks it (lms.md 1.3).
        if (!version.agreed) return unexpected("a login", "before the protocol version");
        return [{ do: "send", message: { type: "userAuthSuccess" } }];
      case "keepAliveRequest":
        return [{ do: "send", message: { type: "keepAliveReply", cookie: message.cookie } }];
      case "keepAliveOptionsRequest":
        // Zeros: we send none of our own. A reset of the ME is seen without.
        return [{ do: "send", message: { type: "keepAliveOptionsReply", interval: 0, timeout: 0 } }];
      case "keepAliveReply":
      case "keepAliveOptionsReply":
        return [{ do: "notice", text: `${message.type} to no request of ours: passed over` }];
      case "serviceAccept":
      case "userAuthSuccess":
      case "userAuthFailure":
      case "requestSuccess":
      case "requestFailure":
        return unexpected(message.type, "from the ME, which nobody asked");
      case "globalRequest":
        return isReady ? asked.receive(message) : unexpected("a request", "before the service");
      default:
        return isReady
          ? table.receive(message satisfies AnyChannelMessage)
          : unexpected(message.type, "before the service");
    }
  }

  return {
    receive(message) {
      if (isOver) return [];
      try {
        return take(message);
      } catch (error) {
        if (error instanceof ApfError) return end(error);
        throw error;
      }
    },
    command(command: Command) {
      if (isOver) return [];
      switch (command.do) {
        case "start":
          return speakFirst ? version.offer() : [];
        case "answer":
          return asked.answer(command.request, command.accepted);
        case "want":
          return []; // it is the firmware that asks for ports
        case "malformed":
          return end(command.error);
        case "disconnect":
          return end(new ApfError("APF_CLOSED", "we ended the session with the ME"));
        default:
          return table.command(command);
      }
    },
    nextChannel: table.next,
    refusal(port) {
      if (asked.forwards.some((forward) => forward.port === port)) return undefined;
      return new ApfError("APF_NOT_FORWARDED", `the ME has not asked for port ${port} to be forwarded`);
    },
    credit: table.credit,
    has: table.has,
    get channels() {
      return table.size;
    },
    get ready() {
      return isReady && !isOver;
    },
    get forwards() {
      return isOver ? [] : asked.forwards;
    },
  };
}
