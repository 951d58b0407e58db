import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { renewedPrivacyPage } from "../../build/privacy-doc.ts";

test("docs/privacy.md shows what the virtual machines say (else: npx tsx build/privacy-doc.ts)", async () => {
  const page = readFileSync(path.join(import.meta.dirname, "../../docs/privacy.md"), "utf8");
  expect(page).toBe(await renewedPrivacyPage(page));
});
