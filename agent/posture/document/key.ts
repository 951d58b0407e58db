import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { join } from "node:path";
import { ownDirectory, putNewFile } from "../../../platform/kept-file.ts";
import { readTrustedFile } from "../../../platform/trusted-file.ts";
import { PostureError } from "./error.ts";

/** This machine's key, and who it is: the thumbprint of RFC 7638 over its public half. */
export interface SigningKey {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}
/** JWS names (RFC 8037, RFC 7518). */
export type Algorithm = "EdDSA" | "ES256";

const FILE = "key.pem";

/** Of an ed25519 or P-256 key. Throws PostureError for another kind. */
export function algorithmOf(key: KeyObject): Algorithm {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1") return "ES256";
  throw new PostureError("POSTURE_KEY", "the key must be ed25519 or EC P-256");
}

/** The members that RFC 7638 3.2 names, in its order, and their SHA-256. */
export function thumbprintOf(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: "jwk" }) as JsonWebKey;
  const members = y === undefined ? { crv, kty, x } : { crv, kty, x, y };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

const made = (privateKey: KeyObject): SigningKey => {
  const publicKey = createPublicKey(privateKey);
  return { id: thumbprintOf(publicKey), algorithm: algorithmOf(publicKey), privateKey, publicKey };
};

/** The key in that directory, which is made (0700, the key 0600) where there is none. Throws UntrustedFileError where others can get at it. */
export function keyIn(directory: string): SigningKey {
  const path = join(ownDirectory(directory), FILE);
  const there = keyAt(path);
  if (there) return there;
  const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });
  try {
    putNewFile(path, pem);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another run was faster
  }
  return keyAt(path) ?? made(createPrivateKey(pem));
}

/** As `keyIn`, where there is one already. */
export const keyThere = (directory: string): SigningKey | undefined => keyAt(join(directory, FILE));

function keyAt(path: string): SigningKey | undefined {
  let pem: string;
  try {
    pem = readTrustedFile(path, "secret");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return made(createPrivateKey(pem));
  } catch (cause) {
    throw new PostureError("POSTURE_KEY", `${path} holds no private key`, { cause });
  }
}
