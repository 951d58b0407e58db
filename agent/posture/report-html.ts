import type { PostureCheck } from "../api/posture.ts";
import type { Report } from "./collect-report.ts";

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`).replace(/\p{Cc}/gu, "\ufffd");

/** By word and shape, not by colour alone. */
const words: Readonly<Record<PostureCheck["result"], string>> = {
  pass: "✓ pass",
  fail: "✗ fail",
  unknown: "? unknown",
  "not-applicable": "– n/a",
};
const parts = { firmware: "Firmware (Intel ME)", amt: "AMT's settings", host: "This PC" } as const;

const style = `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8888}
td:first-child{white-space:nowrap}.fail,.affected{font-weight:700}small{opacity:.75}.notice{border:2px solid;padding:.5rem 1rem}`;

function row({ id, title, result, value, expected, reason, remediation }: PostureCheck): string {
  const more = [
    ...(result === "fail" && expected !== null ? [`should be ${expected}`] : []),
    ...(reason === null ? [] : [reason.text]),
    ...(result === "fail" && remediation !== null ? [remediation] : []),
  ].map((line) => `<br>${escaped(line)}`);
  const shown = value === null ? "" : escaped(String(value));
  return `<tr><td class="${result}">${words[result]}</td><td>${escaped(title)}<br><small>${escaped(id)}</small></td><td>${shown}${more.join("")}</td></tr>`;
}

const table = (head: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${head.map((one) => `<th scope="col">${one}</th>`).join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;

/** A report as one page: no script, nothing loaded from elsewhere, every value escaped. Pure. */
export function htmlOf(report: Report): string {
  const { me, machine, checks, advisories, agent, summary, collectedAt } = report;
  const firmware = [me.product, me.version, me.sku].filter((one) => one !== null).join(" ");
  const sections = Object.entries(parts).map(([part, title]) => {
    const rows = checks.filter((one) => one.part === part).map(row);
    return `<h2>${title}</h2>${table(["Result", "Check", "Found"], rows)}`;
  });
  const advisoryRows = advisories.map(
    ({ id, title, verdict, cves, url }) =>
      `<tr><td class="${verdict}">${verdict}</td><td><a href="${escaped(url)}" rel="noreferrer">${escaped(id)}</a> ${escaped(title)}</td><td>${escaped(cves.join(", "))}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Posture of this PC</title><style>${style}</style></head><body>
<h1>Posture of this PC</h1>
<p>${escaped(collectedAt)}, amt-agent ${escaped(agent.version)}. ${escaped(firmware)}${me.hfsts ? `, HFSTS <code>${me.hfsts.raw.join(" ")}</code>` : ""}</p>
${machine.virtual ? `<p class="notice">This is a virtual ME (${escaped(machine.name ?? "unnamed")}), not this PC's firmware.</p>` : ""}
<p>${summary.pass} pass, ${summary.fail} fail, ${summary.unknown} unknown, ${summary.notApplicable} not applicable; advisories: ${summary.advisories.affected} affected, ${summary.advisories.unknown} unknown.</p>
${sections.join("\n")}
<h2>Intel's advisories</h2><p>Data ${escaped(agent.advisoryData.version)} of ${escaped(agent.advisoryData.date)}. Not listed is not the same as not affected.</p>
${table(["Verdict", "Advisory", "CVEs that apply"], advisoryRows)}
</body></html>
`;
}
