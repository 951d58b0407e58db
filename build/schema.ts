import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { Info } from "../agent/api/info.ts";
import { SealedPosture } from "../agent/api/posture.ts";
import { PrivacyReport } from "../agent/api/privacy.ts";
import { profileOf } from "../agent/api/profile.ts";
import { Snapshot } from "../agent/api/snapshot.ts";
import { fileLeaves } from "../agent/api/wanted-leaves.ts";
import { Secret } from "../platform/secret.ts";

/** The published JSON Schemas, from the schemas the service's contract is made of. `--check`: fail if a file is stale. */
const published = {
  "info.schema.json": Info,
  "posture.schema.json": SealedPosture,
  "privacy.schema.json": PrivacyReport,
  "snapshot.schema.json": Snapshot,
};
/** What is written by people: as it stands in the file. */
const files = { readSecret: () => new Secret(""), readText: () => "" };
const written = { "profile.schema.json": profileOf(fileLeaves(files, { inlineSecrets: true })) };

const textOf = (schema: z.ZodType, io: "input" | "output"): string =>
  `${JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12", io }), null, 2)}\n`;
const file = (name: string, text: string) => ({
  file: name,
  path: fileURLToPath(new URL(`../docs/schema/${name}`, import.meta.url)),
  text,
});
export const schemaFiles = [
  ...Object.entries(published).map(([name, schema]) => file(name, textOf(schema, "output"))),
  ...Object.entries(written).map(([name, schema]) => file(name, textOf(schema, "input"))),
];

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
