import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkChain, commonNames, orderedChain } from "../../agent/provisioning/chain.ts";
import { checkAmtPassword } from "../../agent/provisioning/configure/password-rules.ts";
import { checkDomain, fits } from "../../agent/provisioning/domain.ts";
import {
  base64Digest,
  checkPassword,
  hexDigest,
  passwordNeeds,
  strongPassword,
} from "../../agent/provisioning/password.ts";
import { readPfx } from "../../agent/provisioning/pfx.ts";
import { trustedRoot } from "../../agent/provisioning/trusted-root.ts";
import { codeOf } from "../../mei/errors.ts";
import { Secret } from "../../platform/secret.ts";
import { authorities } from "../../virtual-me/pki/authorities.ts";
import { pfxPassword, type WrittenCertificate, writePki } from "../../virtual-me/pki/write.ts";
import { folder } from "../support/program.ts";
import { chainOfKind } from "../support/provisioning.ts";

const dir = folder();
let written: readonly WrittenCertificate[];
beforeAll(() => {
  written = writePki({ directory: dir.in("pki"), domain: "example.com" });
});
afterAll(() => dir.remove());

const codeOfThrown = (work: () => unknown): string => {
  try {
    work();
    return "none";
  } catch (error) {
    return codeOf(error);
  }
};
const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });

describe("passwords", () => {
  test.each([
    ["Aa1!aaa", "8 to 32"],
    [`Aa1!${"a".repeat(29)}`, "8 to 32"],
    ["aa1!aaaa", "upper"],
    ["AA1!AAAA", "lower"],
    ["Aaa!aaaa", "digit"],
    ["Aa1_aaaa", "does not count _"],
    ["Aa1!ааааaa", "ASCII"],
    ["Aa1!aaaa\n", "ASCII"],
  ])("%j is refused for what is wrong with it, and not repeated", (text, why) => {
    let said = "";
    try {
      checkPassword(new Secret(text), "The password");
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(why);
    expect(said).not.toContain(text);
  });
  test("activation and a later change of it ask for the same", () => {
    for (const text of ["", "Aa1_aaaa", "aaaaaaaa", "Aa1!aaaa\n", "Aa1!bcdefgh"]) {
      const needs = passwordNeeds(new Secret(text));
      const [first, later] = [
        () => checkPassword(new Secret(text), "It"),
        () => checkAmtPassword(new Secret(text), "AMT"),
      ];
      if (needs.length === 0) for (const check of [first, later]) expect(check).not.toThrow();
      else for (const check of [first, later]) expect(check).toThrow(needs.join(", "));
    }
  });
  test("every printable character may stand in one", () => {
    for (let code = 0x20; code < 0x7f; code++) checkPassword(new Secret(`Aa1!${String.fromCharCode(code)}bcd`), "It");
  });
  test("what is made keeps the rules and is never twice the same", () => {
    const made = Array.from({ length: 200 }, strongPassword);
    for (const one of made) checkPassword(one, "It");
    expect(new Set(made.map((one) => one.reveal())).size).toBe(200);
  });
  test("the digests are those of md5sum, one in hex, one in base64", () => {
    const hash = createHash("md5").update("admin:Digest:ABC:Aa1!aaaa").digest();
    expect(hexDigest("Digest:ABC", new Secret("Aa1!aaaa")).reveal()).toBe(hash.toString("hex"));
    expect(base64Digest("Digest:ABC", new Secret("Aa1!aaaa")).reveal()).toBe(hash.toString("base64"));
  });
});

describe("PFX files", () => {
  const codes: Readonly<Record<string, string>> = {
    provisioning: "none",
    "with-unit": "none",
    "wrong-order": "none",
    expired: "CHAIN_EXPIRED",
    "not-yet-valid": "CHAIN_NOT_YET_VALID",
    incomplete: "CHAIN_INCOMPLETE",
    "without-root": "CHAIN_NO_ROOT",
    "wrong-domain": "DOMAIN_MISMATCH",
    "wrong-usage": "CHAIN_USAGE",
    "weak-key": "CHAIN_WEAK_KEY",
    "unknown-root": "ROOT_UNKNOWN",
    "inactive-root": "ROOT_INACTIVE",
    "self-signed": "CHAIN_SELF_SIGNED",
    "wrong-password": "PFX_PASSWORD",
  };
  test("each kind that can be wrong has an error of its own, from the file alone and from what AMT knows", () => {
    expect(written.map(({ name }) => name).sort()).toEqual(Object.keys(codes).sort());
    const root = (name: "trusted" | "inactive", active: boolean) => ({
      name,
      algorithm: "sha256",
      hash: createHash("sha256").update(authorities(name).root.der).digest(),
      active,
    });
    const suffixes = { pki: "", dhcp: "example.com", wiredLinkUp: true };
    for (const { name, pfx, passwordFile } of written) {
      const code = codeOfThrown(() => {
        const chain = orderedChain(readPfx(readFileSync(pfx), new Secret(readFileSync(passwordFile, "utf8").trim())));
        checkChain(chain, new Date());
        trustedRoot(chain, [root("trusted", true), root("inactive", false)]);
        checkDomain(commonNames(chain), suffixes);
      });
      expect([name, code]).toEqual([name, codes[name]]);
    }
    const bad = Object.values(codes).filter((code) => code !== "none");
    expect(new Set(bad).size).toBe(bad.length);
  });
  test("those of openssl, old and new ciphers, are read; what is not RSA, or has no key or certificate, says so", () => {
    const [key, cert] = [dir.in("k.pem"), dir.in("c.pem")];
    const make = (algorithm: string[]) =>
      openssl(
        "req",
        "-x509",
        "-nodes",
        "-newkey",
        ...algorithm,
        "-keyout",
        key,
        "-out",
        cert,
        "-subj",
        "/CN=x",
        "-days",
        "2",
      );
    const pack = (...more: string[]) => {
      const out = dir.in("o.pfx");
      openssl("pkcs12", "-export", "-out", out, "-passout", `pass:${pfxPassword}`, ...more);
      return readFileSync(out);
    };
    const read = (bytes: Buffer, password = pfxPassword) =>
      codeOfThrown(() => orderedChain(readPfx(bytes, new Secret(password))));
    make(["rsa:2048"]);
    const pair = ["-inkey", key, "-in", cert];
    for (const more of [[], ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"]]) {
      expect(read(pack(...pair, ...more))).toBe("CHAIN_SELF_SIGNED");
      expect(read(pack(...pair, ...more), "another")).toBe("PFX_PASSWORD");
    }
    expect(read(pack("-nokeys", "-in", cert))).toBe("PFX_NO_KEY");
    expect(read(pack("-nocerts", "-inkey", key, "-in", cert))).toBe("PFX_NO_CERTIFICATE");
    make(["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    expect(read(pack(...pair))).toBe("PFX_NOT_RSA");
  });
  test("whatever the bytes are, the error is one of ours and holds neither password nor key", () => {
    const good = readFileSync(join(dir.in("pki"), "provisioning.pfx"));
    const ours = /^(PFX_|CHAIN_|none$)/;
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, keep) => {
        const spoilt = Buffer.from(good);
        spoilt[at] = value;
        for (const bytes of [spoilt, good.subarray(0, keep)])
          expect(codeOfThrown(() => orderedChain(readPfx(bytes, new Secret(pfxPassword))))).toMatch(ours);
      }),
      { numRuns: 40 },
    );
    writeFileSync(dir.in("text"), "no PFX");
    expect(codeOfThrown(() => readPfx(readFileSync(dir.in("text")), new Secret("x")))).toBe("PFX_UNREADABLE");
  });
});

describe("roots and domains", () => {
  test("equal names do not hide an active hash behind a switched-off one", () => {
    const chain = chainOfKind("provisioning");
    const hash = createHash("sha384").update(authorities("trusted").root.der).digest();
    const entry = { name: "same name", algorithm: "sha384", hash: Buffer.concat([hash, Buffer.alloc(16)]) };
    const other = { ...entry, algorithm: "sha256", active: true, hash: Buffer.alloc(64) };
    expect(trustedRoot(chain, [{ ...entry, active: false }, other, { ...entry, active: true }])).toBe("same name");
    expect(codeOfThrown(() => trustedRoot(chain, [{ ...entry, active: false }, other]))).toBe("ROOT_INACTIVE");
  });
  test.each([
    ["provision.example.com", "example.com", true],
    ["a.b.example.com", "example.com", true],
    ["provision.example.org", "example.org", true],
    ["a.b.example.org", "example.org", false],
    ["*.example.org", "Example.ORG", true],
    ["example.com", "sub.example.com", true],
    ["provision.example.com", "example.org", false],
    ["provision", "example.com", false],
    ["provision.example.com", "", false],
  ])("%s for %s: %s", (name, suffix, fit) => {
    expect(fits(name, suffix)).toBe(fit);
  });
  test("without a suffix of its own and a wired link AMT can have none; one that is not known is AMT's to compare", () => {
    const names = ["provision.example.com"];
    expect(codeOfThrown(() => checkDomain(names, { pki: "", dhcp: undefined, wiredLinkUp: false }))).toBe(
      "DOMAIN_UNKNOWN",
    );
    expect(codeOfThrown(() => checkDomain(names, { pki: "", dhcp: undefined, wiredLinkUp: true }))).toBe("none");
    expect(codeOfThrown(() => checkDomain(names, { pki: "example.org", dhcp: "example.com", wiredLinkUp: true }))).toBe(
      "DOMAIN_MISMATCH",
    );
  });
});
