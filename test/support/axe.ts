import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Once for each page, before `violations`. */
export const bringAxe = (page: Page): Promise<unknown> => page.evaluate(source);

/** What axe finds on the page as it is, as `rule: element why`; by every rule it has, best practices too, unless told otherwise. */
export async function violations(page: Page, rules: RunOptions = {}): Promise<string[]> {
  const found = await page.evaluate(async (options) => {
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    return (await axe.run({ ...options, resultTypes: ["violations"] })).violations;
  }, rules);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
}
