import type { Managed } from "../rule.ts";

/** CurrentState (presence-posture.md 1.5). */
export const agentState = { notStarted: 1, stopped: 2, running: 4, expired: 8, suspended: 16 } as const;

/** One watched program: its state, its number, its timer. */
export interface Agent {
  readonly state: number;
  /** Gives the session's number, which every call after it exceeds by one. */
  register(random: number): number;
  /** Whether the number was the expected one. */
  beat(sequence: number): boolean;
  shutdown(sequence: number): boolean;
  /** Timers stand still while the machine sleeps; a start from off begins anew. */
  power(change: "sleep" | "wake" | "boot"): void;
  /** The ME was reset: numbers are void, and whoever was watched has as long as after a start to come back. */
  reset(): void;
  end(): void;
}

export function createAgent(
  me: Managed,
  { startup, timeout }: { readonly startup: number; readonly timeout: number },
  onChange: (before: number, after: number) => void,
): Agent {
  const { clock } = me.world;
  let state: number = agentState.notStarted;
  let sequence: number | undefined;
  let due = 0;
  /** When the timer that waits fires. */
  let looking = 0;
  let left: number | undefined;
  let asleep: number | undefined;
  let stopTimer: (() => void) | undefined;

  const stop = (): void => {
    stopTimer?.();
    stopTimer = undefined;
  };
  const enter = (next: number): void => {
    if (next === state) return;
    const before = state;
    state = next;
    onChange(before, next);
  };
  const arm = (ms: number): void => {
    const now = clock.monotonic();
    due = now + ms;
    // One that fires before looks again then: a heartbeat costs no timer
    if (stopTimer !== undefined && looking <= due) return;
    stop();
    // A timer cannot wait for 2^32 seconds; after as long as it can it looks again
    const wait = Math.min(ms, 2_000_000_000);
    looking = now + wait;
    stopTimer = me.later(wait, () => {
      stopTimer = undefined;
      const rest = due - clock.monotonic();
      if (rest > 0) return arm(rest);
      left = undefined;
      enter(agentState.expired);
    });
  };
  const next = (given: number): boolean => {
    if (sequence === undefined || given !== (sequence + 1) % 2 ** 32) return false;
    sequence = given;
    return true;
  };
  arm(startup * 1_000);
  return {
    get state() {
      return state;
    },
    register(random) {
      sequence = random >>> 0;
      arm(timeout * 1_000);
      enter(agentState.running);
      return sequence;
    },
    beat(given) {
      if (state !== agentState.running || !next(given)) return false;
      arm(timeout * 1_000);
      return true;
    },
    shutdown(given) {
      if (state !== agentState.running || !next(given)) return false;
      stop();
      sequence = undefined; // void from now on: the program registers again
      enter(agentState.stopped);
      return true;
    },
    power(change) {
      if (change === "sleep" && state !== agentState.suspended) {
        left = state === agentState.running || state === agentState.notStarted ? due - clock.monotonic() : undefined;
        stop();
        asleep = state;
        enter(agentState.suspended);
      } else if (change === "wake" && asleep !== undefined) {
        const before = asleep;
        asleep = undefined;
        enter(before);
        if (left !== undefined) arm(Math.max(left, 1));
      } else if (change === "boot") {
        asleep = undefined;
        sequence = undefined;
        enter(agentState.suspended); // while the system starts (presence-posture.md 1.5)
        enter(agentState.notStarted);
        arm(startup * 1_000);
      }
    },
    // Guessed, as the power states: what was counted in the ME's memory is gone, the watchdog itself is kept
    reset() {
      stopTimer = undefined; // cancelled with every timer of the world
      sequence = undefined;
      if (asleep !== undefined) {
        if (asleep === agentState.running) [asleep, left] = [agentState.notStarted, startup * 1_000];
      } else if (state === agentState.running || state === agentState.notStarted) {
        enter(agentState.notStarted);
        arm(startup * 1_000);
      }
    },
    end: () => stop(),
  };
}
