import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import type { Endpoint, Origin } from "../../mei/apf/endpoint.ts";
import { ApfError } from "../../mei/apf/errors.ts";
import type { Clock } from "../../platform/clock.ts";

/** Channels that AMT has, for everybody and in both directions (rpc.md 4.3). It refuses when it has fewer. */
const SLOTS = 8;
/** Kept free of guests for ourselves and for one alert; of ourselves, for the alert. */
const SPARE = { guest: 2, own: 1 } as const;
/** What CHANNEL_OPEN_FAILURE says when all are in use (lms.md 1.3). */
const SHORTAGE = 4;
/** ms after a refusal until the next attempt, if no channel gets free before. */
const RETRY = 1_000;
/** ms after which a limit that was learned is forgotten: slots that were stuck are free again after a reset. */
const RELEARN = 30_000;

interface Waiter {
  readonly port: number;
  readonly from: Origin | undefined;
  readonly signal: AbortSignal;
  readonly done: (channel: ChannelStream) => void;
  readonly failed: (error: Error) => void;
}

/** Who may use AMT's few channels, and when. Openings wait while there is no session, through resets too. */
export interface Slots {
  /** For ourselves: before everybody else. Rejects APF_REFUSED, or the signal's reason. */
  own(port: number, options: { signal: AbortSignal }): Promise<ChannelStream>;
  /** For somebody else's connection; users get their turns one after the other, however many connections each has. */
  guest(
    port: number,
    options: { readonly user: string; readonly from: Origin; readonly signal: AbortSignal },
  ): Promise<ChannelStream>;
  /** The session, its ports or its channels have changed. */
  look(): void;
  /** Openings that wait. */
  readonly waiting: number;
  /** Others wait for a channel. */
  readonly crowded: boolean;
}

export function slots({
  clock,
  session,
}: {
  readonly clock: Clock;
  readonly session: () => Pick<Endpoint, "openChannel" | "channels" | "forwards"> | undefined;
}): Slots {
  const owns: Waiter[] = [];
  /** By user, the one whose turn is next first. */
  const guests = new Map<string, Waiter[]>();
  let limit = SLOTS;
  let pausing = false;
  let stopRetry = (): void => {};
  let stopRelearn = (): void => {};

  function pick(list: Waiter[], ports: ReadonlySet<number>): Waiter | undefined {
    const index = list.findIndex(({ port }) => ports.has(port));
    return index === -1 ? undefined : list.splice(index, 1)[0];
  }
  function nextGuest(ports: ReadonlySet<number>): [user: string, waiter: Waiter] | undefined {
    for (const [user, list] of guests) {
      const waiter = pick(list, ports);
      if (!waiter) continue;
      guests.delete(user);
      if (list.length > 0) guests.set(user, list);
      return [user, waiter];
    }
    return undefined;
  }
  function pump(): void {
    for (;;) {
      const endpoint = session();
      if (!endpoint || pausing) return;
      const { channels } = endpoint;
      const ports = new Set(endpoint.forwards.map(({ port }) => port));
      const roomFor = (kind: keyof typeof SPARE): boolean => channels < Math.max(1, limit - SPARE[kind]);
      const own = roomFor("own") ? pick(owns, ports) : undefined;
      if (own) {
        void open(endpoint, own, () => owns.unshift(own));
        continue;
      }
      const guest = roomFor("guest") ? nextGuest(ports) : undefined;
      if (!guest) return;
      const [user, waiter] = guest;
      void open(endpoint, waiter, () => guests.set(user, [waiter, ...(guests.get(user) ?? [])]));
    }
  }
  async function open(endpoint: Pick<Endpoint, "openChannel" | "channels">, waiter: Waiter, again: () => void) {
    const { port, from, signal } = waiter;
    try {
      const channel = await endpoint.openChannel(port, { signal, ...(from && { from }) });
      if (signal.aborted)
        channel.destroy(); // its waiter has been told so
      else waiter.done(channel);
    } catch (error) {
      const refused = error instanceof ApfError && error.code === "APF_REFUSED";
      if (signal.aborted || (refused && error.reason !== SHORTAGE)) return waiter.failed(error as Error);
      // Nothing was sent on it: neither a full house nor the end of the session, whose successor says so, is the end of the wait
      again();
      if (refused) learn(endpoint.channels);
    }
  }
  function learn(inUse: number): void {
    limit = Math.max(1, Math.min(limit, inUse));
    pausing = true;
    stopRetry();
    stopRelearn();
    stopRetry = clock.after(RETRY, look, { background: true });
    const relearn = (): void => {
      limit = SLOTS;
      look();
    };
    stopRelearn = clock.after(RELEARN, relearn, { background: true });
  }
  function look(): void {
    pausing = false;
    stopRetry();
    pump();
  }

  function wait(
    port: number,
    list: (waiter: Waiter) => Waiter[],
    { from, signal }: { from?: Origin; signal: AbortSignal },
  ): Promise<ChannelStream> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const over = (): void => signal.removeEventListener("abort", onAbort);
      const waiter: Waiter = {
        port,
        from,
        signal,
        done(channel) {
          over();
          resolve(channel);
        },
        failed(error) {
          over();
          reject(error);
        },
      };
      /** Whether it waits still, or its opening is under way and settles by itself. */
      const onAbort = (): void => {
        for (const one of [owns, ...guests.values()]) {
          const index = one.indexOf(waiter);
          if (index !== -1) one.splice(index, 1);
        }
        for (const [user, one] of [...guests]) if (one.length === 0) guests.delete(user);
        waiter.failed(signal.reason);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      list(waiter).push(waiter);
      pump();
    });
  }
  const waitingGuests = (): number => [...guests.values()].reduce((sum, list) => sum + list.length, 0);

  return {
    own: (port, { signal }) => wait(port, () => owns, { signal }),
    guest(port, { user, from, signal }) {
      const list = (): Waiter[] => {
        const mine = guests.get(user) ?? [];
        guests.set(user, mine);
        return mine;
      };
      return wait(port, list, { from, signal });
    },
    look,
    get waiting() {
      return owns.length + waitingGuests();
    },
    get crowded() {
      return owns.length > 0 || waitingGuests() > 0;
    },
  };
}
