import type { Wsman } from "../../../mei/wsman/client.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { Secret } from "../../../platform/secret.ts";
import type { SubjectName, Wanted } from "../../api/wanted.ts";
import type { Plain } from "../../wsman/plain.ts";

/** Whom the requests log in as. A new password counts from the next request on. */
export interface AdminLogin {
  readonly user: string;
  readonly password: Secret;
  renew(password: Secret): void;
}

/** What a subject works with: one session with this machine's AMT. */
export interface Reach {
  readonly wsman: Wsman;
  /** One ME command by name, for what web services do not have. */
  readonly callMei: (command: string, input: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly login: AdminLogin;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** One thing that is different from what is wanted, and what makes it so. */
export interface Change<Act> {
  /** For people: `kvm`, `profile "Office"`. */
  readonly name: string;
  readonly before: Plain;
  readonly after: Plain;
  readonly act: Act;
}

/** One part of AMT's configuration. */
export interface Subject<N extends SubjectName, State, Act> {
  readonly name: N;
  /** For people. */
  readonly title: string;
  readonly read: (at: Reach) => Promise<State>;
  /** Pure. In the order in which they are carried out. Throws ConfigureError for what AMT would refuse. */
  readonly plan: (now: State, wanted: Wanted[N]) => readonly Change<Act>[];
  readonly carryOut: (at: Reach, act: Act, now: State) => Promise<void>;
  /** What it is, for people and JSON: no secrets. */
  readonly show: (now: State) => Plain;
  /** What has to be true of it afterwards, where that is less than what was to be done. */
  readonly expected?: (wanted: Wanted[N]) => Wanted[N];
  /** AMT never gives it back: what was sent is all that is known. */
  readonly blind?: boolean;
}
