import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseAdvisoryKeys } from "../../agent/posture/advisories/keys.ts";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { ADVISORIES, currentAdvisories, installAdvisories } from "../../agent/posture/advisories/update.ts";
import type { Json } from "../../agent/posture/document/canonical.ts";
import { type SigningKey, thumbprintOf } from "../../agent/posture/document/key.ts";
import { seal, writeSealed } from "../../agent/posture/document/sealed.ts";
import { amtAgent, folder } from "../support/program.ts";

const dir = folder();
afterAll(() => dir.remove());

const keyOf = ({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): SigningKey => ({
  id: thumbprintOf(publicKey),
  algorithm: "EdDSA",
  privateKey,
  publicKey,
});
const publisher = keyOf(generateKeyPairSync("ed25519"));
const stranger = keyOf(generateKeyPairSync("ed25519"));
const rawOf = ({ publicKey }: SigningKey): string =>
  Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("base64");
const trusted = parseAdvisoryKeys(rawOf(publisher));
const data = (version: string, more: object = {}): Json => ({ ...shipped, version, ...more }) as unknown as Json;
const signed = (document: Json, key: SigningKey | undefined = publisher, typ = ADVISORIES): string =>
  writeSealed(seal(document, key, typ));

describe("an update", () => {
  test("newer and signed with a trusted key: installed, and used", async () => {
    const place = dir.in("good");
    await installAdvisories(place, signed(data("2026.12.1")), trusted);
    expect(await currentAdvisories(place, trusted)).toMatchObject({
      from: "installed",
      data: { version: "2026.12.1" },
    });
  });
  test("once its key is not trusted any more, what was shipped is used, and that is said", async () => {
    const place = dir.in("good");
    expect(await currentAdvisories(place, [])).toMatchObject({
      from: "shipped",
      trouble: expect.stringContaining("does not name its key"),
    });
  });
  test("changed on the disk, what was shipped is used", async () => {
    const place = dir.in("changed");
    await installAdvisories(place, signed(data("2026.12.1")), trusted);
    const file = join(place, "advisories.json");
    writeFileSync(file, readFileSync(file, "utf8").replace("affected", "unaffected"));
    expect(await currentAdvisories(place, trusted)).toMatchObject({
      from: "shipped",
      trouble: expect.stringContaining("not what was signed"),
    });
  });
  test.each([
    ["as old as what there is", () => signed(data("2026.11.21")), "POSTURE_ADVISORIES"],
    ["older", () => signed(data("2025.1.1")), "POSTURE_ADVISORIES"],
    ["signed by a stranger", () => signed(data("2026.12.1"), stranger), "POSTURE_UNTRUSTED"],
    ["not signed", () => writeSealed(seal(data("2026.12.1"), undefined, ADVISORIES)), "POSTURE_UNTRUSTED"],
    [
      "signed as a posture report",
      () => signed(data("2026.12.1"), publisher, "amt-agent-posture+jws"),
      "POSTURE_INVALID",
    ],
    [
      "with a row that is none",
      () => signed(data("2026.12.1", { advisories: [{ id: "INTEL-SA-00001" }] })),
      "POSTURE_ADVISORIES",
    ],
    [
      "with a link that is a script",
      () =>
        signed(data("2026.12.1", { advisories: [{ ...shipped.advisories[0], advisoryUrl: "javascript:alert(1)" }] })),
      "POSTURE_ADVISORIES",
    ],
    ["with a byte changed", () => signed(data("2026.12.1")).replace("2026.12.1", "2026.12.2"), "POSTURE_INVALID"],
    ["too long", () => `${signed(data("2026.12.1"))}${" ".repeat(4 * 2 ** 20)}`, "POSTURE_ADVISORIES"],
  ])("%s: refused", async (_, text, code) => {
    const place = dir.in("refused");
    await expect(installAdvisories(place, text(), trusted)).rejects.toMatchObject({ code });
    expect((await currentAdvisories(place, trusted)).from).toBe("shipped");
  });
  test("without a trusted key nothing is installed: none is built in", async () => {
    await expect(installAdvisories(dir.in("none"), signed(data("2026.12.1")), [])).rejects.toMatchObject({
      code: "POSTURE_UNTRUSTED",
    });
  });
  test.each(["x", "AAAA", `${rawOf(publisher)},`, Buffer.alloc(33).toString("base64")])("%s is no key", (text) => {
    expect(() => parseAdvisoryKeys(text)).toThrow(/ed25519/);
  });
});

describe("amt-agent posture advisories", () => {
  const file = dir.in("update.json");
  writeFileSync(file, signed(data("2027.1.5")));
  const env = { AMT_AGENT_ADMIN_DIR: dir.in("admin"), AMT_AGENT_POSTURE_ADVISORY_KEYS: rawOf(publisher) };

  test("update, then list", async () => {
    expect(await amtAgent(["posture", "advisories", "update", file], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Advisory data 2027.1.5"),
    });
    const { code, stdout } = await amtAgent(["posture", "advisories", "list"], { env });
    expect([code, stdout.split("\n")[0]]).toEqual([0, `Advisory data 2027.1.5, of ${shipped.date}, installed`]);
    expect(stdout).toContain("INTEL-SA-00783");
  });
  test("again: refused, since it is not newer", async () => {
    const { code, stderr } = await amtAgent(["posture", "advisories", "update", file], { env });
    expect([code, stderr]).toEqual([8, expect.stringContaining("not newer than 2027.1.5")]);
  });
  test("without the key in the configuration: refused", async () => {
    const { code, stderr } = await amtAgent(["posture", "advisories", "update", file], {
      env: { AMT_AGENT_ADMIN_DIR: dir.in("other") },
    });
    expect([code, stderr]).toEqual([12, expect.stringContaining("posture.advisoryKeys")]);
  });
});
