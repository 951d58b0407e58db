import type { MeiClient } from "../clients.ts";
import { MeiError, type MeiErrorCode } from "../errors.ts";
import type { MeiConnection, MeiDriver } from "../port.ts";
import { isReplayable, parseTrace } from "./trace-format.ts";
import { answers, type Heard, type Script, scriptsOf } from "./trace-script.ts";

/**
 * An ME that says what it said when `text` was recorded: a request gets what the same bytes got then, each recorded answer once, in
 * recorded order. Where the recording ends the ME is gone. It never passes for a real one: `virtual` is true. Throws TraceError.
 */
export function replay(text: string, { name = "trace" }: { name?: string } = {}): MeiDriver {
  const trace = parseTrace(text, name);
  const { device, code } = trace.header;
  const scripts = scriptsOf(trace);
  const connections = new Set<Replay>();
  let generation = 0;
  let closed = false;
  const usable = (signal: AbortSignal): void => {
    signal.throwIfAborted();
    if (closed) throw new MeiError("ME_CLOSED", "the driver is closed");
  };
  return {
    name,
    async describe({ signal }) {
      usable(signal);
      if (device) return { ...device, virtual: true, machine: device.machine ?? `recording of ${device.device}` };
      throw new MeiError(
        code !== undefined && isReplayable(code) ? code : "ME_ABSENT",
        `${name}: recorded without a device (${code})`,
      );
    },
    async connect(client, { signal }) {
      usable(signal);
      const script = scripts.get(client.name);
      const [next, ...later] = script?.connecting ?? [];
      if (!script || !next) throw new MeiError("ME_NO_CLIENT", `${client.title}: not in the recording ${name}`);
      if (later.length > 0) script.connecting.shift(); // the last one stands for all that come after it
      if ("code" in next) throw new MeiError(next.code, `${client.title}: recorded in ${name}, line ${next.line}`);
      const { max, version } = next;
      const connection = new Replay(
        {
          ...{ client, max, version, generation: ++generation, script, name },
          onUsed: () => {
            for (const each of connections) each.settle();
          },
          onClosed: (gone) => connections.delete(gone),
        },
        next.heard.splice(0),
      );
      connections.add(connection);
      return connection;
    },
    async close() {
      closed = true;
      await Promise.all([...connections].map((connection) => connection.close()));
    },
  };
}

interface Facts {
  readonly client: MeiClient;
  readonly max: number;
  readonly version: number;
  readonly generation: number;
  readonly script: Script;
  readonly name: string;
  /** An answer was used: whoever waits for one on another connection may wait in vain now. */
  readonly onUsed: () => void;
  readonly onClosed: (connection: Replay) => void;
}

class Replay implements MeiConnection {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly virtual = true;
  readonly #facts: Facts;
  readonly #heard: Heard[];
  #waiter: { settle(): void; reject(error: unknown): void } | undefined;
  #over: MeiError | undefined;

  constructor(facts: Facts, heard: Heard[]) {
    this.client = facts.client;
    this.maxMessage = facts.max;
    this.version = facts.version;
    this.generation = facts.generation;
    this.#facts = facts;
    this.#heard = heard;
  }

  async send(message: Buffer, { signal }: { signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted();
    if (this.#over) throw this.#over;
    if (message.length > this.maxMessage) {
      throw this.#error("ME_TOO_LARGE", `a message of ${message.length} bytes, at most ${this.maxMessage}`);
    }
    const exchange = this.#facts.script.exchanges.find((candidate) => !candidate.used && answers(candidate, message));
    if (!exchange) throw this.#end("it has no answer, or no further one, to this request");
    exchange.used = true;
    if (exchange.refused) throw this.#error(exchange.refused.code, `refused in line ${exchange.refused.line}`);
    this.#heard.push(...exchange.heard);
    this.#facts.onUsed();
  }
  settle(): void {
    this.#waiter?.settle();
  }

  async receive({ signal }: { signal: AbortSignal }): Promise<Buffer> {
    signal.throwIfAborted();
    if (this.#waiter) throw this.#error("ME_DRIVER", "a second receive() while one waits");
    const now = this.#next();
    if (now) return now;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiter = undefined;
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiter = {
        settle: () => {
          try {
            const message = this.#next();
            if (!message) return;
            end();
            resolve(message);
          } catch (error) {
            end();
            reject(error);
          }
        },
        reject(error) {
          end();
          reject(error);
        },
      };
    });
  }

  /** undefined: nothing yet. Silence is kept only while nothing was heard after it: how long we waited then says nothing now. */
  #next(): Buffer | undefined {
    if (this.#over) throw this.#over;
    while (this.#heard.length > 1 && "silence" in this.#heard[0]!) this.#heard.shift();
    const next = this.#heard[0];
    if (next && "silence" in next) return undefined;
    this.#heard.shift();
    if (next && "message" in next) return next.message;
    if (next) {
      const failure = this.#error(next.code, `recorded in line ${next.line}`);
      if (next.code === "ME_GONE") this.#over = failure;
      throw failure;
    }
    if (this.#facts.script.exchanges.some(({ used }) => !used)) return undefined;
    throw this.#end("it ends here");
  }

  async close(): Promise<void> {
    const closed = this.#error("ME_CLOSED", "the connection is closed");
    this.#over = closed;
    this.#waiter?.reject(closed);
    this.#facts.onClosed(this);
  }

  #end(what: string): MeiError {
    this.#over = this.#error("ME_GONE", what);
    return this.#over;
  }
  #error(code: MeiErrorCode, what: string): MeiError {
    return new MeiError(code, `${this.client.title}: the recording ${this.#facts.name}: ${what}`);
  }
}
