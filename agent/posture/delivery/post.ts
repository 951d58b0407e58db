import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent, request } from "node:https";
import type { Credentials } from "./credentials.ts";
import { DeliveryError } from "./error.ts";
import { secureContext, type TlsFiles } from "./tls.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}
export interface Asked {
  readonly method: "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** A web server of one destination; its connection stays while there is something to send. */
export interface Post {
  /** Resolves with a success. Rejects DeliveryError, or what the system says. Redirects are not followed. */
  send(asked: Asked, options: { signal: AbortSignal }): Promise<Answer>;
  rest(): void;
}

/** Bytes of an answer that are read. */
const LARGEST = 64 * 1024;
/** ms a server may ask to be left alone. */
const LONGEST_PAUSE = 3_600_000;

export function openPost(
  url: string,
  files: TlsFiles,
  credentials: Credentials,
  /** Those of which the server says that it will never take it. */
  final: readonly number[],
): Post {
  const secure = new URL(url).protocol === "https:";
  let agent: Agent | PlainAgent | undefined;
  const agentNow = (): Agent | PlainAgent => {
    const how = { keepAlive: true, maxSockets: 1 };
    agent ??= secure ? new Agent({ ...how, secureContext: secureContext(files, credentials) }) : new PlainAgent(how);
    return agent;
  };
  return {
    async send({ method, url: to, headers, body }, { signal }) {
      const ask = secure ? request : plainRequest;
      const length = { "content-length": String(Buffer.byteLength(body)) };
      const answer = await new Promise<Answer>((resolve, reject) => {
        const asking = ask(to, { method, headers: { ...headers, ...length }, agent: agentNow(), signal });
        asking.once("error", (error) => reject(signal.aborted ? signal.reason : error));
        asking.once("response", (reply) =>
          read(reply).then((text) => resolve({ status: reply.statusCode ?? 0, body: text, ...pauseOf(reply) }), reject),
        );
        asking.end(body);
      });
      judge(answer, final);
      return answer;
    },
    rest() {
      agent?.destroy();
      agent = undefined;
    },
  };
}

interface WithPause extends Answer {
  readonly pause?: number;
}
function pauseOf({ headers }: IncomingMessage): { pause?: number } {
  const seconds = /^\d{1,6}$/.test(headers["retry-after"] ?? "") ? Number(headers["retry-after"]) : 0;
  return { pause: Math.min(seconds * 1000, LONGEST_PAUSE) };
}

async function read(reply: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of reply) {
    length += (part as Buffer).length;
    if (length > LARGEST)
      throw new DeliveryError("DELIVERY_ANSWER", `the server's answer is longer than ${LARGEST} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

function judge({ status, pause = 0 }: WithPause, final: readonly number[]): void {
  if (status >= 200 && status < 300) return;
  const code = final.includes(status)
    ? "DELIVERY_REFUSED"
    : status === 401 || status === 403
      ? "DELIVERY_LOGIN"
      : "DELIVERY_ANSWER";
  throw new DeliveryError(code, `the server answered ${status}`, { pause });
}
