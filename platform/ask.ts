import { closeSync, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";

/** There is nobody to ask: the program has no terminal. */
export class NoTerminalError extends Error {
  override name = "NoTerminalError";
  readonly code = "NO_TERMINAL";
}

/**
 * One line from the person at the terminal that this program was started from, whatever its input and output are. `hidden`: nothing of
 * it is shown. Rejects NoTerminalError, an AbortError for Ctrl-C, or the signal's reason.
 */
export async function ask(
  question: string,
  { hidden = false, signal }: { hidden?: boolean; signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  const [from, to] = process.platform === "win32" ? ["\\\\.\\CONIN$", "\\\\.\\CONOUT$"] : ["/dev/tty", "/dev/tty"];
  const input = opened(from);
  const output = opened(to);
  const keys = new ReadStream(input);
  const say = (text: string): void => void writeSync(output, text);
  try {
    keys.setRawMode(true);
    say(question);
    return await line(keys, { say: hidden ? () => {} : say, signal });
  } finally {
    keys.setRawMode(false);
    keys.destroy();
    say("\r\n");
    closeSync(output);
  }
}

function opened(path: string): number {
  try {
    return openSync(path, "r+");
  } catch (cause) {
    throw new NoTerminalError("there is no terminal to ask at", { cause });
  }
}

function line(
  keys: ReadStream,
  { say, signal }: { say: (text: string) => void; signal: AbortSignal },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const typed: string[] = [];
    const settle = (act: () => void): void => {
      keys.off("data", onData);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = (): void => settle(() => reject(signal.reason));
    const onData = (part: string | Buffer): void => {
      for (const key of String(part)) {
        if (key === "\r" || key === "\n" || key === "\u0004") {
          settle(() => resolve(typed.join("")));
          return;
        }
        if (key === "\u0003") {
          settle(() => reject(new DOMException("interrupted", "AbortError")));
          return;
        }
        if (key === "\u007f" || key === "\b") {
          if (typed.pop() !== undefined) say("\b \b");
        } else if (key >= " ") {
          typed.push(key);
          say(key);
        }
      }
    };
    signal.addEventListener("abort", onAbort, { once: true });
    keys.setEncoding("utf8").on("data", onData);
    keys.once("error", (error) => settle(() => reject(error)));
  });
}
