import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import { bits, integer, octets, oid, sequence, setOf, tlv, truth, utcTime, utf8 } from "./der.ts";

const attributes = { O: "2.5.4.10", OU: "2.5.4.11", CN: "2.5.4.3" } as const;
/** A distinguished name, in the order in which it is written. */
export type Name = readonly (readonly [attribute: keyof typeof attributes, value: string])[];

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}
/** Elliptic curve, 384 bits: as the recorded leaf, and made in a millisecond. */
export const makeKeys = (): KeyPair => generateKeyPairSync("ec", { namedCurve: "P-384" });

export interface Issued {
  readonly subject: Name;
  readonly keys: KeyPair;
  /** X.509 certificate, DER. */
  readonly der: Buffer;
}
export interface Request {
  readonly subject: Name;
  readonly keys: KeyPair;
  /** Undefined: signs itself. */
  readonly issuer: Issued | undefined;
  /** At most 20 bytes, random. */
  readonly serial: Buffer;
  readonly authority: boolean;
  /** DNS names and addresses under which a server may present it. */
  readonly names?: readonly string[];
  /** Extended key usages beside that of a TLS server; the leaf's. */
  readonly usages?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
}

// As the On-Die certificates: they outlive the machine. A virtual clock must not make them invalid for other people's tools.
const beginning = new Date("2020-01-01T00:00:00Z");
const end = new Date("2049-12-31T23:59:59Z");
const ecdsaSha384 = sequence(oid("1.2.840.10045.4.3.3"));
const rsaSha256 = sequence(oid("1.2.840.113549.1.1.11"), tlv(0x05));

const serverUsage = "1.3.6.1.5.5.7.3.1";

const nameOf = (name: Name): Buffer =>
  sequence(...name.map(([attribute, value]) => setOf(sequence(oid(attributes[attribute]), utf8(value)))));
const spki = ({ publicKey }: KeyPair): Buffer => publicKey.export({ type: "spki", format: "der" });
const identifier = (keys: KeyPair): Buffer => createHash("sha1").update(spki(keys)).digest();
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(oid(id), ...(critical ? [truth] : []), octets(value));

function general(name: string): Buffer {
  if (isIPv4(name)) return tlv(0x87, Buffer.from(name.split(".").map(Number)));
  if (!isIPv6(name)) return tlv(0x82, Buffer.from(name));
  if (name !== "::1") throw new RangeError(`${name}: of IPv6 only ::1 can stand in a certificate here`);
  return tlv(0x87, Buffer.from(`${"00".repeat(15)}01`, "hex"));
}

/** An X.509 v3 certificate (RFC 5280), signed with ECDSA and SHA-384, or RSA and SHA-256 where the issuer's key is of that kind. */
export function issue(request: Request): Issued {
  const { subject, keys, issuer, serial, authority, names = [], usages = [], from = beginning, to = end } = request;
  const signer = issuer ?? { subject, keys };
  const [algorithm, hash] =
    signer.keys.privateKey.asymmetricKeyType === "rsa" ? [rsaSha256, "sha256"] : [ecdsaSha384, "sha384"];
  const usage = authority ? [0x06, 1] : [0x80, 7]; // certificates and lists; signatures
  const extensions = sequence(
    extension("2.5.29.19", sequence(...(authority ? [truth] : [])), true),
    extension("2.5.29.15", bits(Buffer.from([usage[0]!]), usage[1]!), true),
    extension("2.5.29.14", octets(identifier(keys))),
    extension("2.5.29.35", sequence(tlv(0x80, identifier(signer.keys)))),
    ...(authority ? [] : [extension("2.5.29.37", sequence(...[serverUsage, ...usages].map(oid)))]),
    ...(names.length === 0 ? [] : [extension("2.5.29.17", sequence(...names.map(general)))]),
  );
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(Buffer.concat([Buffer.from([0x01]), serial.subarray(0, 19)])),
    algorithm,
    nameOf(signer.subject),
    sequence(utcTime(from), utcTime(to)),
    nameOf(subject),
    spki(keys),
    tlv(0xa3, extensions),
  );
  const signature = sign(hash, body, signer.keys.privateKey);
  return { subject, keys, der: sequence(body, algorithm, bits(signature)) };
}

export const pemOf = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/(.{64})(?!$)/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
