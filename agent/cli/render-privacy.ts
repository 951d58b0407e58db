import type { PrivacyFinding, PrivacyReport } from "../api/privacy.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** A word for each, so that nothing hangs on colour; what is not known never looks like what is closed. */
const marks = {
  open: ["OPEN", "bold"],
  closed: ["closed", "green"],
  fact: ["note", "dim"],
  unknown: ["UNKNOWN", "yellow"],
} as const;
const MARK = 9;

/** The text of `privacy`, line by line; the first answers the question. Pure. */
export function renderPrivacy(report: PrivacyReport, { paint, width }: Pick<Terminal, "paint" | "width">): string[] {
  const isSession = report.answer.params.now === "screen" || report.answer.params.now === "other";
  const lines = [paint(isSession ? "orange" : "bold", harmless(report.answer.text))];
  const { notice } = report.machine;
  if (notice) lines.push(paint("yellow", harmless(notice.text)));
  lines.push("", ...wrapped(harmless(report.about.text), width).map((line) => paint("dim", line)));
  for (const { title, findings, change } of report.topics) {
    lines.push("", paint("bold", harmless(title.text)));
    for (const finding of findings) lines.push(...rendered(finding, { paint, width }));
    const sources = [...new Set(findings.map(({ source }) => source))].join("; ");
    for (const line of wrapped(`From: ${harmless(sources)}`, width - 4)) lines.push(`    ${paint("dim", line)}`);
    for (const line of wrapped(`To change it: ${harmless(change.text)}`, width - 4))
      lines.push(`    ${paint("dim", line)}`);
  }
  return lines;
}

function rendered(
  { state, message, why }: PrivacyFinding,
  { paint, width }: Pick<Terminal, "paint" | "width">,
): string[] {
  const [mark, style] = marks[state];
  const text =
    state === "unknown" ? `${message.text.replace(/\.$/, "")}: ${why?.text ?? "nobody says why"}.` : message.text;
  return wrapped(harmless(text), width - MARK - 2).map((line, at) =>
    `  ${at === 0 ? paint(style, mark.padEnd(MARK)) : " ".repeat(MARK)}${line}`.trimEnd(),
  );
}

/** At spaces, where they are; a word that is longer than a line stays whole. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").filter((one) => one !== "")) {
    if (line !== "" && line.length + 1 + word.length > Math.max(width, 40)) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
