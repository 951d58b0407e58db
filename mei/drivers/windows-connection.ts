import type { OverlappedChannel } from "../../platform/native/overlapped.ts";
import { WindowsError } from "../../platform/native/windows-error.ts";
import type { MeiClient } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { MeiConnection } from "../port.ts";
import { windowsReason } from "./windows-failure.ts";

export interface ConnectionFacts {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly virtual: boolean;
}

/** One connected handle. `retire` closes it; it is called once, at the first failure or at `close`. */
export class WindowsConnection implements MeiConnection {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly virtual: boolean;
  readonly #channel: OverlappedChannel;
  readonly #retire: (connection: WindowsConnection) => Promise<void>;
  #retired: Promise<void> | undefined;
  #over: (() => MeiError) | undefined;
  #receiving = false;

  constructor(
    channel: OverlappedChannel,
    facts: ConnectionFacts,
    retire: (connection: WindowsConnection) => Promise<void>,
  ) {
    this.client = facts.client;
    this.maxMessage = facts.maxMessage;
    this.version = facts.version;
    this.generation = facts.generation;
    this.virtual = facts.virtual;
    this.#channel = channel;
    this.#retire = retire;
  }

  async send(message: Buffer, { signal }: { signal: AbortSignal }): Promise<void> {
    this.#check();
    if (message.length > this.maxMessage) {
      throw new MeiError(
        "ME_TOO_LARGE",
        `${this.client.title}: a message of ${message.length} bytes, it takes at most ${this.maxMessage}`,
      );
    }
    const count = await this.#attempt("sending", () => this.#channel.write(message, { signal }));
    if (count !== message.length) {
      throw this.#gone(`the driver took ${count} bytes of a message of ${message.length}`, undefined);
    }
  }

  async receive({ signal }: { signal: AbortSignal }): Promise<Buffer> {
    this.#check();
    if (this.#receiving) throw new MeiError("ME_DRIVER", `${this.client.title}: a second receive beside the first`);
    this.#receiving = true;
    try {
      return await this.#attempt("receiving", () => this.#channel.read(this.maxMessage, { signal }));
    } finally {
      this.#receiving = false;
    }
  }

  close(): Promise<void> {
    return this.#end(() => new MeiError("ME_CLOSED", `${this.client.title}: connection closed`));
  }

  #check(): void {
    if (this.#over) throw this.#over();
  }

  async #attempt<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      // The reason of an abort: the channel is as good as before.
      if (!(error instanceof WindowsError)) throw error;
      this.#check();
      throw this.#gone(`${doing} failed (${windowsReason(error)})`, error);
    }
  }

  /** After a failed read or write the handle must be closed before anybody connects again (lms.md 2.0). */
  #gone(why: string, cause: unknown): MeiError {
    const error = (): MeiError =>
      new MeiError("ME_GONE", `${this.client.title}: ${why}. The ME was reset or its driver stopped: connect again`, {
        cause,
      });
    void this.#end(error);
    return error();
  }

  #end(error: () => MeiError): Promise<void> {
    this.#over ??= error;
    this.#retired ??= this.#retire(this);
    return this.#retired;
  }
}
