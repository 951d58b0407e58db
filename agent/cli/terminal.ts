import type { Env } from "../settings-table.ts";

type Style = "bold" | "dim" | "red" | "yellow" | "green" | "orange";
const codes: Readonly<Record<Style, string>> = {
  bold: "1",
  dim: "2",
  red: "31",
  yellow: "33",
  green: "32",
  orange: "38;5;208",
};

/** Where a command writes. `paint` adds colour only on a terminal, and never where NO_COLOR is set (no-color.org). */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  paint(style: Style, text: string): string;
  /** Columns; 80 where it is no terminal. */
  readonly width: number;
}

interface Stream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function terminal(stdout: Stream, stderr: Stream, env: Env): Terminal {
  const coloured = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    paint: (style, text) => (coloured ? `\u001b[${codes[style]}m${text}\u001b[0m` : text),
    width: stdout.columns ?? 80,
  };
}

/** Firmware and other machines choose some of the words we print: none may drive the terminal. */
export const harmless = (text: string): string =>
  text.replace(/\p{Cc}/gu, (found) => `\\x${found.charCodeAt(0).toString(16).padStart(2, "0")}`);
