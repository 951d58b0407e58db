/**
 * How long something took, in two units at most.
 * @param seconds 0 or more
 * @param units what the language writes for hours, minutes and seconds
 */
export const span = (seconds: number, units: { h: string; min: string; s: string }): string => {
  if (seconds < 60) return `${seconds} ${units.s}`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} ${units.min}`
    : `${Math.floor(minutes / 60)} ${units.h} ${minutes % 60} ${units.min}`;
};
