import { readSync, writeSync } from "node:fs";
import { POLLIN, POLLOUT, type Poller, type Watch } from "../../platform/native/poller.ts";
import type { MeiClient } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { MeiConnection } from "../port.ts";
import { errnoOf, meiError } from "./linux-errno.ts";

export interface LinuxConnectionOptions extends Omit<MeiConnection, "send" | "receive" | "close"> {
  /** Connected and nonblocking; ours from now on. */
  readonly fd: number;
  readonly device: string;
  readonly poller: Poller;
  /** Closes the descriptor, where it may wait. */
  readonly release: (fd: number) => Promise<void>;
  /** The ME was reset: called once, with the first call that found out. */
  readonly onGone?: () => void;
}
interface Waiter {
  readonly watch: Watch;
  reject(error: MeiError): void;
}

/**
 * Messages over one connected descriptor. Read only after poll() said there is one, and only while somebody waits for one: so an
 * abort loses nothing, and the ME is given credit for exactly the messages we want (vm.md A). After a reset the descriptor is never
 * used again: the kernel may then forget to ask the ME for messages, and reads would hang for ever (vm.md A, quirk).
 */
export class LinuxConnection implements MeiConnection {
  readonly client: MeiClient;
  readonly maxMessage: number;
  readonly version: number;
  readonly generation: number;
  readonly virtual: boolean;
  readonly #options: LinuxConnectionOptions;
  readonly #what: string;
  readonly #waiters = new Set<Waiter>();
  #buffer: Buffer | undefined;
  #receiving = false;
  #sending: Promise<unknown> = Promise.resolve();
  #gone: MeiError | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: LinuxConnectionOptions) {
    this.#options = options;
    this.#what = `${options.client.title} (${options.device})`;
    this.client = options.client;
    this.maxMessage = options.maxMessage;
    this.version = options.version;
    this.generation = options.generation;
    this.virtual = options.virtual;
  }

  send(message: Buffer, { signal }: { signal: AbortSignal }): Promise<void> {
    const mine = this.#sending.then(() => this.#write(message, signal));
    this.#sending = mine.catch(() => {}); // its caller hears of it; the next one takes its turn
    return mine;
  }

  async #write(message: Buffer, signal: AbortSignal): Promise<void> {
    if (message.length > this.maxMessage) {
      throw new MeiError(
        "ME_TOO_LARGE",
        `${this.#what}: a message of ${message.length} bytes, at most ${this.maxMessage}`,
      );
    }
    for (;;) {
      this.#usable(signal);
      try {
        const written = writeSync(this.#options.fd, message, 0, message.length, null);
        if (written === message.length) return;
        throw new MeiError("ME_DRIVER", `${this.#what}: the driver took ${written} of ${message.length} bytes`);
      } catch (error) {
        if (errnoOf(error) !== "EAGAIN") throw this.#failed(error);
      }
      const revents = await this.#ready(POLLOUT, signal);
      if ((revents & POLLOUT) === 0) throw this.#lost();
    }
  }

  async receive({ signal }: { signal: AbortSignal }): Promise<Buffer> {
    this.#usable(signal);
    if (this.#receiving) throw new MeiError("ME_DRIVER", `${this.#what}: a second receive() while one waits`);
    this.#receiving = true;
    try {
      for (;;) {
        const revents = await this.#ready(POLLIN, signal);
        this.#usable();
        const message = (revents & POLLIN) !== 0 ? this.#read() : undefined;
        // A hang-up after the last message shows as an empty one too (sockets only). An empty message alone is a message.
        if (message && (message.length > 0 || revents === POLLIN)) return message;
        if (revents !== POLLIN) throw this.#lost();
      }
    } finally {
      this.#receiving = false;
    }
  }

  /** Undefined: there was none after all. */
  #read(): Buffer | undefined {
    this.#buffer ??= Buffer.allocUnsafe(this.maxMessage);
    try {
      const length = readSync(this.#options.fd, this.#buffer, 0, this.maxMessage, null);
      return Buffer.from(this.#buffer.subarray(0, length));
    } catch (error) {
      if (errnoOf(error) === "EAGAIN") return undefined;
      throw this.#failed(error);
    }
  }

  #ready(events: number, signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiters.delete(waiter);
        signal.removeEventListener("abort", onAbort);
      };
      const watch = this.#options.poller.once(this.#options.fd, events, (revents) => {
        end();
        resolve(revents);
      });
      const onAbort = (): void => {
        end();
        this.#leaving(watch);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        watch,
        reject(error) {
          end();
          reject(error);
        },
      };
      this.#waiters.add(waiter);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Cancelled watches that poll() may still look at: close() must wait for them. */
  readonly #cancelled = new Set<Promise<void>>();
  #leaving(watch: Watch): void {
    const left: Promise<void> = watch.cancel().finally(() => this.#cancelled.delete(left));
    this.#cancelled.add(left);
  }

  #usable(signal?: AbortSignal): void {
    signal?.throwIfAborted();
    if (this.#closed) throw new MeiError("ME_CLOSED", `${this.#what}: the connection is closed`);
    if (this.#gone) throw this.#gone;
  }

  #failed(error: unknown): MeiError {
    const failure = meiError(error, this.#what);
    if (failure.code === "ME_GONE" && !this.#gone) {
      this.#gone = failure;
      this.#options.onGone?.();
    }
    return failure;
  }
  #lost = (): MeiError =>
    this.#failed(new MeiError("ME_GONE", `${this.#what}: the ME was reset or its device vanished. Connect again`));

  close(): Promise<void> {
    this.#closed ??= this.#shut();
    return this.#closed;
  }

  async #shut(): Promise<void> {
    for (const waiter of this.#waiters) {
      this.#leaving(waiter.watch);
      waiter.reject(new MeiError("ME_CLOSED", `${this.#what}: the connection was closed`));
    }
    await Promise.all(this.#cancelled);
    try {
      await this.#options.release(this.#options.fd);
    } catch {
      // Linux has released the descriptor whatever close() returned, and nobody could do anything about it.
    }
  }
}
