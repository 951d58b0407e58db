import { type KeyObject, sign } from "node:crypto";

/** Where a DER element begins and ends; undefined where the bytes are none. */
function element(bytes: Buffer, at: number): { readonly from: number; readonly to: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  const count = first & 0x80 ? first & 0x7f : 0;
  if (count > 4 || at + 2 + count > bytes.length) return undefined;
  const length = count === 0 ? first : bytes.readUIntBE(at + 2, count);
  const from = at + 2 + count;
  return from + length <= bytes.length ? { from, to: from + length } : undefined;
}

function der(tag: number, content: Buffer): Buffer {
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

// sha1WithRSAEncryption, sha256…, sha384… (RFC 8017 A.2.4), each with NULL parameters
const oids: Readonly<Record<string, string>> = {
  sha1: "06092a864886f70d0101050500",
  sha256: "06092a864886f70d01010b0500",
  sha384: "06092a864886f70d01010c0500",
};

/** Signs the inner part of a request (RFC 2986) whose signature is null, with AMT's key. undefined: it is no such request. */
export function signRequest(request: Buffer, key: KeyObject, algorithm: string): Buffer | undefined {
  const whole = element(request, 0);
  const info = whole && element(request, whole.from);
  const oid = oids[algorithm];
  if (request[0] !== 0x30 || !whole || !info || request[whole.from] !== 0x30 || oid === undefined) return undefined;
  const inner = request.subarray(whole.from, info.to);
  const signature = sign(algorithm, inner, key);
  return der(
    0x30,
    Buffer.concat([inner, der(0x30, Buffer.from(oid, "hex")), der(0x03, Buffer.concat([Buffer.from([0]), signature]))]),
  );
}
