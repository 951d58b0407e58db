import { createPublicKey } from "node:crypto";
import { ConfigError } from "../../config-error.ts";
import { thumbprintOf } from "../document/key.ts";

/** `none`, or ed25519 public keys as base64 of their 32 bytes, by commas. Their thumbprints. Throws ConfigError. */
export function parseAdvisoryKeys(text: string): readonly string[] {
  if (text === "none") return [];
  return text.split(",").map((one) => {
    const bytes = Buffer.from(one.trim(), "base64");
    if (bytes.length !== 32 || bytes.toString("base64").replace(/=+$/, "") !== one.trim().replace(/=+$/, ""))
      throw new ConfigError(`"${one.trim().slice(0, 60)}" must be the 32 bytes of an ed25519 public key in base64`);
    return thumbprintOf(
      createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: bytes.toString("base64url") }, format: "jwk" }),
    );
  });
}
