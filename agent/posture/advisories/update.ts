import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownDirectory } from "../../../platform/kept-file.ts";
import { PostureError } from "../document/error.ts";
import { replace } from "../document/replace.ts";
import { openSealed } from "../document/sealed.ts";
import { shipped } from "./load.ts";
import type { AdvisoryData } from "./row.ts";

/** What a signature over advisory data is for. */
export const ADVISORIES = "amt-agent-advisories+jws";
const FILE = "advisories.json";
const MOST = 4 * 1024 * 1024;

/** Newer is greater, number by number: `2026.12.1` after `2026.11.21`. */
const newer = (a: string, b: string): boolean => {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
};

/** Reads signed data. Throws PostureError for what is not signed with one of `keys`, or is no advisory data. */
export async function readSigned(text: string, keys: readonly string[]): Promise<AdvisoryData> {
  if (text.length > MOST) throw new PostureError("POSTURE_ADVISORIES", `The file is longer than ${MOST} characters`);
  const { document, signer } = openSealed(text, ADVISORIES);
  if (signer === undefined || !keys.includes(signer.id) || signer.key.asymmetricKeyType !== "ed25519")
    throw new PostureError(
      "POSTURE_UNTRUSTED",
      `The advisory data is ${signer === undefined ? "not signed" : `signed with the key ${signer.id}`}, and posture.advisoryKeys in the configuration does not name its key`,
    );
  const { Advisories } = await import("../../api/advisories.ts");
  const parsed = Advisories.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PostureError(
    "POSTURE_ADVISORIES",
    `The file is signed, and is no advisory data: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}

export interface Current {
  readonly data: AdvisoryData;
  /** Where from. */
  readonly from: "shipped" | "installed";
  /** Why what is installed is not used. */
  readonly trouble?: string;
}

/** What is installed, if it is still trusted and newer than what was shipped; else what was shipped. */
export async function currentAdvisories(directory: string, keys: readonly string[]): Promise<Current> {
  let text: string;
  try {
    text = readFileSync(join(directory, FILE), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { data: shipped, from: "shipped" };
    return { data: shipped, from: "shipped", trouble: message };
  }
  try {
    const data = await readSigned(text, keys);
    return newer(data.version, shipped.version) ? { data, from: "installed" } : { data: shipped, from: "shipped" };
  } catch (error) {
    return { data: shipped, from: "shipped", trouble: (error as Error).message };
  }
}

/** Installs it. Throws PostureError, also for data that is not newer than what there is: an old file is no update. */
export async function installAdvisories(
  directory: string,
  text: string,
  keys: readonly string[],
): Promise<AdvisoryData> {
  if (keys.length === 0)
    throw new PostureError(
      "POSTURE_UNTRUSTED",
      "No key is trusted for advisory data: name its publisher's in posture.advisoryKeys of the configuration",
    );
  const data = await readSigned(text, keys);
  const { data: now } = await currentAdvisories(directory, keys);
  if (!newer(data.version, now.version))
    throw new PostureError(
      "POSTURE_ADVISORIES",
      `Version ${data.version} is not newer than ${now.version}, which is in use`,
    );
  replace(ownDirectory(directory), FILE, text);
  return data;
}
