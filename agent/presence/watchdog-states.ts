/** States of a watchdog, as bits: those of an action can be or-ed, and 31 is any (presence-posture.md 1.5). */
export const watchdogStates = { notStarted: 1, stopped: 2, running: 4, expired: 8, suspended: 16, any: 31 } as const;
export type WatchdogState = keyof typeof watchdogStates;

export const isWatchdogState = (name: string): name is WatchdogState => Object.hasOwn(watchdogStates, name);

/** The bits of all these. */
export const maskOf = (names: readonly WatchdogState[]): number =>
  names.reduce((sum, name) => sum | watchdogStates[name], 0);

/** What AMT gave back: one state by its name, or-ed ones as a number. 255 is any too. */
export function maskFrom(given: string | number | undefined): number {
  if (typeof given === "number") return given & watchdogStates.any;
  return given !== undefined && isWatchdogState(given) ? watchdogStates[given] : 0;
}

/** The other way, for people: `any`, or the names of its bits. */
export function statesIn(mask: number): readonly WatchdogState[] {
  if ((mask & watchdogStates.any) === watchdogStates.any) return ["any"];
  const names = Object.keys(watchdogStates).filter(isWatchdogState);
  return names.filter((name) => name !== "any" && (mask & watchdogStates[name]) !== 0);
}
