// Whether two `info --json` documents are the same machine's: node same-info.mjs ONE OTHER. Prints every difference.
import { readFileSync } from "node:fs";

/** How the ME is reached, and what the kernel adds, may differ. Nothing else may. */
const mayDiffer = new Set(["machine.driver", "machine.device"]);

function* leaves(value, path = "") {
  if (typeof value === "object" && value !== null && Object.keys(value).length > 0)
    for (const [key, part] of Object.entries(value)) yield* leaves(part, path ? `${path}.${key}` : key);
  else yield [path, JSON.stringify(value)];
}

const [one, other] = process.argv.slice(2, 4).map((file) => new Map(leaves(JSON.parse(readFileSync(file, "utf8")))));
const fields = [...new Set([...one.keys(), ...other.keys()])].filter((field) => !mayDiffer.has(field));
const different = fields.filter((field) => one.get(field) !== other.get(field));
for (const field of different) console.log(`${field}: ${one.get(field)} here, ${other.get(field)} there`);
process.exitCode = different.length > 0 || fields.length < 50 ? 1 : 0;
