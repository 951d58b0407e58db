import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, sign, X509Certificate } from "node:crypto";

/** What a provisioning server has in its secret store: read by openssl, since the server imports nothing of ours. */
export interface ServerCertificate {
  /** Leaf first, root last: DER in base64 on one line. */
  readonly chain: readonly string[];
  /** SHA-256 of the root, in small hex. */
  readonly rootHash: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  sign(bytes: Buffer): Buffer;
}

export function serverCertificate(pfx: string, passwordFile: string): ServerCertificate {
  const asked = ["pkcs12", "-in", pfx, "-passin", `file:${passwordFile}`, "-nodes"];
  const text = execFileSync("openssl", asked, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const key = createPrivateKey(text.slice(text.indexOf("-----BEGIN PRIVATE KEY-----")));
  const found = [...text.matchAll(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)].map(
    ([pem]) => new X509Certificate(pem),
  );
  const chain = found.filter((one) => one.checkPrivateKey(key));
  for (let next = chain[0]; next && next.subject !== next.issuer; ) {
    const { issuer } = next;
    next = found.find(({ subject }) => subject === issuer);
    if (next) chain.push(next);
  }
  return {
    chain: chain.map(({ raw }) => raw.toString("base64")),
    rootHash: createHash("sha256")
      .update(chain.at(-1)?.raw ?? "")
      .digest("hex"),
    sign: (bytes) => sign("sha256", bytes, key),
  };
}
