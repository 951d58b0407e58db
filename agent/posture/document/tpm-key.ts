import { createHash, createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../../../platform/run-program.ts";
import { readTrustedFile } from "../../../platform/trusted-file.ts";
import { PostureError } from "./error.ts";
import { thumbprintOf } from "./key.ts";
import { QUOTED, type Quote } from "./quote.ts";
import { replace } from "./replace.ts";
import type { Signer } from "./sealed.ts";

/**
 * A key that never leaves the TPM: P-256, restricted, so that the TPM signs only what it hashed itself and what it says itself. A quote can
 * therefore not be made up by signing one. The file holds it wrapped for this TPM, and is of no use elsewhere.
 */
const FILE = "tpm-key.json";
const ATTRIBUTES = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign";
/** Bytes of what a tool prints. */
const MOST = 64 * 1024;
/** With the kernel's resource manager nothing is left in the TPM when a tool ends. */
const MANAGED = /^device:\/dev\/tpmrm\d+$/;

interface Kept {
  /** TPM2B_PUBLIC and TPM2B_PRIVATE, base64. */
  readonly public: string;
  readonly private: string;
  readonly pem: string;
}
export interface TpmPlace {
  readonly directory: string;
  /** How tpm2-tools reach the TPM: `device:/dev/tpmrm0`, `swtpm:path=...`. */
  readonly tcti: string;
}

/** Undefined: none was made here. Throws UntrustedFileError, PostureError. */
export function tpmKeyThere(place: TpmPlace): Signer | undefined {
  const kept = keptIn(place.directory);
  return kept && signerOf(kept, place);
}

/** Makes one. Rejects PostureError (POSTURE_TPM) where there is no TPM 2.0, or it may not be used. */
export async function makeTpmKey(place: TpmPlace, options: { signal: AbortSignal }): Promise<Signer> {
  const kept = await withTpm(place, options, async ({ run, file, read }) => {
    await primary(run, file);
    const parts = ["-u", file("public"), "-r", file("private")];
    await run(
      "tpm2_create",
      "-C",
      file("primary"),
      "-G",
      "ecc256:ecdsa-sha256:null",
      "-g",
      "sha256",
      "-a",
      ATTRIBUTES,
      ...parts,
    );
    await run("tpm2_load", "-C", file("primary"), ...parts, "-c", file("key"));
    await run("tpm2_readpublic", "-c", file("key"), "-f", "pem", "-o", file("pem"));
    const text = (name: string): string => read(name).toString("base64");
    return { public: text("public"), private: text("private"), pem: read("pem").toString("utf8") };
  });
  replace(place.directory, FILE, JSON.stringify(kept));
  return signerOf(kept, place);
}

function signerOf(kept: Kept, place: TpmPlace): Signer {
  const publicKey = createPublicKey(kept.pem);
  return {
    id: thumbprintOf(publicKey),
    algorithm: "ES256",
    publicKey,
    sign: (bytes, options) =>
      loaded(kept, place, options, async ({ run, file, write, read }) => {
        write("message", bytes);
        await run("tpm2_hash", "-C", "o", "-g", "sha256", "-t", file("ticket"), "-o", file("hash"), file("message"));
        const what = ["-d", "-t", file("ticket"), "-o", file("signature"), file("hash")];
        await run("tpm2_sign", "-c", file("key"), "-g", "sha256", "-s", "ecdsa", "-f", "plain", ...what);
        return sideBySide(read("signature"));
      }),
    quote: (digest, options) =>
      loaded(kept, place, options, async ({ run, file, read }): Promise<Quote> => {
        const over = ["-l", `sha256:${QUOTED.join(",")}`, "-q", digest.toString("hex"), "-g", "sha256"];
        const into = ["-m", file("attest"), "-s", file("signature"), "-f", "plain", "-o", file("pcrs"), "-F", "values"];
        await run("tpm2_quote", "-c", file("key"), ...over, ...into);
        const text = (bytes: Buffer): string => bytes.toString("base64url");
        return {
          attest: text(read("attest")),
          pcrs: text(read("pcrs")),
          signature: text(sideBySide(read("signature"))),
        };
      }),
  };
}

interface Tools {
  /** One of tpm2-tools. */
  run(tool: string, ...args: string[]): Promise<void>;
  file(name: string): string;
  read(name: string): Buffer;
  write(name: string, bytes: Buffer): void;
}

/** The same each time it is made: it comes from the TPM's own seed. */
const primary = (run: Tools["run"], file: Tools["file"]): Promise<void> =>
  run("tpm2_createprimary", "-C", "o", "-G", "ecc", "-g", "sha256", "-c", file("primary"));

const loaded = <T>(
  kept: Kept,
  place: TpmPlace,
  options: { signal: AbortSignal },
  use: (tools: Tools) => Promise<T>,
): Promise<T> =>
  withTpm(place, options, async (tools) => {
    const { run, file, write } = tools;
    await primary(run, file);
    write("public", Buffer.from(kept.public, "base64"));
    write("private", Buffer.from(kept.private, "base64"));
    await run("tpm2_load", "-C", file("primary"), "-u", file("public"), "-r", file("private"), "-c", file("key"));
    return await use(tools);
  });

async function withTpm<T>(
  { directory, tcti }: TpmPlace,
  { signal }: { signal: AbortSignal },
  use: (tools: Tools) => Promise<T>,
): Promise<T> {
  const work = mkdtempSync(join(directory, "tpm-"));
  const file = (name: string): string => join(work, name);
  const one = (tool: string, args: readonly string[]): Promise<string> =>
    runProgram(tool, ["-T", tcti, ...args], { most: MOST, signal });
  try {
    return await use({
      async run(tool, ...args) {
        await one(tool, ["-Q", ...args]);
        if (!MANAGED.test(tcti)) await one("tpm2_flushcontext", ["-t"]);
      },
      file,
      read: (name) => readFileSync(file(name)),
      write: (name, bytes) => writeFileSync(file(name), bytes, { mode: 0o600 }),
    });
  } catch (cause) {
    signal.throwIfAborted();
    throw new PostureError("POSTURE_TPM", `The key in the TPM cannot be used: ${(cause as Error).message}`, { cause });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** JWS and COSE want the two numbers side by side; tpm2-tools write DER. */
function sideBySide(der: Buffer): Buffer {
  const numbers: Buffer[] = [];
  for (let at = 2; at < der.length && numbers.length < 2; at += 2 + (der[at + 1] ?? 0))
    numbers.push(der.subarray(at + 2, at + 2 + (der[at + 1] ?? 0)));
  const whole = numbers.map((one) => Buffer.concat([Buffer.alloc(32), one]).subarray(-32));
  return Buffer.concat(whole);
}

function keptIn(directory: string): Kept | undefined {
  const path = join(directory, FILE);
  let text: string;
  try {
    text = readTrustedFile(path, "secret");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const kept = JSON.parse(text) as Kept;
    createHash("sha256").update(kept.private).update(kept.public).update(kept.pem); // texts, all three
    return kept;
  } catch (cause) {
    throw new PostureError("POSTURE_KEY", `${path} holds no key of a TPM`, { cause });
  }
}
