import { text } from "./phrase.ts";

const span = (seconds: number): string => {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** What notifications say besides the event itself. Part of texts.ts. */
export const noticeTexts = {
  "notice.lasted": text<{ kind: string; seconds: number }>(
    ({ kind, seconds }) => `The remote session (${kind}) is over. It lasted ${span(seconds)}.`,
  ),
  "notice.over": text<{ kind: string }>(
    ({ kind }) => `The remote session (${kind}) is over; since when it ran is not known.`,
  ),
  "notice.still-open": text<{ kind: string }>(({ kind }) => `A remote session is open (${kind}).`),
  "notice.away": text<{ count: number; sessions: number }>(({ count, sessions }) =>
    sessions === 0
      ? `While nobody was here, AMT did ${count} things worth knowing.`
      : `While nobody was here, there were ${sessions} remote sessions among ${count} things worth knowing.`,
  ),
  "notice.not-done": text<{ why: string }>(({ why }) => `That could not be done. ${why}`),
  "notice.button.end": text(() => "End it"),
  "notice.button.cancel-consent": text(() => "Refuse"),
  "notice.button.cancel-reset": text(() => "Keep this PC from being reset"),
  "notice.button.cancel-power": text(() => "Call it off"),
  "notice.button.hang-up": text(() => "Hang up"),
  "notice.button.details": text(() => "Details"),
  "notice.button.who-can-reach": text(() => "Who can reach this PC?"),
} as const;
