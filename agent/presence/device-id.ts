/** The first three groups of a GUID have their least byte first (presence-posture.md 1.3). */
const swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

const swap = (bytes: Buffer): Buffer => Buffer.from(swapped.map((at) => bytes[at] ?? 0));

/** `03020100-0504-0706-0809-0a0b0c0d0e0f` as AMT names its watchdogs: `AAECAwQFBgcICQoLDA0ODw==`. */
export const deviceIdOf = (guid: string): string =>
  swap(Buffer.from(guid.replaceAll("-", ""), "hex")).toString("base64");

/** The other way; undefined for what is not 16 bytes. */
export function guidOf(deviceId: string): string | undefined {
  const bytes = Buffer.from(deviceId, "base64");
  if (bytes.length !== 16) return undefined;
  return swap(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
