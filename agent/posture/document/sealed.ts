import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { canonical, digestOf, type Json } from "./canonical.ts";
import { PostureError } from "./error.ts";
import { type Algorithm, algorithmOf, type SigningKey, thumbprintOf } from "./key.ts";
import { type Quote, wrongWithQuote } from "./quote.ts";
import { isSigned, signed } from "./signature.ts";

/**
 * A document with its digest and signature: a JWS with detached content (RFC 7515, appendix F) whose payload is the canonical form of the
 * document. `protected + ".." + signature` is that JWS in its compact form. `signature` null: not signed.
 */
export interface Sealed<D extends Json = Json> {
  readonly document: D;
  readonly digest: string;
  readonly protected: string | null;
  readonly signature: string | null;
  /** Where the key is in a TPM. Its header says that there is one: it cannot be taken away. */
  readonly quote?: Quote;
}
interface Header {
  readonly alg: Algorithm;
  readonly jwk: JsonWebKey;
  readonly kid: string;
  readonly typ: string;
  readonly quoted?: true;
}

const b64 = (text: string): string => Buffer.from(text).toString("base64url");
const inputOf = (header: string, text: string): Buffer => Buffer.from(`${header}.${b64(text)}`);
/** Whatever holds a key: a file, or a TPM. */
export interface Signer extends Omit<SigningKey, "privateKey"> {
  /** 64 bytes; of ES256 the two numbers side by side. */
  sign(bytes: Buffer, options: { signal: AbortSignal }): Promise<Buffer>;
  /** The TPM's own word over its PCRs and this digest; only where the key is in one. */
  quote?(digest: Buffer, options: { signal: AbortSignal }): Promise<Quote>;
}

export const signerWith = (key: SigningKey): Signer => ({ ...key, sign: async (bytes) => signed(bytes, key) });
const headerBy = (key: Omit<SigningKey, "privateKey">, typ: string, more: { quoted?: true } = {}): string =>
  b64(
    canonical({ alg: key.algorithm, jwk: key.publicKey.export({ format: "jwk" }) as Json, kid: key.id, typ, ...more }),
  );
const bytesOf = (digest: string): Buffer => Buffer.from(digest.slice("sha256:".length), "hex");

export function seal<D extends Json>(document: D, key: SigningKey | undefined, typ: string): Sealed<D> {
  const text = canonical(document);
  const digest = digestOf(text);
  if (key === undefined) return { document, digest, protected: null, signature: null };
  const header = headerBy(key, typ);
  const signature = signed(inputOf(header, text), key).toString("base64url");
  return { document, digest, protected: header, signature };
}

/** The same by whatever holds the key. Rejects PostureError. */
export async function sealBy<D extends Json>(
  document: D,
  signer: Signer,
  typ: string,
  options: { signal: AbortSignal },
): Promise<Sealed<D>> {
  const text = canonical(document);
  const digest = digestOf(text);
  const header = headerBy(signer, typ, signer.quote ? { quoted: true } : {});
  const signature = (await signer.sign(inputOf(header, text), options)).toString("base64url");
  const quote = await signer.quote?.(bytesOf(digest), options);
  return { document, digest, protected: header, signature, ...(quote && { quote }) };
}

/** The bytes that are written: one line. There is only one way to write it, so a changed byte shows wherever it is. */
export const writeSealed = (sealed: Sealed): string => `${canonical(sealed as unknown as Json)}\n`;

export interface Opened {
  readonly document: Json;
  readonly digest: string;
  readonly signer: Signed | undefined;
}
interface Signed {
  readonly id: string;
  readonly key: KeyObject;
  /** With a TPM's quote over the digest. */
  readonly quoted: boolean;
}

/**
 * Reads a sealed document. Throws PostureError (POSTURE_INVALID) with what does not fit: the form, the digest, the signature. The signature
 * is checked with the key that the document itself names: whose key that is the caller must know.
 */
export function openSealed(text: string, typ: string): Opened {
  const sealed = parse(text);
  if (writeSealed(sealed) !== text)
    throw invalid("it is not in its canonical form: bytes were changed, added or left out");
  const content = canonical(sealed.document);
  const digest = digestOf(content);
  if (digest !== sealed.digest)
    throw invalid(`its digest is ${digest}, and it says ${String(sealed.digest).slice(0, 80)}`);
  if (sealed.protected === null && sealed.signature === null && sealed.quote === undefined)
    return { document: sealed.document, digest, signer: undefined };
  return { document: sealed.document, digest, signer: signerOf(sealed, content, typ) };
}

const invalid = (why: string, cause?: unknown): PostureError =>
  new PostureError("POSTURE_INVALID", `The document is not what was signed: ${why}`, { cause });
const members = ["digest,document,protected,signature", "digest,document,protected,quote,signature"];

function parse(text: string): Sealed {
  try {
    const value = JSON.parse(text) as Sealed;
    if (typeof value !== "object" || value === null || !members.includes(Object.keys(value).sort().join()))
      throw invalid("it has other members than document, digest, protected and signature");
    return value;
  } catch (cause) {
    if (cause instanceof PostureError) throw cause;
    throw invalid("it is no JSON", cause);
  }
}

function signerOf({ digest, protected: header, signature, quote }: Sealed, content: string, typ: string): Signed {
  if (typeof header !== "string" || typeof signature !== "string") throw invalid("half of its signature is missing");
  const { alg, jwk, kid, typ: said, quoted } = headerIn(header);
  if (said !== typ) throw invalid(`it is signed as ${String(said).slice(0, 60)}, not as ${typ}`);
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk, format: "jwk" });
  } catch (cause) {
    throw invalid("it names no key", cause);
  }
  if (algorithmOf(key) !== alg || thumbprintOf(key) !== kid) throw invalid("its key is not the one it names");
  const bytes = Buffer.from(signature, "base64url");
  if (bytes.toString("base64url") !== signature) throw invalid("its signature is not base64url");
  if (!isSigned(inputOf(header, content), { algorithm: alg, publicKey: key }, bytes))
    throw invalid("its signature does not fit");
  if ((quoted === true) !== (quote !== undefined)) throw invalid("a TPM's quote was taken away, or put there");
  const wrong = quote && wrongWithQuote(quote, bytesOf(digest), key);
  if (wrong !== undefined) throw invalid(`of the TPM's quote: ${wrong}`);
  return { id: kid, key, quoted: quote !== undefined };
}

function headerIn(text: string): Header {
  try {
    const found = JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as Header;
    if (typeof found !== "object" || found === null) throw invalid("its signature has no header");
    return found;
  } catch (cause) {
    throw invalid("the header of its signature is no JSON", cause);
  }
}
