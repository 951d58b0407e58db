import { createServer, type Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import type { Clock } from "../../platform/clock.ts";
import { isPipe } from "../../platform/paths.ts";
import { peerOf } from "../../platform/peer.ts";
import type { Acted, Operator } from "../operator.ts";
import { ownSocket, type Place } from "../socket-place.ts";
import { isOperatorError, OperatorError, type OperatorErrorCode } from "./error.ts";

/** Who gives orders at once; more are turned away. */
const MOST = 16;
/** Bytes of a request. */
export const longestRequest = 1_024;
/** ms for the request, and as long for the answer to be taken. */
const PATIENCE = 10_000;

/** `{"words": ["kvm", "open"]}` and a newline; one answer in one line, then the connection ends. */
export interface Request {
  readonly words: readonly string[];
}
export type Answer =
  | ({ readonly ok: true } & Acted)
  | { readonly ok: false; readonly code: OperatorErrorCode | "UNEXPECTED"; readonly message: string };

export interface Control {
  /** Settles when nobody is connected any more and the socket is gone. */
  close(): Promise<void>;
}
export interface ControlOptions {
  /** A unix socket (0600, of its owner alone) or a Windows pipe (default DACL: its owner and administrators). */
  readonly path: string;
  readonly clock: Clock;
  /** Told when an act breaks; whoever asked is told too. */
  readonly onFailure: (error: unknown) => void;
}

/** Takes orders for one virtual ME. Rejects SOCKET_IN_USE, SOCKET_DENIED. */
export async function serveOperator(
  operator: Pick<Operator, "perform">,
  { path, clock, onFailure }: ControlOptions,
): Promise<Control> {
  const sockets = new Set<Socket>();
  const place: Place | undefined = isPipe(path) ? undefined : await ownSocket(path);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (sockets.size >= MOST) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    attend(socket);
  });

  function attend(socket: Socket): void {
    const decoder = new StringDecoder("utf8");
    let text = "";
    let asked = false;
    let stop = clock.after(PATIENCE, () => socket.destroy(), { background: true });
    const say = (answer: Answer): void => {
      if (socket.destroyed) return;
      stop();
      stop = clock.after(PATIENCE, () => socket.destroy(), { background: true });
      if (socket.writable) socket.end(`${JSON.stringify(answer)}\n`);
    };
    const refuse = (code: OperatorErrorCode, message: string): void => {
      asked = true;
      say({ ok: false, code, message });
    };
    socket.on("error", () => {}); // whoever asked is gone; `close` follows
    socket.once("close", () => stop());
    socket.resume(); // its end is to be seen, also of one that is sent away
    if (!isPipe(path) && !isOwner(socket)) {
      refuse("OPERATOR_DENIED", "this virtual ME belongs to another user");
      return;
    }
    socket.on("end", () => {
      if (!asked) socket.destroy();
    });
    socket.on("data", (chunk: Buffer) => {
      if (asked) return;
      text += decoder.write(chunk);
      const end = text.indexOf("\n");
      if (end < 0 && text.length <= longestRequest) return;
      asked = true;
      answerTo(end < 0 ? undefined : text.slice(0, end)).then(say, (error: unknown) => {
        onFailure(error);
        say({ ok: false, code: "UNEXPECTED", message: "the virtual ME could not do it: see its own messages" });
      });
    });
  }
  async function answerTo(line: string | undefined): Promise<Answer> {
    try {
      return { ok: true, ...(await operator.perform(wordsIn(line))) };
    } catch (error) {
      // By its code: the error can come from another bundle, with a class of its own
      const { code, message } = error as OperatorError;
      if (!isOperatorError(code)) throw error;
      return { ok: false, code, message };
    }
  }

  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(place?.listenAt ?? path, () => {
        server.off("error", reject);
        resolve();
      });
    });
    place?.publish();
  } catch (error) {
    place?.remove();
    throw error;
  }
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve).destroy()));
      await Promise.all([closed, ...gone]);
      place?.remove();
    },
  };
}

/** The mode keeps others out; this does where a parent directory's rights or a descriptor handed on would not. */
function isOwner(socket: Socket): boolean {
  try {
    const { uid } = peerOf(socket);
    return uid === 0 || uid === process.geteuid?.();
  } catch (error) {
    if ((error as { code?: unknown }).code === "PEER_UNKNOWN") return false;
    throw error;
  }
}

function wordsIn(line: string | undefined): readonly string[] {
  const wrong = (): OperatorError =>
    new OperatorError(
      "OPERATOR_PROTOCOL",
      `a request is {"words": [...]} in one line of at most ${longestRequest} bytes`,
    );
  if (line === undefined || line.length > longestRequest) throw wrong();
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch (cause) {
    throw Object.assign(wrong(), { cause });
  }
  const words: unknown = typeof said === "object" && said !== null && "words" in said ? said.words : undefined;
  if (!Array.isArray(words) || words.length > 4 || !words.every((word) => typeof word === "string")) throw wrong();
  return words;
}
