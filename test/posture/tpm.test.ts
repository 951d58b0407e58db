import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Report } from "../../agent/posture/collect-report.ts";
import { sealNext } from "../../agent/posture/document/chain.ts";
import { type Sealed, writeSealed } from "../../agent/posture/document/sealed.ts";
import type { KeyChoice } from "../../agent/posture/document/signer.ts";
import { signerIn, signerThere } from "../../agent/posture/document/signer.ts";
import { verifyPosture } from "../../agent/posture/document/verify.ts";
import { digestFor, readDigest } from "../../agent/posture/stored/digest.ts";
import { realClock } from "../../platform/clock.ts";
import { needs } from "../support/needs.ts";
import { postureMachine } from "../support/posture-machine.ts";
import { amtAgent, folder } from "../support/program.ts";
import { type SoftwareTpm, softwareTpm } from "../support/tpm.ts";
import { never } from "../support/virtual-machine.ts";

const b64 = (text: string): Buffer => Buffer.from(text, "base64url");

describe.runIf(await needs("swtpm", "tpm2-tools", "libtss2-tcti-swtpm0"))("a key in the TPM", () => {
  const dir = folder();
  let tpm: SoftwareTpm;
  let report: Report;
  let key: KeyChoice;
  const place = dir.in("posture");
  beforeAll(async () => {
    tpm = await softwareTpm(dir);
    key = { kind: "tpm", tcti: tpm.tcti };
    const pc = await postureMachine("acm-15");
    report = await pc.report();
    await pc.close();
  });
  afterAll(() => {
    tpm.stop();
    dir.remove();
  });
  const next = (of: Report = report, directory = place) =>
    sealNext(of, { directory, key, clock: realClock, signal: never });

  test("signs each report, with a quote over its digest; the key on the disk is of no use, and nothing else stays there", async () => {
    const [first, second] = [writeSealed(await next()), writeSealed(await next())].map(verifyPosture);
    expect(first).toMatchObject({ quoted: true, key: { algorithm: "ES256" } });
    expect(second?.signer).toBe(first?.signer);
    expect(second?.posture.previous).toBe(first?.digest);
    expect(readdirSync(place).sort()).toEqual(["head.json", "lock", "tpm-key.json"]);
  });

  test("forty signatures, whatever their numbers: each is 64 bytes and fits", async () => {
    const signer = await signerIn(place, key, { signal: never });
    const verified = verifyPosture(writeSealed(await next()));
    for (let i = 0; i < 40; i++)
      expect(readDigest(await digestFor(verified, signer, { signal: never })).isBy(signer)).toBe(true);
  });

  test("the quote is of this document, by this key, and cannot be taken away, changed or exchanged", async () => {
    const sealed = (await next()) as Sealed;
    const other = (await next()) as Sealed;
    const stranger = (await next(report, dir.in("other"))) as Sealed;
    const { quote } = sealed;
    if (!quote || !other.quote || !stranger.quote) throw new Error("there is no quote");
    const { quote: _, ...without } = sealed;
    const flipped = (text: string): string => {
      const bytes = b64(text);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      return bytes.toString("base64url");
    };
    const wrong: [string, object, RegExp][] = [
      ["taken away", without, /taken away/],
      ["of another document", { ...sealed, quote: other.quote }, /another document/],
      ["by another key", { ...sealed, quote: stranger.quote }, /does not fit/],
      ["attest", { ...sealed, quote: { ...quote, attest: flipped(quote.attest) } }, /does not fit/],
      ["signature", { ...sealed, quote: { ...quote, signature: flipped(quote.signature) } }, /does not fit/],
      ["pcrs", { ...sealed, quote: { ...quote, pcrs: flipped(quote.pcrs) } }, /PCRs are not/],
      ["no PCRs", { ...sealed, quote: { ...quote, pcrs: "" } }, /PCRs are not/],
      // What the TPM signed as a document is no quote, whatever it says
      ["the document's own signature", { ...sealed, quote: { ...quote, signature: sealed.signature } }, /does not fit/],
    ];
    for (const [name, changed, why] of wrong)
      expect(() => verifyPosture(writeSealed(changed as Sealed)), name).toThrow(why);
    expect(verifyPosture(writeSealed(sealed)).quoted).toBe(true);
  });

  test("what is measured at a start is in the next quote", async () => {
    const before = ((await next()) as Sealed).quote?.pcrs ?? "";
    const firmware = dir.in("firmware");
    writeFileSync(firmware, "BIOS 1.2");
    await tpm.measure(firmware);
    const after = ((await next()) as Sealed).quote?.pcrs ?? "";
    expect(b64(after).subarray(0, 32)).not.toEqual(b64(before).subarray(0, 32));
    expect(b64(after).subarray(32)).toEqual(b64(before).subarray(32));
  });

  test("on the command line: made, verified, and said to be with a quote", async () => {
    const env = { AMT_AGENT_ADMIN_DIR: dir.in("admin"), AMT_AGENT_POSTURE_KEY: "tpm", AMT_AGENT_POSTURE_TPM: tpm.tcti };
    const out = dir.in("report.json");
    mkdirSync(dir.in("empty"));
    const words = ["posture", "--mei", "virtual:acm-15", "--host-root", dir.in("empty"), "--json", "--out", out];
    expect(await amtAgent(words, { env })).toMatchObject({ code: 0, stderr: "" });
    expect(await amtAgent(["posture", "verify", out], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("with a TPM's quote; the newest"),
    });
  });

  test("auto: the key that is there stays; the first is made in the TPM", async () => {
    const auto: KeyChoice = { ...key, kind: "auto" };
    const signer = await signerIn(dir.in("auto"), auto, { signal: never });
    expect(signer.quote).toBeDefined();
    const file = await signerIn(dir.in("file"), { ...key, kind: "file" }, { signal: never });
    expect((await signerIn(dir.in("file"), auto, { signal: never })).id).toBe(file.id);
    expect(signerThere(dir.in("file"), auto)?.quote).toBeUndefined();
  });
});

describe("without a TPM", () => {
  const dir = folder();
  afterAll(() => dir.remove());
  const tcti = `device:${dir.in("no-tpm")}`;
  test("auto takes a file; tpm says so, and makes none", async () => {
    expect((await signerIn(dir.in("a"), { kind: "auto", tcti }, { signal: never })).algorithm).toBe("EdDSA");
    await expect(signerIn(dir.in("b"), { kind: "tpm", tcti }, { signal: never })).rejects.toMatchObject({
      code: "POSTURE_TPM",
    });
    expect(readdirSync(dir.in("b"))).toEqual([]);
    expect(readdirSync(join(dir.in("a")))).toEqual(["key.pem"]);
  });
});
