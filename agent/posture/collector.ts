import type { Wsman } from "../../mei/wsman/client.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Info } from "../api/info.ts";
import type { CountedTransitions } from "../presence/transitions.ts";
import type { Finding } from "./check.ts";
import type { HostView } from "./host-view.ts";
import type { Reads } from "./shared-reads.ts";

/** The ME as its driver shows it, without asking it anything. */
export interface Device {
  readonly virtual: boolean;
  /** Of the virtual machine. */
  readonly name: string | null;
  readonly source: string;
  /** HFSTS1 onwards; none where the driver does not show them. */
  readonly words: readonly number[];
  readonly version: string | null;
}

/** What collectors look at. The ME is asked once for all of them; so is AMT's web server, with one connection. */
export interface Sources {
  readonly host: HostView;
  /** Rejects where there is no driver, or it may not be opened. */
  readonly device: () => Promise<Device>;
  /** What the firmware says of itself, AMT aside. */
  readonly firmware: () => Promise<Pick<Info, "firmware" | "unknown">>;
  /** Everything the ME says without a password. Rejects as readInfo does. */
  readonly info: () => Promise<Info>;
  /** AMT's web services, logged in. Rejects where nobody can log in, or AMT is not set up. */
  readonly wsman: () => Promise<Wsman>;
  /** What AMT said of the programs it watches; undefined: nobody listened (a command without the service). */
  readonly transitions?: CountedTransitions | undefined;
  readonly clock: Clock;
}

export interface At extends Omit<Sources, "wsman"> {
  readonly wsman: () => Promise<Reads>;
  /** Ends with this collector's time, or with the whole. */
  readonly signal: AbortSignal;
}

/** Answers certain checks, by looking: nothing it does changes anything, in the ME or on the machine. */
export interface Collector {
  readonly name: string;
  /** Those it answers; each is in the report, whatever happens. */
  readonly ids: readonly string[];
  /** ms until its checks are `unknown`. */
  readonly timeout: number;
  readonly collect: (at: At) => Promise<readonly Finding[]>;
}

/** ms. Files and programs of this machine. */
export const HOST_TIME = 1_500;
/** ms. The ME answers some sixty questions; a real one takes a while for each. */
export const ME_TIME = 20_000;
