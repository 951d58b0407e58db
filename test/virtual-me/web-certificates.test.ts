import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { pemOf } from "../../virtual-me/web/certificate.ts";
import { oid, tlv } from "../../virtual-me/web/der.ts";
import type { Identity } from "../../virtual-me/web/identity.ts";
import { machineOf, servedWeb } from "../support/web.ts";

const run = promisify(execFile);
const identityOf = async (firmware: string): Promise<Identity> => (await servedWeb(machineOf(firmware))).web.identity;
const read = ({ chain }: Identity): X509Certificate[] => chain.map((der) => new X509Certificate(der));

describe("certificates", () => {
  test("from AMT 19 an On-Die chain as rpc-go asks for: six, leaf, ROM CA and its issuer by name, up to a root", async () => {
    const identity = await identityOf("19.0.5.2175");
    const chain = read(identity);
    const root = new X509Certificate(identity.authority);
    expect(chain).toHaveLength(6);
    expect(chain[0]?.subject).toMatch(/CN=AMT RCFG$/);
    expect(chain[3]?.subject).toMatch(/CN=.*ROM CA$/);
    expect(chain[3]?.issuer).toMatch(/OU=ODCA 2 CSME P/);
    expect(root.subject).toMatch(/OU=OnDie CA Root Cert Signing/);
    for (const [i, one] of [...chain, root].entries()) {
      const issuer = [...chain, root][i + 1] ?? root;
      expect(one.checkIssued(issuer)).toBe(true);
      expect(one.verify(issuer.publicKey)).toBe(true);
      expect(one.ca).toBe(i > 0);
      expect(one.subject).toMatch(/virtual/);
      expect(one.publicKey.asymmetricKeyDetails?.namedCurve).toBe("secp384r1");
    }
  });

  test("before that one self-signed certificate", async () => {
    const identity = await identityOf("16.1.25.1917");
    const [only, ...rest] = read(identity);
    expect(rest).toEqual([]);
    expect(only!.verify(only!.publicKey)).toBe(true);
    expect(only!.subject).toMatch(/virtual/);
    expect(only!.raw).toEqual(new X509Certificate(identity.authority).raw);
  });

  test("openssl verifies both, for a server of these names", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "web-certificates-"));
    try {
      for (const firmware of ["16.1.25.1917", "21.0.2.1415"]) {
        const identity = await identityOf(firmware);
        const file = (name: string, text: string): string => {
          writeFileSync(path.join(folder, name), text);
          return path.join(folder, name);
        };
        const ca = file("ca.pem", identity.authority);
        const leaf = file("leaf.pem", pemOf(identity.chain[0]!));
        const between = file("between.pem", identity.chain.slice(1).map(pemOf).join(""));
        const untrusted = identity.chain.length > 1 ? ["-untrusted", between] : [];
        for (const name of ["-verify_hostname=localhost", "-verify_ip=127.0.0.1", "-verify_ip=::1"]) {
          const { stdout } = await run("openssl", [
            ...["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca, ...untrusted],
            ...name.split("="),
            leaf,
          ]);
          expect(stdout).toBe(`${leaf}: OK\n`);
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("keys are made once, another leaf on demand, under the same root", async () => {
    const identity = await identityOf("19.0.5.2175");
    const before = { authority: identity.authority, leaf: identity.chain[0]! };
    expect(identity.hash("sha256")).toEqual(createHash("sha256").update(before.leaf).digest());
    expect(identity.hash("sha384")).toHaveLength(48);
    identity.renew();
    expect(identity.chain[0]).not.toEqual(before.leaf);
    expect(identity.authority).toBe(before.authority);
  });

  test("DER as others write it", () => {
    expect(oid("1.2.840.10045.4.3.3").toString("hex")).toBe("06082a8648ce3d040303"); // RFC 5758 3.2
    expect(tlv(0x04, Buffer.alloc(0x7f)).subarray(0, 2).toString("hex")).toBe("047f");
    expect(tlv(0x04, Buffer.alloc(0x80)).subarray(0, 3).toString("hex")).toBe("048180");
    expect(tlv(0x04, Buffer.alloc(0x1234)).subarray(0, 4).toString("hex")).toBe("04821234");
  });
});
