import type { Clock } from "../../platform/clock.ts";
import type { Host } from "../../platform/paths.ts";
import type { Flags } from "../settings-table.ts";
import type { Exit } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** What every command is given. Made once, in main.ts. */
export interface Context {
  readonly terminal: Terminal;
  readonly host: Host;
  readonly clock: Clock;
  readonly flags: Flags;
  /** `--json`: one JSON document on standard output, and nothing else there. */
  readonly json: boolean;
  /** Aborts at Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  readonly version: string;
}
export type Run = (context: Context) => Promise<Exit>;
