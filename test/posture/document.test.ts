import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  verify as verifySignature,
} from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Posture } from "../../agent/api/posture.ts";
import { renderPosture } from "../../agent/cli/render-posture.ts";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { collectReport, type Report } from "../../agent/posture/collect-report.ts";
import { canonical, digestOf, type Json } from "../../agent/posture/document/canonical.ts";
import { headIn, POSTURE, sealNext } from "../../agent/posture/document/chain.ts";
import { keyIn, thumbprintOf } from "../../agent/posture/document/key.ts";
import { openSealed, seal, writeSealed } from "../../agent/posture/document/sealed.ts";
import { successionOf, verifyPosture } from "../../agent/posture/document/verify.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer } from "../../agent/posture/reasons.ts";
import { realClock } from "../../platform/clock.ts";
import { hostTree } from "../support/host-tree.ts";
import { folder } from "../support/program.ts";
import { never } from "../support/virtual-machine.ts";

const dir = folder();
const tree = hostTree({
  "/sys/class/mei/mei0/kind": "mei\n",
  "/sys/class/mei/mei0/fw_status": "90000245\n89218700\n00000030\n00000000\n02F61F03\n40000000\n",
  "/sys/class/mei/mei0/fw_ver": "0:19.0.5.2095\n0:19.0.5.2095\n0:19.0.5.2095\n",
  "/proc/sys/kernel/tainted": "0\n",
});
let report: Report;
beforeAll(async () => {
  const none = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "no ME here"));
  const sources = {
    host: hostView(tree.root),
    device: none,
    firmware: none,
    info: none,
    wsman: none,
    clock: realClock,
  };
  report = await collectReport(sources, { version: "0.0.0", platform: "linux", advisories: shipped, signal: never });
});
afterAll(() => {
  tree.remove();
  dir.remove();
});
const inFile = { kind: "file", tcti: "" } as const;
const next = async (directory: string): Promise<string> =>
  writeSealed(
    await sealNext({ ...report, id: randomUUID() }, { directory, key: inFile, clock: realClock, signal: never }),
  );

describe("canonical JSON (RFC 8785)", () => {
  test("the example of section 3.2.2 and 3.2.3", () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"/",
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });
  test("names are sorted by UTF-16 units, as in section 3.2.3", () => {
    const value = {
      "\u20ac": "Euro",
      "\r": "CR",
      "\ufb33": "Dalet",
      "1": "One",
      "\u{1F600}": "Smiley",
      "\u0080": "Control",
      "\u00f6": "o",
    };
    expect(canonical(value)).toBe(
      '{"\\r":"CR","1":"One","\u0080":"Control","\u00f6":"o","\u20ac":"Euro","\u{1F600}":"Smiley","\ufb33":"Dalet"}',
    );
  });
  test.each([
    [0, "0"],
    [-0, "0"],
    [Number.MIN_VALUE, "5e-324"],
    [Number.MAX_VALUE, "1.7976931348623157e+308"],
    [9007199254740992, "9007199254740992"],
    [295147905179352830000, "295147905179352830000"],
    [9.999999999999997e22, "9.999999999999997e+22"],
    [1e23, "1e+23"],
  ])("the number %d of appendix B", (value, text) => expect(canonical(value)).toBe(text));
  test.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n, "\ud800"])("%s is no JSON", (value) => {
    expect(() => canonical(value as unknown as Json)).toThrow();
  });
});

describe("a document", () => {
  test("is what the published schema says", async () => {
    const schema = JSON.parse(readFileSync(new URL("../../docs/schema/posture.schema.json", import.meta.url), "utf8"));
    const ajv = new Ajv2020.default({ strict: true, allowUnionTypes: true });
    addFormats.default(ajv);
    const validate = ajv.compile(schema);
    validate(JSON.parse(await next(dir.in("schema"))));
    expect(validate.errors).toBeNull();
  });

  test("without an ME's driver takes the registers from sysfs, and stays below 64 KiB", async () => {
    const text = await next(dir.in("size"));
    const { posture } = verifyPosture(text);
    expect(posture.me).toMatchObject({ version: "19.0.5.2095", family: "csme18", sku: "corporate", product: "CSME" });
    expect(posture.me.hfsts).toEqual({
      raw: ["90000245", "89218700", "00000030", "00000000", "02F61F03", "40000000"],
      capturedAt: "runtime",
    });
    expect(posture.checks.filter(({ result, reason }) => result === "unknown" && reason === null)).toEqual([]);
    expect(posture.advisories.filter(({ verdict }) => verdict === "affected")).toEqual([]);
    expect(text.length).toBeLessThan(64 * 1024);
  });

  test("stays in bounds, and can be sealed and shown, whatever a BIOS calls itself", async () => {
    const evil = Buffer.concat([
      Buffer.from("\u001b[2J\u0007 \u0000"),
      Buffer.from([0xff, 0xfe, 0xc0]),
      Buffer.alloc(200_000, "A"),
    ]);
    const other = hostTree({
      "/sys/class/dmi/id/bios_version": evil,
      "/sys/class/dmi/id/bios_vendor": "\ud83d".repeat(3),
    });
    const none = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", `none \ud83d ${"x".repeat(5_000)}`));
    const me = { device: none, firmware: none, info: none, wsman: none };
    const sources = { ...me, host: hostView(other.root), clock: realClock };
    const options = { version: "0.0.0", platform: "linux", advisories: shipped, signal: never } as const;
    const hostile = await collectReport(sources, options);
    other.remove();
    const at = { directory: dir.in("hostile"), key: inFile, clock: realClock, signal: never };
    const text = writeSealed(await sealNext(hostile, at));
    expect(text.length).toBeLessThan(128 * 1024);
    expect(verifyPosture(text).posture.checks.find(({ id }) => id === "host.bios")?.value).toHaveLength(401);
    const shown = renderPosture(hostile, { paint: (_, word) => word }).join("");
    expect(shown).not.toMatch(/\p{Cc}/u);
  });

  test("is signed by a key that was made for it, 0600, and that a standard JWS library would take", async () => {
    const place = dir.in("key");
    const sealed = await sealNext(report, { directory: place, key: inFile, clock: realClock, signal: never });
    expect(statSync(join(place, "key.pem")).mode & 0o777).toBe(0o600);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    const header = JSON.parse(Buffer.from(sealed.protected ?? "", "base64url").toString());
    expect(header).toMatchObject({ alg: "EdDSA", typ: POSTURE });
    const key = keyIn(place);
    expect(header.kid).toBe(key.id);
    expect(thumbprintOf(key.publicKey)).toBe(key.id);
    // By hand, as RFC 7515 5.2 says
    const payload = Buffer.from(canonical(sealed.document)).toString("base64url");
    const signature = Buffer.from(sealed.signature ?? "", "base64url");
    expect(verifySignature(null, Buffer.from(`${sealed.protected}.${payload}`), key.publicKey, signature)).toBe(true);
  });

  test("the thumbprint of RFC 8037 A.3", async () => {
    const key = createPublicKey({
      key: { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
      format: "jwk",
    });
    expect(thumbprintOf(key)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  });

  test("an ES256 key does as well", async () => {
    const place = dir.in("es256");
    mkdirSync(place, { mode: 0o700 });
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(join(place, "key.pem"), privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
    expect(verifyPosture(await next(place)).signer).toBe(keyIn(place).id);
  });

  test("others may not read its key", async () => {
    const place = dir.in("open");
    await next(place);
    chmodSync(join(place, "key.pem"), 0o644);
    await expect(next(place)).rejects.toMatchObject({ code: "FILE_UNTRUSTED" });
    chmodSync(join(place, "key.pem"), 0o600);
    chmodSync(place, 0o755);
    await expect(next(place)).rejects.toMatchObject({ code: "FILE_UNTRUSTED" });
  });
});

describe("a changed byte", () => {
  const fits = (changed: Buffer): boolean => {
    try {
      verifyPosture(changed.toString("utf8"));
      return Buffer.from(changed.toString("utf8")).equals(changed);
    } catch {
      return false; // what is asked for
    }
  };
  const flipped = (bytes: Buffer, at: number): Buffer => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    return changed;
  };

  test("shows wherever it is: every byte of a short report, changed and left out", async () => {
    const short = { ...report, checks: report.checks.slice(0, 1), advisories: report.advisories.slice(0, 1) };
    const at = { directory: dir.in("bytes"), key: inFile, clock: realClock, signal: never };
    const bytes = Buffer.from(writeSealed(await sealNext(short, at)));
    expect(fits(bytes)).toBe(true);
    const through = Array.from(bytes.keys()).filter(
      (i) => fits(flipped(bytes, i)) || fits(Buffer.concat([bytes.subarray(0, i), bytes.subarray(i + 1)])),
    );
    expect(through).toEqual([]);
    expect(fits(Buffer.concat([bytes, Buffer.from("\n")]))).toBe(false);
  });

  test("and in a whole one, every hundredth", async () => {
    const bytes = Buffer.from(await next(dir.in("whole")));
    expect(fits(bytes)).toBe(true);
    for (let i = 0; i < bytes.length; i += 101) expect([i, fits(flipped(bytes, i))]).toEqual([i, false]);
  });

  test("a digest that fits the changed document does not help without the key", async () => {
    const sealed = JSON.parse(await next(dir.in("forge")));
    sealed.document.summary.pass = 999;
    sealed.digest = digestOf(canonical(sealed.document));
    expect(() => openSealed(`${canonical(sealed)}\n`, POSTURE)).toThrow(/signature does not fit/);
  });
  test("nor does another key in the name of the first", async () => {
    const own = keyIn(dir.in("forge"));
    const stranger = createPrivateKey(
      generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }),
    );
    const forged = seal({ a: 1 }, { ...own, privateKey: stranger }, POSTURE);
    expect(() => openSealed(writeSealed(forged), POSTURE)).toThrow(/signature does not fit/);
  });
  test("what was signed for another purpose is no posture report", () => {
    const text = writeSealed(seal({ a: 1 }, keyIn(dir.in("forge")), "amt-agent-advisories+jws"));
    expect(() => openSealed(text, POSTURE)).toThrow(/signed as/);
  });
  test("a header that says none, or is missing, is refused", async () => {
    const sealed = JSON.parse(await next(dir.in("none")));
    const header = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(sealed.protected, "base64url").toString()), alg: "none" }),
    );
    expect(() =>
      openSealed(`${canonical({ ...sealed, protected: header.toString("base64url") })}\n`, POSTURE),
    ).toThrow();
    expect(() => openSealed(`${canonical({ ...sealed, signature: null })}\n`, POSTURE)).toThrow(/half/);
  });
  test.each(["", "{}", "[]", "null", "{", '{"document":1}', '{"a":1,"a":1}'])("%s is no document", (text) => {
    expect(() => verifyPosture(text)).toThrow(expect.objectContaining({ code: "POSTURE_INVALID" }));
  });
});

describe("one after the other", () => {
  test("they count, and each names the one before; an older one that comes again is recognised", async () => {
    const place = dir.in("chain");
    const [first, second, third] = [await next(place), await next(place), await next(place)].map(verifyPosture);
    if (!first || !second || !third) throw new Error("three");
    expect([first, second, third].map(({ posture }) => posture.sequence)).toEqual([1, 2, 3]);
    expect([first.posture.previous, second.posture.previous]).toEqual([null, first.digest]);
    expect(headIn(place)).toEqual({ sequence: 3, digest: third.digest });
    expect(successionOf(first, second)).toBe("follows");
    expect(successionOf(first, third)).toBe("gap");
    expect(successionOf(third, first)).toBe("replayed");
    expect(successionOf(third, third)).toBe("replayed");
    const stranger = verifyPosture(await next(dir.in("stranger")));
    expect(successionOf(first, stranger)).toBe("other-signer");
  });

  test("one that was made from an older state is no successor", async () => {
    const place = dir.in("fork");
    const first = verifyPosture(await next(place));
    const head = readFileSync(join(place, "head.json"), "utf8");
    const second = verifyPosture(await next(place));
    writeFileSync(join(place, "head.json"), head);
    const again = verifyPosture(await next(place));
    expect(successionOf(first, again)).toBe("follows");
    expect(successionOf(second, again)).toBe("forked");
    const third = { ...(await next(place).then(verifyPosture)) };
    expect(successionOf(second, third)).toBe("forked");
  });

  test("two at once get two numbers", async () => {
    const place = dir.in("race");
    const made = (await Promise.all([next(place), next(place), next(place)])).map(
      (text) => verifyPosture(text).posture,
    );
    expect(made.map(({ sequence }: Posture) => sequence).sort()).toEqual([1, 2, 3]);
  });

  test("a spoilt number is refused, and says what to do", async () => {
    const place = dir.in("spoilt");
    await next(place);
    writeFileSync(join(place, "head.json"), "{");
    await expect(next(place)).rejects.toThrow(/remove it together with key.pem/);
  });
});
