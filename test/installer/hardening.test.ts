import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { behaviour, exposure, hardeningOf, withoutEach } from "../../installer/hardening.mjs";
import { needs } from "../support/needs.ts";

const unit = (name: string): string => readFileSync(new URL(`../../installer/linux/${name}`, import.meta.url), "utf8");
const most = { "amt-agent.service": 1.5, "amt-agent-send.service": 2.0 };

describe.runIf(await needs("systemd"))("the units", () => {
  test.each(Object.entries(most))("%s is exposed by at most %s", async (name, limit) => {
    expect((await exposure(name, unit(name))).overall).toBeLessThanOrEqual(limit);
  });
  test.each(Object.keys(most))("%s has no line that changes nothing", async (name) => {
    const { rows } = await withoutEach(name, unit(name));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ worse, reason }) => worse.length === 0 && reason === undefined)).toEqual([]);
  });
  test("a line that changes nothing is found, and a reason that belongs to no line", async () => {
    const name = "amt-agent.service";
    const { rows } = await withoutEach(name, unit(name).replace("\nRemoveIPC=yes\n", "\nRemoveIPC=yes\nNice=0\n"));
    expect(rows.find(({ line }) => line === "Nice=0")).toMatchObject({ worse: [], reason: undefined });
    const lines = Object.keys(most).flatMap((one) => hardeningOf(unit(one)));
    expect(Object.keys(behaviour).filter((line) => !lines.includes(line))).toEqual([]);
  });
});
