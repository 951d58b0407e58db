import type { Clock } from "./clock.ts";
import type { Host } from "./paths.ts";

export interface ConsoleOptions {
  readonly host: Pick<Host, "platform" | "uid" | "env">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told why the question could not be answered; the answer is then no. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Does this user have the active local session, the one that this machine's own screen shows? No wherever that cannot be known: without
 * logind, and on every system but Linux. Rejects only with the signal's reason.
 */
export async function isAtConsole(uid: number, options: ConsoleOptions): Promise<boolean> {
  if (options.host.platform !== "linux") return false;
  try {
    const { hasActiveSession } = await import("./linux-console.ts");
    return await hasActiveSession(uid, options);
  } catch (error) {
    options.signal.throwIfAborted();
    options.onTrouble(error);
    return false;
  }
}
