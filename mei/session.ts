import { orAbandon } from "../platform/abandon.ts";
import { type Clock, deadline, linked, sleep } from "../platform/clock.ts";
import type { MeiClient } from "./clients.ts";
import { MeiError, StatusError } from "./errors.ts";
import type { MeiConnection, MeiDriver } from "./port.ts";

/** Requests to one ME client, one in flight, over a connection that is opened when needed and closed when idle. The only retry loop. */
export interface MeiSession {
  readonly client: MeiClient;
  /**
   * Sends, takes the one reply and has it read. If the ME was reset meanwhile a `repeatable` request is sent once more, on a new
   * connection; any other is not, even when sending itself failed: not every driver can tell that nothing of it arrived. What `read`
   * throws comes out; unless it is a refusal, the connection is then given up: a reply that is not the one to this request means that
   * replies and requests are out of step.
   */
  exchange<T>(
    request: Buffer,
    options: { signal: AbortSignal; repeatable: boolean; read: (reply: Buffer) => T },
  ): Promise<T>;
  /** Sends what has no reply. */
  post(message: Buffer, options: { signal: AbortSignal }): Promise<void>;
  /** What the connection of the moment says of itself, made if need be. */
  limits(options: { signal: AbortSignal }): Promise<Pick<MeiConnection, "maxMessage" | "version" | "virtual">>;
  close(): Promise<void>;
}

export interface SessionTiming {
  /** ms for connecting once, and for the connection before to be closed: a hung ME holds the Linux ioctl for 21.7 s (vm.md A). */
  readonly connect: number;
  /** ms for one request and its reply. */
  readonly reply: number;
  /** ms without a request after which the connection is given back, so that other programs can have the client. */
  readonly idle: number;
  /** ms to wait before each new attempt while the client is busy; after the last, ME_BUSY. */
  readonly busy: readonly number[];
  /** ms to wait before each new attempt after a reset. Measured: the kernel's driver is back after 24 to 124 ms (vm.md A). */
  readonly gone: readonly number[];
}
export const usualTiming: SessionTiming = {
  connect: 25_000,
  reply: 15_000,
  idle: 2_000,
  busy: [50, 150, 400, 800, 1_600],
  gone: [50, 150, 300, 500, 500, 500, 500, 500, 500],
};

export function openSession(
  driver: MeiDriver,
  client: MeiClient,
  { clock, timing = usualTiming }: { clock: Clock; timing?: SessionTiming },
): MeiSession {
  const closing = new AbortController();
  let connection: MeiConnection | undefined;
  /** The one before, while it is being closed: a hung ME can hold that for half a minute, and what was asked is not kept waiting for it. */
  let leaving: Promise<void> | undefined;
  let stopIdle: () => void = () => {};
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time, in order of arrival. */
  function locked<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.then(
      () => {},
      () => {},
    );
    return mine;
  }

  function drop(): void {
    stopIdle();
    const old = connection;
    connection = undefined;
    if (!old) return;
    const closing: Promise<void> = old.close().finally(() => {
      if (leaving === closing) leaving = undefined;
    });
    leaving = closing;
  }

  async function limited<T>(
    ms: number,
    signal: AbortSignal,
    what: string,
    work: (s: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = deadline(
      clock,
      ms,
      [signal, closing.signal],
      () => new MeiError("ME_TIMEOUT", `${client.title}: ${what} took more than ${ms} ms`),
    );
    try {
      limit.signal.throwIfAborted();
      return await work(limit.signal);
    } finally {
      limit.done();
    }
  }

  async function connect(signal: AbortSignal): Promise<MeiConnection> {
    const before = leaving;
    if (before)
      await limited(timing.connect, signal, "closing the connection before", (s) =>
        orAbandon(before, () => {}, { signal: s }),
      );
    const busy = [...timing.busy];
    const gone = [...timing.gone];
    for (;;) {
      try {
        return await limited(timing.connect, signal, "connecting", (s) => driver.connect(client, { signal: s }));
      } catch (error) {
        const code = error instanceof MeiError ? error.code : undefined;
        const wait = code === "ME_BUSY" ? busy.shift() : code === "ME_GONE" ? gone.shift() : undefined;
        if (wait === undefined) throw error;
        const either = linked([signal, closing.signal]);
        try {
          await sleep(clock, wait, { signal: either.signal });
        } finally {
          either.done();
        }
      }
    }
  }

  /** Runs one piece of work on the connection. Whatever goes wrong, the connection is not used again: its next message could be a late reply. */
  const use = <T>(signal: AbortSignal, work: (connection: MeiConnection) => Promise<T>): Promise<T> =>
    locked(async () => {
      stopIdle();
      try {
        connection ??= await connect(signal);
        const result = await work(connection);
        restUnlessUsed();
        return result;
      } catch (error) {
        if (error instanceof StatusError) restUnlessUsed();
        else drop();
        throw error;
      }
    });
  function restUnlessUsed(): void {
    stopIdle = clock.after(timing.idle, drop, { background: true });
  }

  const once = <T>(request: Buffer, signal: AbortSignal, read: (reply: Buffer) => T): Promise<T> =>
    use(signal, (on) =>
      limited(timing.reply, signal, "the reply", async (s) => {
        await on.send(request, { signal: s });
        const reply = await on.receive({ signal: s });
        if (reply.length === 0) throw new MeiError("ME_EMPTY", `${client.title}: the ME sent an empty reply`);
        return read(reply);
      }),
    );

  return {
    client,
    async exchange(request, { signal, repeatable, read }) {
      try {
        return await once(request, signal, read);
      } catch (error) {
        if (!(repeatable && error instanceof MeiError && error.code === "ME_GONE")) throw error;
        return await once(request, signal, read);
      }
    },
    post: (message, { signal }) =>
      use(signal, (on) => limited(timing.reply, signal, "sending", (s) => on.send(message, { signal: s }))),
    limits: ({ signal }) => use(signal, async ({ maxMessage, version, virtual }) => ({ maxMessage, version, virtual })),
    async close() {
      closing.abort(new MeiError("ME_CLOSED", `${client.title}: session closed`));
      await locked(async () => drop());
      await leaving;
    },
  };
}
