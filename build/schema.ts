import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { Info } from "../agent/api/info.ts";
import { Snapshot } from "../agent/api/snapshot.ts";

/** The published JSON Schemas, from the schemas the service's contract is made of. `--check`: fail if a file is stale. */
const published = { "info.schema.json": Info, "snapshot.schema.json": Snapshot };

export const textOf = (schema: z.ZodType): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12" }), null, 2)}\n`;
export const schemaFiles = Object.entries(published).map(([file, schema]) => ({
  file,
  path: fileURLToPath(new URL(`../docs/schema/${file}`, import.meta.url)),
  text: textOf(schema),
}));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { file, path, text } of schemaFiles) {
    if (process.argv.includes("--check")) {
      if (readFileSync(path, "utf8") !== text) throw new Error(`docs/schema/${file} is stale: run npm run schema`);
    } else {
      mkdirSync(new URL("../docs/schema/", import.meta.url), { recursive: true });
      writeFileSync(path, text);
    }
    console.log(`docs/schema/${file}`);
  }
}
