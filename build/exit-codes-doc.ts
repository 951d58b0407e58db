import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Exit, exits, exitsByCode } from "../agent/cli/exit-codes.ts";

/** The table of docs/exit-codes.md, from the one of the program: npx tsx build/exit-codes-doc.ts */
const beside: Partial<Record<Exit, string>> = { failed: "any other", malformed: "XML_\u2026" };

function rowOf([exit, [status, meaning]]: [string, (typeof exits)[Exit]]): string {
  const codes = Object.entries(exitsByCode).flatMap(([code, of]) => (of === exit ? [code] : []));
  const more = beside[exit as Exit];
  const all = [...codes, ...(more ? [more] : [])].join(", ");
  return `| ${status} | ${meaning} |${all === "" ? "" : ` ${all}`} |`;
}

/** The page as it is to be. */
export function renewedExitCodes(page: string): string {
  const rows = Object.entries(exits)
    .sort(([, [a]], [, [b]]) => a - b)
    .map(rowOf);
  const lines = page.split("\n");
  const first = lines.findIndex((line) => /^\| \d/.test(line));
  const last = lines.findLastIndex((line) => /^\| \d/.test(line));
  return [...lines.slice(0, first), ...rows, ...lines.slice(last + 1)].join("\n");
}

const path = new URL("../docs/exit-codes.md", import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path, renewedExitCodes(readFileSync(path, "utf8")));
