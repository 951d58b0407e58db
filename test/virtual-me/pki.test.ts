import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authorities } from "../../virtual-me/pki/authorities.ts";
import { kindNames } from "../../virtual-me/pki/kinds.ts";
import { virtualRoots } from "../../virtual-me/pki/roots.ts";
import { type WrittenCertificate, writePki } from "../../virtual-me/pki/write.ts";
import { adminSetup } from "../support/admin-setup.ts";
import { cimService } from "../support/cim-service.ts";

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), "virtual-pki-"));
const directory = path.join(folder, "out");
let written: readonly WrittenCertificate[] = [];
beforeAll(() => {
  written = writePki({ directory, domain: "example.com" });
});
afterAll(() => rmSync(folder, { recursive: true }));

const openssl = async (...words: string[]): Promise<string> => (await run("openssl", words)).stdout;
const of = (name: string): WrittenCertificate => written.find((one) => one.name === name)!;
/** Certificates in the file's order, PEM, as openssl reads them. */
async function certificates(name: string): Promise<string[]> {
  const { pfx, passwordFile } = of(name);
  const text = await openssl("pkcs12", "-in", pfx, "-passin", `file:${passwordFile}`, "-nokeys");
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};

test("the hashes that machines list are those of the roots; every run makes the same ones", () => {
  for (const [index, name] of (["trusted", "inactive"] as const).entries()) {
    const { der } = authorities(name).root;
    const hash = (algorithm: string) => createHash(algorithm).update(der).digest("hex");
    expect(virtualRoots[index]).toMatchObject({ sha1: hash("sha1"), sha256: hash("sha256") });
    expect(virtualRoots[index]?.name).toMatch(/Virtual.*not Intel's/);
  }
});

describe("what is written", () => {
  test("every kind, for its owner's eyes alone", () => {
    expect(written.map(({ name }) => name)).toEqual(kindNames);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const { pfx, passwordFile } of written)
      for (const one of [pfx, passwordFile]) expect(statSync(one).mode & 0o777, one).toBe(0o600);
  });

  test("openssl opens each with the password beside it, but one", async () => {
    for (const { name, pfx, passwordFile } of written) {
      const opened = openssl("pkcs12", "-in", pfx, "-passin", `file:${passwordFile}`, "-noout");
      if (name === "wrong-password") await expect(opened).rejects.toThrow(/invalid password/);
      else await expect(opened, name).resolves.toBeDefined();
    }
  });

  test("every subject says that it is none of Intel's", async () => {
    for (const name of kindNames.filter((one) => one !== "wrong-password"))
      for (const pem of await certificates(name)) {
        const text = await openssl("x509", "-noout", "-subject", "-in", file("one.pem", pem));
        expect(text, name).toMatch(/virtual ME.*not Intel/);
      }
  });

  test("openssl verifies what can be verified, and says the same of what cannot", async () => {
    const root = path.join(directory, "root.pem");
    const expected: Readonly<Record<string, RegExp>> = {
      provisioning: /: OK/,
      "with-unit": /: OK/,
      "without-root": /: OK/, // the verifier has it
      "wrong-domain": /: OK/,
      expired: /certificate has expired/,
      "not-yet-valid": /certificate is not yet valid/,
      incomplete: /unable to get local issuer/,
      "weak-key": /key too weak/,
      "unknown-root": /self-signed certificate in certificate chain/,
      "inactive-root": /self-signed certificate in certificate chain/,
      "self-signed": /self-signed certificate/,
    };
    for (const [name, result] of Object.entries(expected)) {
      const [leaf = "", ...above] = await certificates(name);
      const words = ["verify", "-x509_strict", "-auth_level", "2", "-CAfile", root];
      const between = above.length === 0 ? [] : ["-untrusted", file("between.pem", above.join("\n"))];
      const said = await run("openssl", [...words, ...between, file("leaf.pem", leaf)]).then(
        ({ stdout }) => stdout,
        ({ stderr }: { stderr: string }) => stderr,
      );
      expect(said, name).toMatch(result);
    }
  });
});

test("what openssl takes out of the file and signs makes an owner of AMT", async () => {
  const on = await cimService("unprovisioned-11");
  const steps = adminSetup(on);
  const chain = await certificates("provisioning");
  const ders = chain.map((pem) => Buffer.from(pem.replace(/-----.*-----|\s/g, ""), "base64"));
  expect(await steps.addAll(ders)).toEqual(["0", "0", "0"]);
  const { pfx, passwordFile } = of("provisioning");
  const key = path.join(folder, "key.pem");
  await openssl("pkcs12", "-in", pfx, "-passin", `file:${passwordFile}`, "-nocerts", "-nodes", "-out", key);
  const mcNonce = Buffer.from("twenty bytes of mine");
  const data = path.join(folder, "data");
  writeFileSync(data, Buffer.concat([await steps.nonce(), mcNonce]));
  await openssl("dgst", "-sha256", "-sign", key, "-out", `${data}.sig`, data);
  const proof = {
    McNonce: mcNonce.toString("base64"),
    SigningAlgorithm: "2",
    DigitalSignature: readFileSync(`${data}.sig`).toString("base64"),
  };
  expect(await steps.setup(proof)).toBe("0");
  expect(on.world.controlMode).toBe("admin");
  on.close();
});
