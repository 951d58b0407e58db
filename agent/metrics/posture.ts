import type { Posture } from "../api/posture.ts";
import type { Metric, Sample } from "./exposition.ts";

const verdicts = {
  affected: "affected",
  fixed: "fixed",
  notListed: "not-listed",
  notApplicable: "not-applicable",
  unknown: "unknown",
} as const;

/** What a report says, in numbers. Every label is of a set that is declared. Pure. */
export function postureMetrics({ collectedAt, sequence, summary, checks, advisories }: Posture): Metric[] {
  const { pass, fail, unknown, notApplicable } = summary;
  const results = { pass, fail, unknown, "not-applicable": notApplicable };
  const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    name: `posture_${name}`,
    type: "gauge",
    help,
    samples,
  });
  return [
    gauge("report_time_seconds", "When the newest report was made.", [{ value: Date.parse(collectedAt) / 1_000 }]),
    gauge("sequence", "Number of the newest report.", [{ value: sequence }]),
    gauge("checks", "Checks by result.", countsOf("result", results)),
    gauge(
      "advisories",
      "Advisories by verdict.",
      Object.entries(verdicts).map(([key, verdict]) => ({
        labels: { verdict },
        value: summary.advisories[key as keyof typeof verdicts],
      })),
    ),
    gauge(
      "check_failed",
      "1 if this check failed, 0 if it passed; no value: unknown or not applicable.",
      checks
        .filter(({ result }) => result === "pass" || result === "fail")
        .map(({ id, result }) => ({ labels: { check: id }, value: result === "fail" ? 1 : 0 })),
    ),
    gauge(
      "advisory_affected",
      "1 for each advisory that affects this machine.",
      advisories
        .filter(({ verdict }) => verdict === "affected")
        .map(({ id }) => ({ labels: { advisory: id }, value: 1 })),
    ),
  ];
}

const countsOf = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
  Object.entries(counts).map(([word, value]) => ({ labels: { [label]: word }, value }));
