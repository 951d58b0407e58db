import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { routes } from "../../agent/api/contract.ts";
import { renewed } from "../../agent/api/route-list.ts";

test("docs/api.md lists the routes that there are (else: npx tsx build/api-doc.ts)", () => {
  const page = readFileSync(path.join(import.meta.dirname, "../../docs/api.md"), "utf8");
  expect(page).toBe(renewed(page, routes));
});
