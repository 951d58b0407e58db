import { generalSettings } from "../../mei/wsman/resources/setup.ts";
import type { PostureDigest } from "../api/posture.ts";
import { PostureError } from "../posture/document/error.ts";
import { signerThere } from "../posture/document/signer.ts";
import { readDigest } from "../posture/stored/digest.ts";
import { PLACE, webStorage } from "../posture/stored/web-storage.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { newestOfService } from "./posture-of-service.ts";
import { keyChoice, posturePlace } from "./posture-place.ts";
import { harmless } from "./terminal.ts";
import { withWsman } from "./with-wsman.ts";
import type { LoginOptions } from "./wsman-login.ts";

/** Whose word it is: `self`, of the service on this machine; `changed`, not what that signed; `unknown`, of a key not known here. */
type Standing = "self" | "changed" | "unknown";

/** `amt-agent posture stored`: reads what AMT keeps; writes nothing, but for `--remove`. */
export async function stored(
  context: Context,
  { remove, ...login }: LoginOptions & { readonly remove: boolean },
): Promise<Exit> {
  const { signal, terminal, json } = context;
  const bytes = await withWsman(context, { ...login, xml: false }, generalSettings, async ({ http }) => {
    const storage = webStorage(http, { signal });
    await storage.look();
    const found = await storage.read();
    if (remove && found) await storage.remove();
    return found;
  });
  if (bytes === undefined)
    throw new PostureError(
      "POSTURE_STORE_EMPTY",
      "AMT keeps no digest: set posture.keepInMe to true in the service's configuration, and let it make a report",
    );
  if (remove) {
    terminal.out(
      json ? JSON.stringify({ schema: "amt-agent.posture-stored/1", removed: PLACE }) : `${PLACE} is removed from AMT.`,
    );
    return "ok";
  }
  const { digest, isBy } = readDigest(bytes);
  const standing = await standingOf(context, digest, isBy);
  if (json)
    terminal.out(
      JSON.stringify({ schema: "amt-agent.posture-stored/1", place: PLACE, bytes: bytes.length, standing, digest }),
    );
  else for (const line of linesOf(digest, standing)) terminal.out(line);
  return standing === "changed" ? "problem" : standing === "unknown" ? "untrusted" : "ok";
}

async function standingOf(
  context: Context,
  { signer }: PostureDigest,
  isBy: ReturnType<typeof readDigest>["isBy"],
): Promise<Standing> {
  const own = signerThere(await posturePlace(context), await keyChoice(context));
  if (own?.id === signer) return isBy(own) ? "self" : "changed";
  const served = await newestOfService(context, { mustBeTrusted: true }).catch(() => undefined); // then its key is not known
  if (served?.signer !== signer) return "unknown";
  const { verifyPosture } = await import("../posture/document/verify.ts");
  const { writeSealed } = await import("../posture/document/sealed.ts");
  const { key } = verifyPosture(writeSealed(served.report as unknown as Parameters<typeof writeSealed>[0]));
  return key && isBy(key) ? "self" : "changed";
}

const words: Readonly<Record<Standing, string>> = {
  self: "signed by this machine's service",
  changed: "CHANGED: not what this machine's service signed",
  unknown: "signed by a key that is not known here",
};

function linesOf(digest: PostureDigest, standing: Standing): string[] {
  const { sequence, collectedAt, me, pass, fail, unknown, notApplicable, failed, affected, leftOut, virtual } = digest;
  const list = (names: readonly string[]): string => harmless(names.join(", ")) || "none";
  return [
    `Report ${sequence} of ${collectedAt}, ${words[standing]} (${harmless(digest.signer)})`,
    ...(virtual ? ["This is a virtual ME, not this PC's firmware."] : []),
    `ME ${harmless(me ?? "of unknown version")}: ${pass} pass, ${fail} fail, ${unknown} unknown, ${notApplicable} not applicable`,
    `Failed    ${list(failed)}`,
    `Advisories that affect it    ${list(affected)}`,
    ...(leftOut > 0 ? [`${leftOut} more names had no room`] : []),
    `Digest of the report    ${digest.digest}`,
    ...(digest.history === null ? [] : [`History of events then    ${digest.history}`]),
  ];
}
