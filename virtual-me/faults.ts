/** What can go wrong with an ME, declared: tests and demonstrations ask for it, by client and by number of times. */
export const faultKinds = {
  busy: "connecting is refused as if another program held the client",
  reset: "the request is taken, then the ME resets: within the reply, where it travels in parts, else before it",
  resetIdle: "the ME answers, then resets while nothing is asked of it",
  short: "the reply is cut",
  late: "the reply comes after a minute",
  empty: "a message of zero length instead of the reply",
  hang: "no reply ever; the ME lives on",
  stale: "the reply to the request before is sent again, then the right one",
} as const;
export type FaultKind = keyof typeof faultKinds;

export interface Fault {
  /** Name of the ME client, as in `mei/clients.ts`. */
  readonly client: string;
  readonly kind: FaultKind;
  /** How often; once when not given. */
  readonly times?: number;
  /** `late`: ms. A minute when not given. */
  readonly ms?: number;
  /** `short`: bytes that are left of the reply. Half of it when not given. */
  readonly keep?: number;
  /** `busy`: who is said to hold the client. */
  readonly holder?: string;
  /** Called each time it happens. */
  readonly onTaken?: () => void;
}

export interface Faults {
  add(fault: Fault): void;
  /** The next fault for a connection attempt, or for a request; each counts once. */
  take(client: string, when: "connect" | "request"): Fault | undefined;
  clear(): void;
  /** How many are still waiting to happen. */
  readonly left: number;
}

export function faults(given: readonly Fault[] = []): Faults {
  const waiting: { fault: Fault; times: number }[] = [];
  const add = (fault: Fault): void => void waiting.push({ fault, times: fault.times ?? 1 });
  for (const fault of given) add(fault);
  return {
    add,
    take(client, when) {
      const index = waiting.findIndex(
        ({ fault }) => fault.client === client && (fault.kind === "busy") === (when === "connect"),
      );
      const found = waiting[index];
      if (!found) return undefined;
      found.times -= 1;
      if (found.times <= 0) waiting.splice(index, 1);
      found.fault.onTaken?.();
      return found.fault;
    },
    clear: () => void waiting.splice(0),
    get left() {
      return waiting.reduce((sum, { times }) => sum + times, 0);
    },
  };
}
