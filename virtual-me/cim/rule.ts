import type { realms } from "../accounts.ts";
import type { World } from "../world.ts";
import type { AlertKind } from "./alert.ts";
import type { Journal } from "./journal.ts";
import type { Store } from "./store.ts";
import type { Properties } from "./value.ts";

export type Realm = (typeof realms)[keyof typeof realms];

/** One AMT as its web services see it: everything a rule may read or change. */
export interface Managed {
  readonly world: World;
  readonly store: Store;
  /** Event log and audit log. */
  readonly journal: Journal;
  /** AMT's own clock, which its owner may have set apart from the world's. */
  now(): Date;
  setTime(now: Date): void;
  /** Something that happens later, unless the ME resets or loses its owner before. */
  later(ms: number, what: () => void): () => void;
  /** Tells the host, and whoever subscribed. */
  alert(kind: AlertKind): void;
}

export interface Caller {
  readonly name: string;
  readonly realms: readonly number[];
}
export interface Call {
  readonly user: Caller;
  /** From the host through LME, or from the network. */
  readonly over: "local" | "network";
  readonly tls: boolean;
}

/** Takes what the client sent, in text; gives the parameters of `Method_OUTPUT` in their order. Faults are thrown. */
export type Method = (call: Call, input: Properties, on: Properties) => Properties;

/** What AMT does with one class beyond keeping its instances. Whatever is missing is not supported (ActionNotSupported). */
export interface ClassRule {
  /** Instead of what the store has. */
  readonly instances?: () => readonly Properties[];
  /** What the world says now, over what the store has. `undefined` takes a property away. */
  readonly live?: (stored: Properties) => Properties;
  /** What a client reads over that: for what is another one at each reading. Not called to find an instance. */
  readonly shown?: (stored: Properties) => Properties;
  /** Gives what is kept. `wanted` is whole: what the client left out is as it was. `given` is what the client did send. */
  readonly put?: (call: Call, wanted: Properties, before: Properties, given: Properties) => Properties;
  readonly create?: (call: Call, given: Properties) => Properties;
  readonly remove?: (call: Call, before: Properties) => void;
  readonly methods?: Readonly<Record<string, Method>>;
  /** Who may; without it whoever may see general information, and administrators. */
  readonly read?: readonly Realm[];
  readonly write?: readonly Realm[];
  /** Single methods that others may call too. */
  readonly callers?: Readonly<Record<string, readonly Realm[]>>;
}
export type Rules = Readonly<Record<string, ClassRule>>;

export const returns = (value: number): Properties => ({ ReturnValue: value });
export const success = returns(0);

/** Keeps the named properties as they are wanted, and every other one as it was: AMT takes whole objects back and ignores the rest. */
export const settable =
  (...names: readonly string[]): NonNullable<ClassRule["put"]> =>
  (_call, wanted, before) => ({
    ...before,
    ...Object.fromEntries(names.filter((name) => wanted[name] !== undefined).map((name) => [name, wanted[name]])),
  });
