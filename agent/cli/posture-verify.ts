import { readBounded } from "../../platform/bounded-file.ts";
import { type Head, headIn } from "../posture/document/chain.ts";
import { PostureError } from "../posture/document/error.ts";
import { signerThere } from "../posture/document/signer.ts";
import { type Succession, successionOf, type Verified, verifyPosture } from "../posture/document/verify.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { newestOfService } from "./posture-of-service.ts";
import { keyChoice, posturePlace } from "./posture-place.ts";
import { harmless } from "./terminal.ts";

/** How it stands to the file before it, or to the newest that this machine made. */
type Standing = Succession | "first" | "newest" | "not-newest" | "never-made";

const words: Readonly<Record<Standing, string>> = {
  first: "",
  follows: "follows the one before",
  gap: "newer than the one before; some between are missing",
  replayed: "REPLAYED: not newer than the one before",
  forked: "FORKED: made after another document than the one before",
  "other-signer": "OTHER KEY: not of the machine that made the one before",
  newest: "the newest that this machine made",
  "not-newest": "older than the newest that this machine made",
  "never-made": "NEVER MADE: this machine has another document with that number, or none yet",
};
const bad: readonly Standing[] = ["replayed", "forked", "other-signer", "never-made"];

/** `amt-agent posture verify`: nothing is asked of the ME, and nothing is written. */
export async function verify(context: Context, files: readonly string[], signer: string | undefined): Promise<Exit> {
  const { terminal, json } = context;
  const place = await posturePlace(context);
  const own = signer === undefined ? await ownKeys(context, place) : [];
  const expected = signer === undefined ? own.map(({ id }) => id) : [signer];
  const read: Pick<Result, "file" | "verified">[] = [];
  for (const file of files) read.push({ file, verified: verifyPosture(await sealedIn(file)) });
  const results = read.map(({ file, verified }, i) => {
    const before = read[i - 1]?.verified;
    const trusted = verified.signer !== undefined && expected.includes(verified.signer);
    return {
      file,
      verified,
      trusted,
      standing: before ? successionOf(before, verified) : againstOwn(verified, own),
    };
  });
  if (json)
    terminal.out(JSON.stringify({ schema: "amt-agent.posture-verify/1", documents: results.map(documentOf) }, null, 2));
  else for (const one of results) terminal.out(lineOf(one));
  if (results.some(({ standing }) => bad.includes(standing))) return "problem";
  const stranger = results.find(({ trusted }) => !trusted);
  if (stranger === undefined) return "ok";
  // Said beside the documents: they are what was signed, only not by whom
  terminal.err(`amt-agent: ${untrusted(stranger.file, stranger.verified.signer, expected)}`);
  return "untrusted";
}

interface Result {
  readonly file: string;
  readonly verified: Verified;
  readonly trusted: boolean;
  readonly standing: Standing;
}
const documentOf = ({ file, verified: { posture, digest, signer, quoted }, trusted, standing }: Result) => ({
  ...{ file, id: posture.id, sequence: posture.sequence, previous: posture.previous, digest },
  ...{ collectedAt: posture.collectedAt, signer: signer ?? null, quoted, trusted, standing },
  history: posture.history ?? null,
});
const lineOf = ({ file, verified: { posture, digest, signer, quoted }, standing }: Result): string => {
  const said = words[standing];
  const history = posture.history ? `; the history of events then: ${posture.history}` : "";
  return `${harmless(file)}: unchanged, number ${posture.sequence} of ${posture.collectedAt}, ${digest}, signed by ${signer ?? "nobody"}${quoted ? ", with a TPM's quote" : ""}${said && `; ${said}`}${history}`;
};

/** A key of this machine, and the newest it signed. */
interface Own {
  readonly id: string;
  readonly head: Head | undefined;
}

/** This user's, and that of the running service if it can be trusted to be one. */
async function ownKeys(context: Context, place: string): Promise<Own[]> {
  const key = signerThere(place, await keyChoice(context));
  const own = key ? [{ id: key.id, head: headIn(place) }] : [];
  try {
    const served = await newestOfService(context, { mustBeTrusted: true });
    return served
      ? [...own, { id: served.signer, head: { sequence: served.sequence, digest: served.report.digest } }]
      : own;
  } catch (error) {
    context.terminal.err(`amt-agent: the service's key is not known: ${harmless((error as Error).message)}`);
    return own;
  }
}

function againstOwn(verified: Verified, own: readonly Own[]): Standing {
  const signer = own.find(({ id }) => id === verified.signer);
  if (signer === undefined) return "first";
  const { head } = signer;
  if (head === undefined || verified.posture.sequence > head.sequence) return "never-made";
  if (verified.posture.sequence < head.sequence) return "not-newest";
  return verified.digest === head.digest ? "newest" : "never-made";
}

function untrusted(file: string, signer: string | undefined, expected: readonly string[]): string {
  const name = harmless(file);
  if (signer === undefined) return `${name} is not signed: anybody could have written it`;
  const ours =
    expected.length === 0 ? "no key of this machine to compare with" : `not by ${harmless(expected.join(" or "))}`;
  return `${name} is unchanged since it was signed by the key ${signer}, ${ours}: say --signer ID if you know that key`;
}

const MOST = 4 * 1024 * 1024;
/** Rejects PostureError. */
export async function sealedIn(file: string): Promise<string> {
  const bytes = await readBounded(file, { most: MOST }).catch((cause: Error) => {
    throw new PostureError("POSTURE_OUTPUT", `${file} cannot be read: ${cause.message}`, { cause });
  });
  const text = bytes.toString("utf8");
  if (Buffer.from(text).equals(bytes)) return text;
  throw new PostureError("POSTURE_INVALID", `${file} is no posture report: it is not UTF-8`);
}
