import { channelTable } from "../../mei/apf/channel-table.ts";
import { ApfError } from "../../mei/apf/errors.ts";
import type { Action, Forward, SessionMachine } from "../../mei/apf/machine.ts";
import type { ApfMessage } from "../../mei/apf/messages.ts";
import { authService, disconnectReasons, forwardService } from "../../mei/apf/session-messages.ts";
import { versionExchange } from "../../mei/apf/version.ts";
import { type ForwardRequest, forwardBook } from "./forward-book.ts";

export interface FirmwareSessionOptions {
  /** As PROTOCOLVERSION carries it. */
  readonly uuid: Buffer;
  readonly forwards: readonly Forward[];
  /** Bytes the host may send on a channel before any was used. */
  readonly window: number;
  readonly slots: number;
  /** Asks for auth@amt.intel.com and logs in before anything else (lms.md 1.4); CSME 16.1 does not (golden apf-pv-1611). */
  readonly authenticates: boolean;
  /** Says its version without waiting for the host's. */
  readonly speaksFirst?: boolean;
}
type Step = "version" | "auth" | "login" | "service" | "ready" | "over";
type Reason = keyof typeof disconnectReasons;

/** The firmware's side of a session over LME: it drives everything once a version is agreed on (lms.md 1.4). */
export function firmwareSession(options: FirmwareSessionOptions): SessionMachine {
  const { uuid, forwards, window, slots, authenticates, speaksFirst = true } = options;
  const version = versionExchange({ trigger: "lme", uuid });
  let step: Step = "version";
  const book = forwardBook(forwards);
  const table = channelTable({
    opens: "direct-tcpip",
    takes: "forwarded-tcpip",
    window,
    most: slots,
    slots: true,
    // guessed: the same answer as for a port at which nothing listens
    refuse: ({ targetPort }) => (book.granted.some(({ port }) => port === targetPort) ? undefined : "connectFailed"),
  });

  const say = (message: ApfMessage): Action => ({ do: "send", message });
  function end(error: ApfError, reason?: Reason): Action[] {
    step = "over";
    return [...(reason ? [say({ type: "disconnect", reason })] : []), { do: "end", error }];
  }
  const unexpected = (type: string): Action[] =>
    end(new ApfError("APF_PROTOCOL", `${type} from the host while waiting for the ${step}`), "protocolError");
  const askService = (): Action[] => {
    step = "service";
    return [say({ type: "serviceRequest", service: forwardService })];
  };
  const ask = (next: ForwardRequest | undefined): Action[] =>
    next ? [say({ type: "globalRequest", request: { wantReply: true, ...next } })] : [];
  function agreed(message: Extract<ApfMessage, { type: "protocolVersion" }>): Action[] {
    const actions = version.heard(message);
    if (step !== "version") return actions;
    if (!authenticates) return [...actions, ...askService()];
    step = "auth";
    return [...actions, say({ type: "serviceRequest", service: authService })];
  }
  function accepted(service: string): Action[] {
    if (step === "auth" && service === authService) {
      step = "login";
      const login = { user: "", service: forwardService, method: { name: "none" } } as const;
      return [say({ type: "userAuthRequest", ...login })];
    }
    if (step !== "service" || service !== forwardService) return unexpected("serviceAccept");
    step = "ready";
    return [{ do: "ready" }, ...ask(book.next())];
  }
  function answered(isGranted: boolean): Action[] {
    if (!book.answered(isGranted)) return unexpected("an answer to no request");
    return ask(book.next());
  }

  function take(message: ApfMessage): Action[] {
    switch (message.type) {
      case "protocolVersion":
        return agreed(message);
      case "disconnect": {
        const { reason } = message;
        const number = typeof reason === "number" ? reason : disconnectReasons[reason];
        return end(
          new ApfError("APF_DISCONNECTED", `the host ended the session: reason ${number}`, { reason: number }),
        );
      }
      case "serviceAccept":
        return accepted(message.service);
      case "userAuthSuccess":
        return step === "login" ? askService() : unexpected(message.type);
      case "userAuthFailure":
        return step === "login"
          ? end(new ApfError("APF_PROTOCOL", "the host refused the login"), "noMoreAuthMethods")
          : unexpected(message.type);
      case "requestSuccess":
        return step === "ready" ? answered(true) : unexpected(message.type);
      case "requestFailure":
        return step === "ready" ? answered(false) : unexpected(message.type);
      case "keepAliveRequest":
        return [say({ type: "keepAliveReply", cookie: message.cookie })];
      case "keepAliveOptionsRequest":
        return [say({ type: "keepAliveOptionsReply", interval: 0, timeout: 0 })];
      case "keepAliveReply":
      case "keepAliveOptionsReply":
        return [];
      case "serviceRequest":
      case "userAuthRequest":
      case "globalRequest":
        return unexpected(message.type);
      default:
        return step === "ready" ? table.receive(message) : unexpected(message.type);
    }
  }

  return {
    receive(message) {
      if (step === "over") return [];
      try {
        return take(message);
      } catch (error) {
        if (!(error instanceof ApfError)) throw error;
        return end(error, error.code === "APF_VERSION" ? "protocolVersionNotSupported" : "protocolError");
      }
    },
    command(command) {
      if (step === "over") return [];
      switch (command.do) {
        case "start":
          return speaksFirst ? version.offer() : [];
        case "answer":
          return [];
        case "want":
          book.want(command.forwards);
          return step === "ready" ? ask(book.next()) : [];
        case "malformed":
          return end(command.error, "protocolError");
        case "disconnect":
          return end(new ApfError("APF_CLOSED", "the firmware ended the session"), "byApplication");
        default:
          return table.command(command);
      }
    },
    nextChannel: table.next,
    refusal: () =>
      step === "ready" ? undefined : new ApfError("APF_NOT_FORWARDED", "the host has not taken the service yet"),
    credit: table.credit,
    has: table.has,
    get channels() {
      return table.size;
    },
    get ready() {
      return step === "ready";
    },
    get forwards() {
      return step === "over" ? [] : book.granted;
    },
  };
}
