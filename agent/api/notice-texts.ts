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
  "notice.nothing-to-end": text(() => "There was nothing to end any more."),
  "notice.help-asked": text(() => "Help was asked for: AMT connects to the server that its administrator has set up."),
  "notice.support-copied": text(
    () => "The information for support is in the clipboard. It holds no password and no serial number.",
  ),
  "notice.support-saved": text<{ path: string }>(
    ({ path }) =>
      `The information for support is in ${path}, as no program for the clipboard is here (wl-copy, xclip or xsel). It holds no password and no serial number.`,
  ),
  "notice.starts-at-login": text(() => "The icon will be there after the next login."),
  "notice.starts-no-more": text(
    () => "The icon will not be there after the next login. To start it by hand: amt-agent tray",
  ),
  "notice.button.end": text(() => "End it"),
  "notice.button.cancel-consent": text(() => "Refuse"),
  "notice.button.cancel-reset": text(() => "Keep this PC from being reset"),
  "notice.button.cancel-power": text(() => "Call it off"),
  "notice.button.hang-up": text(() => "Hang up"),
  "notice.button.details": text(() => "Details"),
  "notice.button.who-can-reach": text(() => "Who can reach this PC?"),
} as const;
