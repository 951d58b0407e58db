/** Major, minor, hotfix, build. */
export type Version = readonly [major: number, minor: number, hotfix: number, build: number];

/** HFSTS1 onwards; undefined where one was not seen, or reads as all ones (nobody answered). */
export type Words = readonly (number | undefined)[];

/**
 * Which layout the registers have (posture.md 1.2, 1.3). `csme14` has that of `csme11`; what differs is when manufacturing counts as
 * closed. Of server firmware (`sps`) and TXE nothing is documented that we could go by.
 */
export type Generation = "me" | "csme11" | "csme14" | "csme16" | "csme18" | "sps" | "txe";

/** Which firmware it is: their version numbers overlap (TXE 1-4, SPS 1-4, ME 2-5), so the number alone does not say. */
export type Product = "ME" | "CSME" | "TXE" | "SPS";

const SPS_MODE = 0xf;
const SPS_SKU = 6;

/** HFSTS1 mode 15 or HFSTS3 SKU 6 (posture.md 1.4 trap 6). SKU 0 is no sign: ME 11.0 in its normal state has it (golden.md 4.8). */
export function isServerFirmware([hfsts1, , hfsts3]: Words): boolean {
  if (hfsts1 !== undefined && ((hfsts1 >>> 16) & 15) === SPS_MODE) return true;
  return hfsts3 !== undefined && ((hfsts3 >>> 4) & 7) === SPS_SKU;
}

/**
 * The product by version and registers; undefined where they do not tell. ME 2-5 has at most one register, TXE six: the count tells
 * them apart where the number does not.
 */
export function productOf(version: Version | undefined, words: Words): Product | undefined {
  if (isServerFirmware(words)) return "SPS";
  if (version === undefined) return undefined;
  const [major] = version;
  if (major >= 11) return "CSME";
  if (major >= 6) return "ME";
  if (words.length === 0) return undefined;
  return words.length >= 6 ? "TXE" : "ME";
}

/** Undefined: nothing says which, and no layout is taken for granted. */
export function generationOf(version: Version | undefined, words: Words): Generation | undefined {
  const product = productOf(version, words);
  if (product === "SPS") return "sps";
  if (product === "TXE") return "txe";
  if (product === "ME") return "me";
  if (version === undefined || product === undefined) return undefined;
  const [major] = version;
  if (major >= 18) return "csme18";
  if (major >= 16) return "csme16";
  return major >= 14 ? "csme14" : "csme11";
}

/** `16.1.25.1917`, also with the platform in front as the kernel prints it (`0:16.1.25.1917`). Undefined: not a version, or all zero. */
export function parseVersion(text: string | null | undefined): Version | undefined {
  const found = /^(?:\d{1,3}:)?(\d{1,5})\.(\d{1,5})\.(\d{1,5})\.(\d{1,5})$/.exec(text?.trim() ?? "");
  if (!found) return undefined;
  const [major = 0, minor = 0, hotfix = 0, build = 0] = found.slice(1).map(Number);
  return major === 0 ? undefined : [major, minor, hotfix, build];
}
