import type { ChangeShown, Outcome } from "../provisioning/configure/run.ts";
import type { Plain } from "../wsman/plain.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** A value in one line for people. */
export function inWords(value: Plain): string {
  if (value === null) return "-";
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "object") return harmless(String(value));
  if (Array.isArray(value)) return value.length === 0 ? "-" : value.map(inWords).join(", ");
  return Object.entries(value)
    .map(([name, part]) => `${name} ${inWords(part)}`)
    .join(", ");
}

export const changeLine = ({ name, before, after }: ChangeShown): string =>
  `  ${harmless(name)}: ${inWords(before)} -> ${inWords(after)}`;

/** What a subject is, a line each. */
export function stateLines(now: Plain): string[] {
  if (now === null || typeof now !== "object") return [`  ${inWords(now)}`];
  if (Array.isArray(now)) return now.length === 0 ? ["  none"] : now.map((one) => `  ${inWords(one as Plain)}`);
  return Object.entries(now).flatMap(([name, value]) =>
    Array.isArray(value) && value.some((one) => typeof one === "object")
      ? [`  ${name}:`, ...value.map((one) => `    ${inWords(one)}`)]
      : [`  ${name}: ${inWords(value as Plain)}`],
  );
}

const endings: Readonly<Record<Outcome["result"], string>> = {
  same: "nothing to change",
  planned: "a dry run: nothing was changed",
  done: "done, and read back",
  sent: "sent; AMT never gives it back, so it cannot be compared",
};

/** The end of it; changes were told while they were made. */
export function outcomeLines({ result, now }: Outcome, { paint }: Terminal): string[] {
  return [
    `  ${paint(result === "done" ? "green" : "dim", endings[result])}`,
    ...(result === "sent" ? [] : stateLines(now)),
  ];
}
