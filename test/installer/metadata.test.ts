import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { metainfo } from "../../installer/metainfo.mjs";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const linux = (name: string): string => `${root}installer/linux/${name}`;
const dir = folder();
afterAll(() => dir.remove());

describe.runIf(await needs("appstream", "desktop-file-utils"))("what software centres and menus show", () => {
  const validate = (text: string): Promise<unknown> => {
    const file = dir.in("org.amt_agent.status.metainfo.xml");
    writeFileSync(file, text);
    return run("appstreamcli", ["validate", "--no-net", "--pedantic", file]);
  };
  const text = metainfo({ root, version: "1.2.3", epoch: 1_700_000_000 });

  test("AppStream takes it, with the version and its day", async () => {
    await expect(validate(text)).resolves.toBeDefined();
    expect(text).toContain('<release version="1.2.3" date="2023-11-14"/>');
  });
  test("AppStream takes not everything", async () => {
    await expect(validate(text.replace(/<summary>.*<\/summary>/, ""))).rejects.toThrow();
  });
  test.each(["org.amt_agent.status.desktop", "amt-agent-tray.desktop"])("%s is one", async (name) => {
    await expect(run("desktop-file-validate", [linux(name)])).resolves.toMatchObject({ stdout: "" });
    const icon = /^Icon=(.*)$/m.exec(readFileSync(linux(name), "utf8"))?.[1];
    expect(icon).toBe("amt-agent");
  });
});
