import type { AnyCommand, Command } from "../../mei/command.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { type MeiSession, openSession, type SessionTiming, usualTiming } from "../../mei/session.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { Fault } from "../../virtual-me/faults.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { smallest } from "./smallest.ts";
import { type SteppedClock, steppedClock } from "./stepped-clock.ts";

export const never = new AbortController().signal;

export interface Running {
  readonly me: VirtualMe;
  readonly clock: SteppedClock;
  readonly driver: MeiDriver;
  /** Sends one command over the session of its client, opened at the first. */
  call<Q, P>(command: Command<Q, P>, ...request: object extends Q ? [Q?] : [Q]): Promise<P>;
  close(): Promise<void>;
}

/** A machine in this process, in stepped time, with a session for each client. */
export async function running(
  name: string,
  { faults = [], timing = usualTiming }: { faults?: readonly Fault[]; timing?: SessionTiming } = {},
): Promise<Running> {
  const clock = steppedClock();
  const me = await createVirtualMe(name, { clock, faults });
  const driver = virtualDriver(me);
  const sessions = new Map<string, MeiSession>();
  const sessionOf = ({ client }: AnyCommand): MeiSession => {
    const session = sessions.get(client.name) ?? openSession(driver, client, { clock, timing });
    sessions.set(client.name, session);
    return session;
  };
  return {
    me,
    clock,
    driver,
    call: (command, ...[request]) => command.call(sessionOf(command), (request ?? {}) as never, { signal: never }),
    async close() {
      await Promise.all([...sessions.values()].map((session) => session.close()));
      await driver.close();
      me.close();
    },
  };
}

/** A request that the command takes and that makes sense to firmware: where all zero would not, what does. */
export function sensible(command: AnyCommand): object {
  return { ...(smallest(command.requestShape) as object), ...meant[command.name] };
}
const meant: Readonly<Record<string, object>> = {
  getFeaturesState: { feature: "redirection" },
  getAmtState: { id: Buffer.from("00000000000000000000000000000001", "hex") },
  startConfigurationHostBased: { serverHashAlgorithm: "sha256" },
  startWatchdog: { timeout: 120 },
  getImageVersion: { partition: "PMCP" },
  mchiReadFileEx: { file: 0x4000_2300, size: 64 },
  setHostFqdn: { fqdn: "host.example.com" },
};
