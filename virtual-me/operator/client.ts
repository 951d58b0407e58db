import { createConnection } from "node:net";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { Acted } from "../operator.ts";
import type { Answer, Request } from "./control.ts";
import { isOperatorError, OperatorError } from "./error.ts";

/** ms for an answer: the first act of a virtual ME loads its web services. */
const PATIENCE = 30_000;
/** An answer has some 700 bytes. */
const LONGEST = 65_536;

/** Gives one order to a running virtual ME. Rejects OperatorError, or the signal's reason. */
export async function order(
  path: string,
  words: readonly string[],
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Acted> {
  const late = (): OperatorError =>
    new OperatorError(
      "OPERATOR_UNREACHABLE",
      `${path}: no answer for ${PATIENCE / 1_000} s; end that virtual ME and start it anew`,
    );
  const limit = deadline(clock, PATIENCE, [signal], late);
  try {
    const request: Request = { words };
    return acted(await exchange(path, `${JSON.stringify(request)}\n`, limit.signal), path);
  } finally {
    limit.done();
  }
}

function exchange(path: string, request: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = createConnection(path);
    const parts: Buffer[] = [];
    let size = 0;
    const over = (): void => {
      signal.removeEventListener("abort", onAbort);
      socket.destroy();
    };
    const onAbort = (): void => {
      over();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", () => socket.write(request));
    socket.on("data", (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size <= LONGEST) return;
      over();
      reject(senseless(path));
    });
    socket.once("end", () => {
      over();
      resolve(Buffer.concat(parts).toString("utf8"));
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      over();
      reject(unreached(path, error));
    });
  });
}

function unreached(path: string, cause: NodeJS.ErrnoException): OperatorError {
  if (cause.code === "EACCES" || cause.code === "EPERM")
    return new OperatorError("OPERATOR_DENIED", `${path}: belongs to another user; run this as that user`, { cause });
  return new OperatorError(
    "OPERATOR_UNREACHABLE",
    `no virtual ME takes orders at ${path}. Start one, as with: amt-agent virtual-me --machine acm-15 --socket /tmp/me.sock; or name the one that runs: --socket PATH, as it said at its start`,
    { cause },
  );
}
const senseless = (path: string, cause?: unknown): OperatorError =>
  new OperatorError("OPERATOR_PROTOCOL", `${path}: what answers there is no virtual ME of this version`, { cause });

function acted(text: string, path: string): Acted {
  let answer: Answer;
  try {
    answer = JSON.parse(text) as Answer;
  } catch (cause) {
    throw senseless(path, cause);
  }
  if (typeof answer !== "object" || answer === null) throw senseless(path);
  if (answer.ok === true && Array.isArray(answer.alerts) && typeof answer.state === "object")
    return { alerts: answer.alerts, state: answer.state };
  if (answer.ok !== false || typeof answer.message !== "string") throw senseless(path);
  if (isOperatorError(answer.code)) throw new OperatorError(answer.code, answer.message);
  throw new Error(answer.message);
}
