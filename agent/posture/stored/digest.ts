import { encode } from "cborg";
import { type Posture, PostureDigest } from "../../api/posture.ts";
import { anchorsIn, anchorText } from "../../events/anchors.ts";
import type { Signer } from "../document/sealed.ts";
import type { Verified } from "../document/verify.ts";
import { invalid, type Opened1, open1, read, sign1 } from "./sign1.ts";

/** Bytes of the whole, signature included: AMT's flash is small, and its web server takes 7000 at once. */
export const MOST_STORED = 3_500;
/** Of these, for the wrapping: header, key's name, signature. */
const WRAPPING = 140;

/**
 * The short names are CBOR's: `v` version, `id` 16 bytes, `seq`, `at` seconds since 1970, `doc` SHA-256 of the report, `key` thumbprint, `virt`,
 * `me`, `mode`, `sum` pass, fail, unknown, not applicable, `fail` and `adv` names, `cut` names left out, `data` version of the advisory data, `hist` number and hash of an event of the history.
 */
function payloadOf({ posture, digest, signer = "" }: Verified, names: Names): Uint8Array {
  const { pass, fail, unknown, notApplicable } = posture.summary;
  return encode({
    v: 1,
    id: Buffer.from(posture.id.replaceAll("-", ""), "hex"),
    seq: posture.sequence,
    at: Math.floor(Date.parse(posture.collectedAt) / 1_000),
    doc: Buffer.from(digest.slice("sha256:".length), "hex"),
    key: signer,
    virt: posture.machine.virtual,
    me: posture.me.version,
    mode: posture.amt.controlMode === null ? null : String(posture.amt.controlMode),
    sum: [pass, fail, unknown, notApplicable],
    fail: names.failed,
    adv: names.affected,
    cut: names.leftOut,
    data: posture.agent.advisoryData.version,
    hist: historyIn(posture),
  });
}
const historyIn = ({ history }: Posture): readonly [number, Uint8Array] | null => {
  const [anchor] = anchorsIn(history ?? "");
  return anchor?.id === undefined ? null : [anchor.id, Buffer.from(anchor.hash, "hex")];
};
interface Names {
  readonly failed: readonly string[];
  readonly affected: readonly string[];
  readonly leftOut: number;
}

function namesOf({ checks, advisories }: Posture): Names {
  const failed = checks.filter(({ result }) => result === "fail").map(({ id }) => id);
  const affected = advisories.filter(({ verdict }) => verdict === "affected").map(({ id }) => id);
  return { failed, affected, leftOut: 0 };
}

/** The digest of a report, signed; never longer than MOST_STORED: what has no room is left out, and counted. */
export async function digestFor(verified: Verified, signer: Signer, options: { signal: AbortSignal }): Promise<Buffer> {
  let names = namesOf(verified.posture);
  let payload = payloadOf(verified, names);
  while (payload.length > MOST_STORED - WRAPPING) {
    const { failed, affected, leftOut } = names;
    names = {
      failed: affected.length > 0 ? failed : failed.slice(0, -1),
      affected: affected.slice(0, -1),
      leftOut: leftOut + 1,
    };
    payload = payloadOf(verified, names);
  }
  return await sign1(payload, signer, options);
}

export interface OpenedDigest extends Pick<Opened1, "isBy"> {
  readonly digest: PostureDigest;
}

/** Reads what AMT had. Throws PostureError (POSTURE_INVALID). */
export function readDigest(bytes: Buffer): OpenedDigest {
  if (bytes.length > MOST_STORED) throw invalid(`it is longer than ${MOST_STORED} bytes`);
  const { payload, kid, isBy } = open1(bytes);
  const found = read(payload);
  if (!(found instanceof Map)) throw invalid("it holds no names");
  const { v, id, seq, at, doc, key, virt, me, mode, sum, fail, adv, cut, data, hist } = Object.fromEntries(found);
  if (v !== 1) throw invalid(`its version is ${String(v).slice(0, 20)}`);
  if (key !== kid) throw invalid("its key is not the one it is signed with");
  const [pass, failing, unknown, notApplicable] = Array.isArray(sum) ? sum : [];
  const parsed = PostureDigest.safeParse({
    schema: "amt-agent.posture-digest/1",
    id: uuidOf(id),
    sequence: seq,
    collectedAt: typeof at === "number" && at < 2 ** 33 ? new Date(at * 1_000).toISOString() : undefined,
    digest: `sha256:${doc instanceof Uint8Array ? Buffer.from(doc).toString("hex") : ""}`,
    ...{ signer: key, virtual: virt, me, controlMode: mode, pass, fail: failing, unknown, notApplicable },
    ...{ failed: fail, affected: adv, leftOut: cut, advisoryData: data },
    history: historyOf(hist),
  });
  if (parsed.success) return { digest: parsed.data, isBy };
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}

/** Digests from before there was one have none. */
function historyOf(hist: unknown): string | null {
  if (hist === undefined || hist === null) return null;
  const [id, hash] = Array.isArray(hist) ? hist : [];
  if (typeof id !== "number" || !(hash instanceof Uint8Array)) throw invalid("its place in the history makes no sense");
  return anchorText({ id, hash: Buffer.from(hash).toString("hex") });
}

const uuidOf = (id: unknown): string | undefined =>
  id instanceof Uint8Array
    ? Buffer.from(id)
        .toString("hex")
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
    : undefined;

/** Do both say the same of the machine? When it was looked at, the report's number and where the history stood are no news that flash is written for. */
export function isSameNews(a: PostureDigest, b: PostureDigest): boolean {
  const news = ({
    id: _,
    sequence: __,
    collectedAt: ___,
    digest: ____,
    history: _____,
    ...rest
  }: PostureDigest): string => JSON.stringify(rest);
  return news(a) === news(b);
}
