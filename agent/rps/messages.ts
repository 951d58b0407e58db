import * as z from "zod";
import { Secret } from "../../platform/secret.ts";
import { RpsError } from "./error.ts";
import { type Report, reportIn } from "./report.ts";

/** Version of the protocol that servers check (rpc.md 5.1). */
const PROTOCOL = "4.0.0";
/** Bytes of a text frame that a server takes (S:src/WebSocketListener.ts:14, rpc.md 5.1). */
export const FRAME_LIMIT = 102_400;
/** Bytes of a text frame that we take: a request with a certificate in it has a few thousand. */
export const SERVER_FRAME_LIMIT = 1_048_576;

/** Local ports of AMT that may be asked for: its web server and no other. */
const ports = { "16992": 16992, "16993": 16993 } as const;
export type AmtPort = (typeof ports)[keyof typeof ports];

const word = z.string().max(256).nullish();
/** The envelope of every message. What else is in it is not looked at. */
const Envelope = z.object({
  method: z.string().min(1).max(64),
  apiKey: word,
  appVersion: word,
  protocolVersion: word,
  status: word,
  message: z.string().max(65_536).nullish(),
  fqdn: word,
  payload: z.string().max(SERVER_FRAME_LIMIT).nullish(),
  tenantId: word,
});
export type Envelope = z.infer<typeof Envelope>;

/** Not base64, unlike all others (rpc.md 5.1). `rootCert` is for clients that speak TLS themselves. */
const PortSwitch = z.object({
  port: z.union([z.enum(["16992", "16993"]), z.literal(16992), z.literal(16993)]),
  rootCert: z.string().max(65_536).nullish(),
  delay: z.number().min(0).max(300).default(0),
});

export type ServerMessage =
  | { readonly kind: "wsman"; readonly request: Buffer }
  | { readonly kind: "tls"; readonly bytes: Buffer }
  | { readonly kind: "switch"; readonly port: AmtPort; readonly delay: number }
  | { readonly kind: "heartbeat"; readonly envelope: Envelope }
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "success" | "error"; readonly report: Report };

/** Throws RPS_MALFORMED, which names the field and never its content. */
export function readServerMessage(text: string): ServerMessage {
  const envelope = checked(Envelope, jsonOf(text, "a message"), "a message");
  const { method, message } = envelope;
  const payload = envelope.payload ?? "";
  switch (method) {
    case "wsman":
      return { kind: "wsman", request: base64(payload, method) };
    case "tls_data":
      return { kind: "tls", bytes: base64(payload, method) };
    case "port_switch": {
      const { port, delay } = checked(PortSwitch, jsonOf(payload, "a port_switch"), "a port_switch");
      return { kind: "switch", port: ports[`${port}`], delay };
    }
    case "heartbeat_request":
      return { kind: "heartbeat", envelope };
    case "progress":
      // Two servers, two places: rpc.md 5.1 has it in the payload
      return { kind: "progress", text: payload === "" ? (message ?? "") : base64(payload, method).toString("utf8") };
    case "success":
    case "error":
      return { kind: method, report: reportIn(message ?? "") };
    default:
      throw malformed(`it sent "${method.replace(/[^\w-]/g, "?")}", which is no message to a client`);
  }
}

/** What a client may say. */
export type ClientMethod = "response" | "tls_data" | "connection_reset" | "port_switch_ack";

/**
 * Text of a frame. It holds digest responses, and the first one a password: only what writes it on the socket reveals it. `method` is
 * read as a command line by servers, which also log it: no secret is ever put into it (rpc.md B 21).
 */
export function frame(method: string, payload: Buffer, { version, tenant = "" }: Sender): Secret {
  return sealed({
    method,
    apiKey: "key",
    appVersion: version,
    protocolVersion: PROTOCOL,
    status: "ok",
    message: "ok",
    fqdn: "",
    payload: payload.toString("base64"),
    tenantId: tenant,
  });
}
export interface Sender {
  readonly version: string;
  readonly tenant?: string;
}

/** The same message back (R:internal/rps/rps.go:284-296). */
export const heartbeatReply = (envelope: Envelope): Secret =>
  sealed({ ...envelope, method: "heartbeat_response", status: "success" });

function sealed(envelope: Envelope): Secret {
  const text = JSON.stringify(envelope);
  const size = Buffer.byteLength(text);
  if (size <= FRAME_LIMIT) return new Secret(text);
  throw new RpsError(
    "RPS_TOO_LARGE",
    `an answer of AMT makes a message of ${size} bytes, and provisioning servers close the connection above ${FRAME_LIMIT}: have the server ask for less`,
  );
}

function jsonOf(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`${what} is not JSON`); // the parser's error quotes what it read
  }
}
function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join(".") ?? "";
  throw malformed(`${what} has ${field === "" ? "the wrong form" : `a wrong "${field}"`}`);
}
function base64(text: string, method: string): Buffer {
  if (text !== "" && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text)) return Buffer.from(text, "base64");
  throw malformed(`the payload of a ${method} message is not base64`);
}
export const malformed = (what: string): RpsError =>
  new RpsError(
    "RPS_MALFORMED",
    `the provisioning server does not keep to the protocol: ${what}. Is this the address of its activation service?`,
  );
