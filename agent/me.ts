import type { MeiClient } from "../mei/clients.ts";
import { MeiError } from "../mei/errors.ts";
import type { DeviceFacts, MeiDriver } from "../mei/port.ts";
import { type MeiSession, openSession, type SessionTiming, usualTiming } from "../mei/session.ts";
import type { Clock } from "../platform/clock.ts";

/** One ME and the sessions to its clients, each opened when first asked for. */
export interface Me {
  readonly driver: string;
  describe(options: { signal: AbortSignal }): Promise<DeviceFacts>;
  session(client: MeiClient): MeiSession;
  /**
   * Before the machine sleeps: refuses what is asked from now on (ME_GONE), gives what is under way `limit` ms to end and then as long
   * to be closed. Never rejects; afterwards nothing is open unless the ME hangs.
   */
  rest(options: { limit: number }): Promise<void>;
  /** Takes questions again. */
  wake(): void;
  close(): Promise<void>;
}

export function openMe(
  driver: MeiDriver,
  { clock, timing = usualTiming }: { clock: Clock; timing?: SessionTiming },
): Me {
  const sessions = new Map<string, MeiSession>();
  const underWay = new Set<Promise<unknown>>();
  let refused: (() => MeiError) | undefined;

  const sessionTo = (client: MeiClient): MeiSession => {
    const known = sessions.get(client.name);
    if (known) return known;
    const made = openSession(driver, client, { clock, timing });
    sessions.set(client.name, made);
    return made;
  };
  async function ask<T>(client: MeiClient, question: (session: MeiSession) => Promise<T>): Promise<T> {
    if (refused) throw refused();
    const asked = question(sessionTo(client));
    underWay.add(asked);
    try {
      return await asked;
    } finally {
      underWay.delete(asked);
    }
  }
  async function closeSessions(): Promise<void> {
    const open = [...sessions.values()];
    sessions.clear();
    await Promise.all(open.map((session) => session.close()));
  }
  const within = (ms: number, work: Promise<unknown>): Promise<void> =>
    new Promise((resolve) => {
      const stop = clock.after(ms, resolve, { background: true });
      const done = (): void => {
        stop();
        resolve();
      };
      work.then(done, done);
    });

  return {
    driver: driver.name,
    describe: (options) => driver.describe(options),
    // A session that is closed stays closed: each question finds the one of the moment
    session: (client) => ({
      client,
      exchange: (request, options) => ask(client, (session) => session.exchange(request, options)),
      post: (message, options) => ask(client, (session) => session.post(message, options)),
      limits: (options) => ask(client, (session) => session.limits(options)),
      close: async () => sessions.get(client.name)?.close(),
    }),
    async rest({ limit }) {
      refused = () => new MeiError("ME_GONE", "the computer is about to sleep; ask again when it is awake");
      await within(limit, Promise.allSettled([...underWay]));
      await within(limit, closeSessions());
    },
    wake() {
      refused = undefined;
    },
    async close() {
      refused = () => new MeiError("ME_CLOSED", "the connection to the ME was closed");
      await closeSessions();
      await driver.close();
    },
  };
}
