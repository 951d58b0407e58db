/** ms after the first failure, and at most: a server that comes back after a week is noticed within ten minutes. */
const FIRST = 5_000;
const LONGEST = 600_000;

/** ms to the next attempt after so many that failed: doubled each time, between half of that and all of it, so that a fleet does not come at once. */
export function backoff(attempts: number, random: () => number): number {
  const whole = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * random());
}
