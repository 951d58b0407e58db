import type { ClientRequest, IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { ApiClientError, unreachable } from "./client-error.ts";

export interface Wait {
  readonly signal: AbortSignal;
}

/** Bytes. The longest answer is `info` of a machine with everything. */
const maxAnswer = 4 * 1024 * 1024;

/** A connection that is open; rejects with the signal's reason when that aborts first. */
export function dial(address: string, { signal }: Wait): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = connect(address);
    const onAbort = (): void => void socket.destroy(signal.reason);
    const settled = (): void => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    const onError = (error: Error): void => {
      settled();
      reject(unreachable(address, error, signal));
    };
    socket.once("error", onError);
    socket.once("connect", () => {
      settled();
      socket.off("error", onError);
      // until the request takes the socket over, an error on it has nobody else to go to
      socket.on("error", () => socket.destroy());
      resolve(socket);
    });
  });
}

/** Sends the request and waits for the head of its response. */
export function responseTo(
  request: ClientRequest,
  body: string | undefined,
  { signal }: Wait,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => void request.destroy(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    const settled = (): void => signal.removeEventListener("abort", onAbort);
    request.once("response", (response) => {
      settled();
      resolve(response);
    });
    // stays: once there is a response, what happens to the connection shows there
    request.on("error", (error) => {
      settled();
      reject(error);
    });
    request.end(body);
  });
}

/** The whole body, up to its bound. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswer) throw new ApiClientError("API_PROTOCOL", `The answer is larger than ${maxAnswer} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** `?a=1&b=2`, or nothing. */
export function queryOf(input: unknown): string {
  const fields = Object.entries(input ?? {}).filter(([, value]) => value !== undefined);
  return fields.length === 0
    ? ""
    : `?${new URLSearchParams(fields.map(([name, value]): [string, string] => [name, String(value)]))}`;
}
