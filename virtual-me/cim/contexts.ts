import type { Clock } from "../../platform/clock.ts";
import { CimFault } from "./fault.ts";

/** How many enumerations AMT keeps at once, and for how long after the last pull; both guessed. */
export const contextLimit = 16;
export const contextLife = 60_000;

/** What is left of an enumeration. */
export interface Contexts<T> {
  /** Throws QuotaLimit when there are too many. */
  open(rest: readonly T[]): string;
  /** Throws InvalidEnumerationContext. */
  rest(id: string): readonly T[];
  /** Keeps what is left; nothing left ends it. */
  keep(id: string, rest: readonly T[]): void;
  release(id: string): void;
  readonly size: number;
  close(): void;
}

export function createContexts<T>(clock: Clock): Contexts<T> {
  let counter = 0x16;
  const open = new Map<string, { rest: readonly T[]; stop: () => void }>();
  const release = (id: string): void => {
    open.get(id)?.stop();
    open.delete(id);
  };
  const hold = (id: string, rest: readonly T[]): void => {
    open.get(id)?.stop();
    open.set(id, { rest, stop: clock.after(contextLife, () => void open.delete(id), { background: true }) });
  };
  return {
    open(rest) {
      if (open.size >= contextLimit) throw new CimFault("QuotaLimit");
      const number = Buffer.alloc(4);
      number.writeUInt32LE(counter++ >>> 0);
      // A counter, least byte first, in the form of a UUID: 17000000-0000-… (rpc.md 4.2)
      const id = `${number.toString("hex").toUpperCase()}-0000-0000-0000-000000000000`;
      hold(id, rest);
      return id;
    },
    rest(id) {
      const found = open.get(id);
      if (!found) throw new CimFault("InvalidEnumerationContext");
      return found.rest;
    },
    keep: (id, rest) => (rest.length === 0 ? release(id) : hold(id, rest)),
    release,
    get size() {
      return open.size;
    },
    close() {
      for (const id of [...open.keys()]) release(id);
    },
  };
}
