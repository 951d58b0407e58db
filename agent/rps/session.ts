import { RpsError } from "./error.ts";
import type { AmtPort, ClientMethod, Envelope, ServerMessage } from "./messages.ts";
import type { Report } from "./report.ts";
import { type AmtRequest, readRequest } from "./request.ts";

/** What happens to a session, and what is to be done about it. Nothing here waits, sends or knows the time. */
export type Input =
  | { readonly kind: "message"; readonly message: ServerMessage }
  /** AMT has answered it. */
  | { readonly kind: "replied"; readonly request: AmtRequest; readonly reply: Buffer }
  /** AMT ended the connection, or was silent, before its answer was whole. */
  | { readonly kind: "unanswered"; readonly request: AmtRequest; readonly why: string }
  /** Bytes of AMT's in this tunnel. */
  | { readonly kind: "tunnelled"; readonly tunnel: number; readonly bytes: Buffer }
  /** AMT ended its connection. */
  | { readonly kind: "tunnel-ended"; readonly tunnel: number }
  | { readonly kind: "switched" };

export type Action =
  | { readonly do: "send"; readonly method: ClientMethod; readonly payload: Buffer }
  | { readonly do: "beat"; readonly envelope: Envelope }
  /** One connection to AMT for it; ends in `replied` or `unanswered`. */
  | { readonly do: "ask"; readonly request: AmtRequest }
  /** Into this tunnel: with each number comes a connection of its own, in place of the one before. */
  | { readonly do: "pour"; readonly bytes: Buffer; readonly tunnel: number }
  /** Ends the tunnel, waits `delay` seconds and for the port; ends in `switched`. */
  | { readonly do: "switch"; readonly port: AmtPort; readonly delay: number }
  | { readonly do: "tell"; readonly text: string }
  | { readonly do: "end"; readonly ok: boolean; readonly report: Report };

export interface Session {
  /** The server has asked nothing, AMT is asked, or the ports are being changed. */
  readonly phase: "idle" | "asking" | "switching" | "over";
  /** Where AMT is reached: with the second the server itself speaks TLS with it, and we carry the bytes. */
  readonly port: AmtPort;
  readonly asked?: AmtRequest;
  /** The server has given up on `asked` and wants this instead. */
  readonly next?: AmtRequest;
  /** Each handshake of the server's begins another: what is left of the one before would spoil it. */
  readonly tunnel: number;
  /** Methods that must not be done twice and whose answer was lost. */
  readonly lost: readonly string[];
}
export interface Step {
  readonly session: Session;
  readonly actions: readonly Action[];
}

export const begin = (port: AmtPort): Session => ({ phase: "idle", port, tunnel: 0, lost: [] });

/** Throws RpsError for what makes no sense at this point. */
export function step(session: Session, input: Input): Step {
  if (session.phase === "over") return stay(session);
  switch (input.kind) {
    case "message":
      return hear(session, input.message);
    case "replied":
      if (input.request !== session.asked) return stay(session); // the ports were changed meanwhile
      if (session.next) return ask(idle(session), session.next); // the server would take it for the answer to `next`
      return to(idle(session), { do: "send", method: "response", payload: input.reply });
    case "unanswered":
      return missed(session, input);
    case "tunnelled":
      if (input.tunnel !== session.tunnel) return stay(session);
      return to(session, { do: "send", method: "tls_data", payload: input.bytes });
    case "tunnel-ended":
      if (input.tunnel !== session.tunnel) return stay(session);
      return to(session, { do: "send", method: "connection_reset", payload: Buffer.from("connection_closed") });
    case "switched":
      if (session.phase !== "switching") return stay(session);
      return to(idle(session), { do: "send", method: "port_switch_ack", payload: Buffer.from("ok") });
  }
}

function hear(session: Session, message: ServerMessage): Step {
  switch (message.kind) {
    case "heartbeat":
      return to(session, { do: "beat", envelope: message.envelope });
    case "progress":
      return to(session, { do: "tell", text: message.text });
    case "success":
    case "error":
      return to(
        { ...idle(session), phase: "over" },
        { do: "end", ok: message.kind === "success", report: message.report },
      );
    case "wsman":
      return want(session, readRequest(message.request));
    case "tls":
      return carry(session, message.bytes);
    case "switch":
      if (session.phase === "switching") throw early();
      return to(
        { ...idle(session), phase: "switching", port: message.port, tunnel: session.tunnel + 1 },
        { do: "switch", port: message.port, delay: message.delay },
        { do: "tell", text: `The server changes to AMT's port ${message.port}.` },
      );
  }
}

function carry(session: Session, bytes: Buffer): Step {
  if (session.phase === "switching") throw early();
  if (session.port !== 16993) throw order("it sends TLS before it changed to AMT's TLS port");
  const tunnel = session.tunnel + (isClientHello(bytes) ? 1 : 0);
  return to({ ...session, tunnel }, { do: "pour", bytes, tunnel });
}

/** Servers repeat a request after 12 to 15 s without an answer (rpc.md 5.1), while AMT may still be at it. */
function want(session: Session, request: AmtRequest): Step {
  if (session.phase === "switching") throw early();
  if (session.port === 16993)
    throw order("it sends requests without TLS to an AMT that has only TLS here, as servers before that did");
  if (session.phase === "idle") return ask(session, request);
  const { asked, ...rest } = session;
  if (asked?.digest === request.digest) return stay({ ...idle(rest), phase: "asking", asked }); // its answer will do
  return stay({ ...session, next: request });
}

function ask(session: Session, request: AmtRequest): Step {
  const { once } = request;
  if (once === undefined || !session.lost.includes(once))
    return to({ ...session, phase: "asking", asked: request }, { do: "ask", request });
  // Without an answer the server looks how AMT stands (rpc.md 5.2, "verify on timeout"). A second AdminSetup can hang AMT.
  const text = `AMT's answer to ${once} was lost, and the server wants it again: not done, because it may have happened.`;
  return to(session, { do: "tell", text });
}

function missed(session: Session, { request, why }: Extract<Input, { kind: "unanswered" }>): Step {
  const { once } = request;
  const lost = once === undefined || session.lost.includes(once) ? session.lost : [...session.lost, once];
  const told: Action = { do: "tell", text: `AMT gave no answer to ${once ?? "a request"}: ${why}` };
  if (request !== session.asked) return to({ ...session, lost }, told);
  const after: Session = { ...idle(session), lost };
  if (!session.next) return to(after, told);
  const { session: then, actions } = ask(after, session.next);
  return to(then, told, ...actions);
}

const idle = ({ port, tunnel, lost }: Session): Session => ({ phase: "idle", port, tunnel, lost });
const to = (session: Session, ...actions: Action[]): Step => ({ session, actions });
const stay = (session: Session): Step => ({ session, actions: [] });

/**
 * The first record of a TLS connection, in the clear. Later records of that type are encrypted: their lengths and version do not fit
 * but by a chance of 2^-40.
 */
function isClientHello(bytes: Buffer): boolean {
  if (bytes.length < 11 || bytes[0] !== 0x16 || bytes[5] !== 0x01) return false;
  return bytes.readUIntBE(6, 3) === bytes.readUInt16BE(3) - 4 && bytes[9] === 3;
}

const order = (what: string): RpsError =>
  new RpsError("RPS_ORDER", `the provisioning server does not keep to the protocol: ${what}`);
const early = (): RpsError =>
  order("it goes on while the ports are being changed, without waiting for the acknowledgement");
