import type { MeiClient } from "../mei/clients.ts";
import type { DeviceFacts, MeiDriver } from "../mei/port.ts";
import { type MeiSession, openSession, type SessionTiming, usualTiming } from "../mei/session.ts";
import type { Clock } from "../platform/clock.ts";

/** One ME and the sessions to its clients, each opened when first asked for. */
export interface Me {
  readonly driver: string;
  describe(options: { signal: AbortSignal }): Promise<DeviceFacts>;
  session(client: MeiClient): MeiSession;
  close(): Promise<void>;
}

export function openMe(
  driver: MeiDriver,
  { clock, timing = usualTiming }: { clock: Clock; timing?: SessionTiming },
): Me {
  const sessions = new Map<string, MeiSession>();
  return {
    driver: driver.name,
    describe: (options) => driver.describe(options),
    session(client) {
      const known = sessions.get(client.name);
      if (known) return known;
      const made = openSession(driver, client, { clock, timing });
      sessions.set(client.name, made);
      return made;
    },
    async close() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      await driver.close();
    },
  };
}
