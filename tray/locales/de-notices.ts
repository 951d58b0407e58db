import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("de");

const units = { h: "h", min: "min", s: "s" };

/** What notifications say besides the event itself, in German. */
export const deNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) =>
    `Die Sitzung aus der Ferne (${kind}) ist vorbei. Sie dauerte ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `Die Sitzung aus der Ferne (${kind}) ist vorbei; seit wann sie lief, ist nicht bekannt.`,
  "notice.still-open": ({ kind }) => `Eine Sitzung aus der Ferne ist offen (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    const things = of(count, { one: "eine wissenswerte Sache", other: `${count} wissenswerte Dinge` });
    if (sessions === 0) return `Während niemand hier war, tat AMT ${things}.`;
    return of(sessions, {
      one: `Während niemand hier war, gab es eine Sitzung aus der Ferne (unter ${count} Ereignissen).`,
      other: `Während niemand hier war, gab es ${sessions} Sitzungen aus der Ferne (unter ${count} Ereignissen).`,
    });
  },
  "notice.not-done": ({ why }) => `Das ging nicht. ${why}`,
  "notice.nothing-to-end": () => "Es gab nichts mehr zu beenden.",
  "notice.help-asked": () =>
    "Um Hilfe wurde gebeten: AMT verbindet sich mit dem Server, den sein Administrator eingerichtet hat.",
  "notice.support-copied": () =>
    "Die Angaben für den Support sind in der Zwischenablage. Sie enthalten kein Passwort und keine Seriennummer.",
  "notice.support-saved": ({ path }) =>
    `Die Angaben für den Support stehen in ${path}, denn hier gibt es kein Programm für die Zwischenablage (wl-copy, xclip oder xsel). Sie enthalten kein Passwort und keine Seriennummer.`,
  "notice.starts-at-login": () => "Das Symbol wird nach der nächsten Anmeldung da sein.",
  "notice.starts-no-more": () =>
    "Das Symbol wird nach der nächsten Anmeldung nicht da sein. Von Hand starten: amt-agent tray",
  "notice.button.end": () => "Beenden",
  "notice.button.cancel-consent": () => "Ablehnen",
  "notice.button.cancel-reset": () => "Neustart dieses PCs verhindern",
  "notice.button.cancel-power": () => "Absagen",
  "notice.button.hang-up": () => "Auflegen",
  "notice.button.details": () => "Einzelheiten",
  "notice.button.who-can-reach": () => "Wer kann diesen PC erreichen?",
};
