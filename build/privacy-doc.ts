import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { renderPrivacy } from "../agent/cli/render-privacy.ts";
import { readInfo } from "../agent/info/read.ts";
import { openMe } from "../agent/me.ts";
import { readPrivacyBy } from "../agent/privacy/read.ts";
import { throughLme } from "../agent/wsman/way.ts";
import { realClock } from "../platform/clock.ts";
import { noTcpOwners } from "../platform/tcp-owner.ts";
import { virtualDriver } from "../virtual-me/driver.ts";
import { machineNames } from "../virtual-me/machines/index.ts";
import { createVirtualMe } from "../virtual-me/main.ts";

/** The examples of docs/privacy.md, from the virtual machines themselves: npx tsx build/privacy-doc.ts */
const { signal } = new AbortController();

async function linesOf(name: string): Promise<string[]> {
  const me = await createVirtualMe(name, { clock: realClock });
  const driver = virtualDriver(me);
  const host = openMe(driver, { clock: realClock });
  const openWay = (options: { signal: AbortSignal }) =>
    throughLme(driver, { clock: realClock, owners: noTcpOwners, mayBeTls: true, ...options });
  const reach = { me: host, clock: realClock, trust: undefined, openWay };
  try {
    const report = await readPrivacyBy({ reach, info: () => readInfo(host, { signal }), service: false }, { signal });
    return renderPrivacy(report, { paint: (_, text) => text, width: 100 });
  } finally {
    await host.close();
    me.close();
  }
}

const block = (lines: readonly string[]): string => lines.map((line) => (line === "" ? "" : `    ${line}`)).join("\n");
const between = (page: string, mark: string, end: string, text: string): string => {
  const from = page.indexOf(mark) + mark.length;
  return `${page.slice(0, from)}\n${text}\n${page.slice(page.indexOf(end, from))}`;
};

/** The page as it is to be. */
export async function renewedPrivacyPage(page: string): Promise<string> {
  const answers: string[] = [];
  for (const name of machineNames)
    answers.push(block([`$ amt-agent privacy --mei virtual:${name}`, (await linesOf(name))[0] ?? "", ""]));
  const whole = block(await linesOf("acm-15"));
  const first = between(page, "docs.test.ts: begin -->", "<!-- checked: end", answers.join("\n"));
  return between(first, "whole report: begin -->", "<!-- whole report: end", whole);
}

const path = fileURLToPath(new URL("../docs/privacy.md", import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path, await renewedPrivacyPage(readFileSync(path, "utf8")));
