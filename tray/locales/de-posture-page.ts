import type { WindowWords } from "./en-window.ts";
import { plural } from "./plural.ts";

const of = plural("de");

/** The window's page of the posture report, in German. */
export const dePosturePage: WindowWords["posture"] = {
  intro:
    "Wie sicher die Firmware dieses Computers, AMT und das System eingerichtet sind. Es wird nur nachgesehen und nichts geändert.",
  readAt: (when) => `Nachgesehen ${when}.`,
  reading: "Wird gelesen. Der erste Bericht dauert bis zu einer halben Minute\u2026",
  verdicts: {
    bad: (count) =>
      of(count, {
        one: "1 Einstellung hier ist nicht sicher.",
        other: `${count} Einstellungen hier sind nicht sicher.`,
      }),
    affected: (count) =>
      of(count, {
        one: "1 bekannte Schwachstelle der Firmware betrifft diesen Computer.",
        other: `${count} bekannte Schwachstellen der Firmware betreffen diesen Computer.`,
      }),
    unsure: (count) =>
      of(count, {
        one: "Es wurde nichts Unsicheres gefunden; 1 Punkt ließ sich nicht ansehen.",
        other: `Es wurde nichts Unsicheres gefunden; ${count} Punkte ließen sich nicht ansehen.`,
      }),
    good: "Es wurde nichts Unsicheres gefunden.",
  },
  counts: (fail, unknown, pass) => `${fail} unsicher, ${unknown} nicht bekannt, ${pass} sicher`,
  filter: "Anzeigen",
  filters: {
    attention: "Was zu beachten ist",
    fail: "Unsicheres",
    unknown: "Nicht Bekanntes",
    pass: "Sicheres",
    all: "Alles",
  },
  shown: (count) => of(count, { one: "1 Prüfung", other: `${count} Prüfungen` }),
  noMatch: "Keine Prüfung ist so.",
  parts: { firmware: "Firmware (Intel ME)", amt: "Wie AMT eingerichtet ist", host: "Das System dieses Computers" },
  results: { fail: "Unsicher", unknown: "Nicht bekannt", pass: "Sicher", "not-applicable": "Trifft nicht zu" },
  expected: "Sollte sein",
  remedy: "Was zu tun ist",
  evidence: "Was zu sehen war",
  rule: "Beurteilt nach",
  id: "Name der Prüfung",
  advisories: "Sicherheitshinweise von Intel",
  data: (date) => `Stand vom ${date}.`,
  noneAffected: "Keiner davon nennt diese Version als betroffen. Das heißt nicht, dass sie nicht betroffen ist.",
  advisoryUnknown: (count) =>
    of(count, {
      one: "Von 1 ist nicht bekannt, ob er diesen Computer betrifft: Mehr sagt die Seite von Intel.",
      other: `Von ${count} ist nicht bekannt, ob sie diesen Computer betreffen: Mehr sagen die Seiten von Intel.`,
    }),
  advisoryVerdicts: {
    affected: "Betrifft diesen Computer",
    fixed: "In dieser Version behoben",
    "not-listed": "Diese Version ist nicht genannt",
    "not-applicable": "Trifft nicht zu",
    unknown: "Nicht bekannt",
  },
  score: (cvss) => `Schwere ${cvss} von 10 (CVSS)`,
  page: "Seite von Intel",
  allAdvisories: "Die übrigen Hinweise",
  update: "Fragen Sie den Hersteller des Computers nach dem neuesten BIOS oder einer neueren Firmware.",
};
