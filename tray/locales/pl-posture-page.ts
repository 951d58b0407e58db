import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("pl");

/** The window's page of the posture report, in Polish. */
export const plPosturePage: WindowWords["posture"] = {
  intro:
    "Jak bezpiecznie skonfigurowane są oprogramowanie układowe tego komputera, AMT i system. Wszystko jest tylko sprawdzane, nic nie jest zmieniane.",
  readAt: (when) => `Sprawdzono ${when}.`,
  reading: "Trwa odczyt. Pierwszy raport zajmuje do pół minuty\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "1 rzecz nie jest tu skonfigurowana bezpiecznie.",
        few: `${count} rzeczy nie są tu skonfigurowane bezpiecznie.`,
        other: `${count} rzeczy nie jest tu skonfigurowanych bezpiecznie.`,
      }),
    affected: (count) =>
      of(count, {
        one: "1 znana luka w oprogramowaniu układowym dotyczy tego komputera.",
        few: `${count} znane luki w oprogramowaniu układowym dotyczą tego komputera.`,
        other: `${count} znanych luk w oprogramowaniu układowym dotyczy tego komputera.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "Nie znaleziono niczego niebezpiecznego; 1 rzeczy nie udało się sprawdzić.",
        other: `Nie znaleziono niczego niebezpiecznego; ${count} rzeczy nie udało się sprawdzić.`,
      }),
    good: "Nie znaleziono niczego niebezpiecznego.",
  },
  counts: (fail, unknown, pass) => `Niebezpieczne: ${fail}, nie wiadomo: ${unknown}, bezpieczne: ${pass}`,
  filter: "Pokaż",
  filters: {
    attention: "Wymagające uwagi",
    fail: "Niebezpieczne",
    unknown: "Nie wiadomo",
    pass: "Bezpieczne",
    all: "Wszystko",
  },
  shown: (count) => of(count, { one: "1 kontrola", few: `${count} kontrole`, other: `${count} kontroli` }),
  noMatch: "Nie ma takiej kontroli.",
  parts: {
    firmware: "Oprogramowanie układowe (Intel ME)",
    amt: "Konfiguracja AMT",
    host: "System tego komputera",
  },
  results: { fail: "Niebezpieczne", unknown: "Nie wiadomo", pass: "Bezpieczne", "not-applicable": "Nie dotyczy" },
  expected: "Powinno być",
  remedy: "Co zrobić",
  evidence: "Co zaobserwowano",
  rule: "Oceniono według",
  id: "Nazwa kontroli",
  advisories: "Biuletyny bezpieczeństwa Intela",
  data: (date) => `Stan wiedzy na ${date}.`,
  noneAffected: "Żaden z nich nie wymienia tej wersji jako zagrożonej. To nie znaczy, że nie jest zagrożona.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "O 1 biuletynie nie wiadomo, czy dotyczy tego komputera: więcej mówi strona Intela.",
      other: `O ${count} biuletynach nie wiadomo, czy dotyczą tego komputera: więcej mówią strony Intela.`,
    }),
  advisoryVerdicts: {
    affected: "Dotyczy tego komputera",
    fixed: "Naprawione w tej wersji",
    "not-listed": "Ta wersja nie jest wymieniona",
    "not-applicable": "Nie dotyczy",
    unknown: "Nie wiadomo",
  },
  score: (cvss) => `Waga ${cvss} na 10 (CVSS)`,
  page: "Strona Intela",
  allAdvisories: "Pozostałe biuletyny",
  update: "Poproś producenta komputera o najnowszą aktualizację BIOS-u lub oprogramowania układowego.",
};
