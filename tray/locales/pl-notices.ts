import type { Words } from "./en.ts";
import { plural } from "./plural.ts";
import { span } from "./span.ts";

const of = plural("pl");
const units = { h: "godz.", min: "min", s: "s" };

/** What notifications say besides the event itself, in Polish. */
export const plNotices: Words["messages"] = {
  "notice.lasted": ({ kind, seconds }) =>
    `Sesja zdalna (${kind}) dobiegła końca. Czas trwania: ${span(seconds, units)}.`,
  "notice.over": ({ kind }) => `Sesja zdalna (${kind}) dobiegła końca; nie wiadomo, od kiedy trwała.`,
  "notice.still-open": ({ kind }) => `Sesja zdalna jest otwarta (${kind}).`,
  "notice.away": ({ count, sessions }) => {
    if (sessions === 0)
      return of(count, {
        one: "Gdy nikogo tu nie było, AMT zrobiło jedną rzecz wartą uwagi.",
        few: `Gdy nikogo tu nie było, AMT zrobiło ${count} rzeczy warte uwagi.`,
        other: `Gdy nikogo tu nie było, AMT zrobiło ${count} rzeczy wartych uwagi.`,
      });
    return of(sessions, {
      one: `Gdy nikogo tu nie było, odbyła się jedna sesja zdalna (liczba wszystkich zdarzeń: ${count}).`,
      few: `Gdy nikogo tu nie było, odbyły się ${sessions} sesje zdalne (liczba wszystkich zdarzeń: ${count}).`,
      other: `Gdy nikogo tu nie było, odbyło się ${sessions} sesji zdalnych (liczba wszystkich zdarzeń: ${count}).`,
    });
  },
  "notice.not-done": ({ why }) => `Nie udało się tego zrobić. ${why}`,
  "notice.nothing-to-end": () => "Nie było już czego kończyć.",
  "notice.help-asked": () => "Poproszono o pomoc: AMT łączy się z serwerem ustawionym przez jego administratora.",
  "notice.support-copied": () =>
    "Informacje dla pomocy technicznej są w schowku. Nie zawierają hasła ani numeru seryjnego.",
  "notice.support-saved": ({ path }) =>
    `Informacje dla pomocy technicznej są w ${path}, ponieważ brak tu programu obsługującego schowek (wl-copy, xclip lub xsel). Nie zawierają hasła ani numeru seryjnego.`,
  "notice.starts-at-login": () => "Ikona pojawi się po następnym zalogowaniu.",
  "notice.starts-no-more": () =>
    "Ikona nie pojawi się po następnym zalogowaniu. Aby uruchomić ją ręcznie: amt-agent tray",
  "notice.button.end": () => "Zakończ",
  "notice.button.cancel-consent": () => "Odmów",
  "notice.button.cancel-reset": () => "Nie pozwól zrestartować komputera",
  "notice.button.cancel-power": () => "Odwołaj",
  "notice.button.hang-up": () => "Rozłącz",
  "notice.button.details": () => "Szczegóły",
  "notice.button.who-can-reach": () => "Kto ma dostęp do tego komputera?",
};
