import type { Posture, PostureCheck } from "../api/posture.ts";
import type { Report } from "../posture/collect-report.ts";
import { harmless, type Terminal } from "./terminal.ts";

const marks: Readonly<Record<PostureCheck["result"], [string, Parameters<Terminal["paint"]>[0]]>> = {
  pass: ["pass", "green"],
  fail: ["FAIL", "red"],
  unknown: ["unknown", "yellow"],
  "not-applicable": ["n/a", "dim"],
};
const parts = { firmware: "Firmware (Intel ME)", amt: "AMT's settings", host: "This PC" } as const;
const INDENT = 11;

type Shown = Report | Posture;
type Paint = Pick<Terminal, "paint">;

/** A report for people, line by line. Pure. */
export function renderPosture(report: Shown, terminal: Paint): string[] {
  const { paint } = terminal;
  return [
    ...head(report, terminal),
    ...Object.entries(parts).flatMap(([part, title]) => {
      const checks = report.checks.filter((one) => one.part === part);
      return checks.length === 0
        ? []
        : ["", paint("bold", title), ...checks.flatMap((one) => renderCheck(one, terminal))];
    }),
    ...renderAdvisories(report, terminal),
    "",
    summary(report, terminal),
  ];
}

function head({ me, machine, collectedAt }: Shown, { paint }: Paint): string[] {
  const firmware = [me.product ?? "ME", me.version ?? "of unknown version", me.sku ?? ""]
    .filter((one) => one !== "")
    .join(" ");
  return [
    paint("bold", `Posture of this PC, ${collectedAt}`),
    `${harmless(firmware)}${me.hfsts ? `  HFSTS ${me.hfsts.raw.join(" ")}${me.hfsts.capturedAt === "boot" ? " (at boot)" : ""}` : ""}`,
    ...(machine.virtual
      ? [paint("yellow", `This is a virtual ME (${harmless(machine.name ?? "unnamed")}), not this PC's firmware.`)]
      : []),
  ];
}

export function renderCheck(check: PostureCheck, { paint }: Paint): string[] {
  const { title, result, value, expected, reason, remediation, id } = check;
  const [word, style] = marks[result];
  const shown = value === null ? "" : `: ${harmless(String(value))}`;
  const more = [
    ...(result === "fail" && expected !== null ? [`should be ${expected}`] : []),
    ...(reason === null || result === "pass" ? [] : [reason.text]),
    ...(result === "fail" && remediation !== null ? [remediation] : []),
  ];
  const name = result === "fail" || result === "unknown" ? `  ${paint("dim", id)}` : "";
  return [
    `  ${paint(style, word.padEnd(INDENT - 2))}${title}${shown}${name}`,
    ...more.map((line) => `${" ".repeat(INDENT)}${paint("dim", harmless(line))}`),
  ];
}

function renderAdvisories({ advisories, agent }: Shown, { paint }: Paint): string[] {
  if (advisories.length === 0) return [];
  const affected = advisories.filter(({ verdict }) => verdict === "affected");
  const unsaid = advisories.filter(({ verdict }) => verdict === "unknown").map(({ id }) => id);
  return [
    "",
    paint("bold", `Intel's advisories (data of ${agent.advisoryData.date}, version ${agent.advisoryData.version})`),
    ...affected.map(
      ({ id, title, cvss, cves, by }) =>
        `  ${paint("red", "AFFECTED".padEnd(INDENT - 2))}${id} ${harmless(title)}${cvss === null ? "" : `, CVSS ${cvss}`} (${[...cves, by].map(harmless).join(", ")})`,
    ),
    ...(affected.length === 0
      ? ["  None of them names this version as affected. That is not the same as not affected."]
      : []),
    ...(unsaid.length === 0
      ? []
      : [`  ${paint("yellow", "unknown".padEnd(INDENT - 2))}${unsaid.join(", ")}: see Intel's pages`]),
  ];
}

function summary({ summary: { pass, fail, unknown, notApplicable, advisories } }: Shown, { paint }: Paint): string {
  const checks = `${paint("green", `${pass} pass`)}, ${paint("red", `${fail} fail`)}, ${paint("yellow", `${unknown} unknown`)}, ${notApplicable} not applicable`;
  return `${checks}; advisories: ${advisories.affected} affected, ${advisories.unknown} unknown`;
}
