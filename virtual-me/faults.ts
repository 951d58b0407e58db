/** What can go wrong with an ME, declared: tests and demonstrations ask for it, by client and by number of times. */
export const faultKinds = {
  busy: "connecting is refused as if another program held the client",
  resetBefore: "the ME resets before it does what it is asked",
  reset: "the request is taken, then the ME resets: within the reply, where it travels in parts, else before it",
  resetIdle: "the ME answers, then resets while nothing is asked of it",
  short: "the reply is cut",
  late: "the reply comes after a minute",
  empty: "a message of zero length instead of the reply",
  hang: "no reply ever; the ME lives on",
  lost: "it is done, and the reply lost: over HTTP the connection ends instead",
  stale: "the reply to the request before is sent again, then the right one",
} as const;
export type FaultKind = keyof typeof faultKinds;

/** What can go wrong with AMT's web server, which is the client `web`. */
export const webFaults: readonly FaultKind[] = ["resetBefore", "reset", "resetIdle", "late", "hang", "lost"];

export interface Fault {
  /** Name of the ME client, as in `mei/clients.ts`, or `web`: a request to `/wsman`. */
  readonly client: string;
  readonly kind: FaultKind;
  /** Only this request: a command's name, of `web` `IPS_HostBasedSetupService.AdminSetup`, `AMT_GeneralSettings.Get` or `login`. */
  readonly at?: string;
  /** So many of them pass before. */
  readonly skip?: number;
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
  /** The next fault for a connection attempt, or for a request of this name; each counts once. */
  take(client: string, when: "connect" | "request", name?: string): Fault | undefined;
  clear(): void;
  /** How many are still waiting to happen. */
  readonly left: number;
}

export function faults(given: readonly Fault[] = []): Faults {
  const waiting: { fault: Fault; times: number; skip: number }[] = [];
  const add = (fault: Fault): void => void waiting.push({ fault, times: fault.times ?? 1, skip: fault.skip ?? 0 });
  for (const fault of given) add(fault);
  return {
    add,
    take(client, when, name) {
      const meant = waiting.filter(
        ({ fault }) =>
          fault.client === client &&
          (fault.kind === "busy") === (when === "connect") &&
          (fault.at === undefined || fault.at === name),
      );
      const found = meant.find(({ skip }) => skip <= 0);
      for (const one of meant) if (one !== found) one.skip -= 1;
      if (!found) return undefined;
      found.times -= 1;
      if (found.times <= 0) waiting.splice(waiting.indexOf(found), 1);
      found.fault.onTaken?.();
      return found.fault;
    },
    clear: () => void waiting.splice(0),
    get left() {
      return waiting.reduce((sum, { times }) => sum + times, 0);
    },
  };
}
