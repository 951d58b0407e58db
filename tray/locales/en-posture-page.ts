import { plural } from "./plural.ts";

const of = plural("en");

/** The window's page of the posture report, in English. What a check is called, and why it is not known, the service says by code. */
export const enPosturePage = {
  intro: "How safely this computer's firmware, AMT and the system are set up. It is looked at, and nothing is changed.",
  readAt: (when: string): string => `Looked at ${when}.`,
  reading: "Reading. The first report takes up to half a minute\u2026",
  verdicts: {
    bad: (count: number): string =>
      of(count, { one: "1 thing here is not set up safely.", other: `${count} things here are not set up safely.` }),
    affected: (count: number): string =>
      of(count, {
        one: "1 known weakness of the firmware concerns this computer.",
        other: `${count} known weaknesses of the firmware concern this computer.`,
      }),
    unsure: (count: number): string =>
      of(count, {
        one: "Nothing unsafe was found; 1 thing could not be looked at.",
        other: `Nothing unsafe was found; ${count} things could not be looked at.`,
      }),
    good: "Nothing unsafe was found.",
  },
  counts: (fail: number, unknown: number, pass: number): string => `${fail} unsafe, ${unknown} not known, ${pass} safe`,
  filter: "Show",
  filters: { attention: "What needs a look", fail: "Unsafe", unknown: "Not known", pass: "Safe", all: "Everything" },
  shown: (count: number): string => of(count, { one: "1 check", other: `${count} checks` }),
  noMatch: "No check is like that.",
  parts: { firmware: "Firmware (Intel ME)", amt: "How AMT is set up", host: "This computer's system" },
  results: { fail: "Unsafe", unknown: "Not known", pass: "Safe", "not-applicable": "Does not apply" },
  expected: "Should be",
  remedy: "What to do",
  evidence: "What was seen",
  rule: "Judged by",
  id: "Name of the check",
  advisories: "Intel's security advisories",
  data: (date: string): string => `As known on ${date}.`,
  noneAffected: "None of them names this version as affected. That is not the same as not affected.",
  advisoryUnknown: (count: number): string =>
    of(count, {
      one: "Of 1 it is not known whether it concerns this computer: Intel's page says more.",
      other: `Of ${count} it is not known whether they concern this computer: Intel's pages say more.`,
    }),
  advisoryVerdicts: {
    affected: "Concerns this computer",
    fixed: "Fixed in this version",
    "not-listed": "This version is not named",
    "not-applicable": "Does not apply",
    unknown: "Not known",
  },
  score: (cvss: number): string => `Severity ${cvss} of 10 (CVSS)`,
  page: "Intel's page",
  allAdvisories: "The other advisories",
  update: "Ask the computer's maker for the newest BIOS or firmware update.",
};
