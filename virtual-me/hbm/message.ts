import {
  type Codec,
  decode,
  encode,
  exactly,
  type Fields,
  oneOf,
  type Struct,
  struct,
  u8,
} from "../../mei/wire/index.ts";
import type { HbmVersion } from "./version.ts";

/**
 * Host bus messages: how a host and the ME find each other's clients and connect them (layouts, numbers and versions: Linux
 * drivers/misc/mei/hw.h, hbm.c). All little-endian, alone in one packet from address 0 to address 0.
 */
export interface HbmMessage<T> {
  readonly name: string;
  readonly code: number;
  /** Who sends it. */
  readonly from: "host" | "me" | "both";
  /** Version of the bus from which on it exists. */
  readonly since: HbmVersion;
  readonly codec: Codec<T>;
  /** Written down by hand from the header file's structure: `documented`, nothing was recorded. */
  readonly golden: { readonly value: T; readonly hex: string };
}
// biome-ignore lint/suspicious/noExplicitAny: lists hold messages of every value type; HbmMessage<T> is invariant in T
export type AnyHbmMessage = HbmMessage<any>;

/** Versions in which messages came (hw.h, HBM_MAJOR_VERSION_*). */
const always: HbmVersion = { major: 1, minor: 0 };
export const v11: HbmVersion = { major: 1, minor: 1 };
export const v20: HbmVersion = { major: 2, minor: 0 };
export const v21: HbmVersion = { major: 2, minor: 1 };
export const v22: HbmVersion = { major: 2, minor: 2 };

/** Declares one message; the hex may have blanks. */
export function message<F extends Fields>(
  name: string,
  code: number,
  from: AnyHbmMessage["from"],
  fields: F,
  value: NoInfer<Struct<F>>,
  hex: string,
  since = always,
): HbmMessage<Struct<F>> {
  const codec = struct({ command: exactly(u8, code), ...fields }) as unknown as Codec<Struct<F>>;
  return { name, code, from, since, codec, golden: { value, hex: hex.replaceAll(" ", "") } };
}

/** mei_hbm_status; the connect statuses have the same numbers (NOT_FOUND, ALREADY_STARTED, OUT_OF_RESOURCES, MESSAGE_SMALL, NOT_ALLOWED). */
export const hbmStatus = {
  success: 0,
  notFound: 1,
  alreadyExists: 2,
  rejected: 3,
  invalidParameter: 4,
  notAllowed: 5,
  alreadyStarted: 6,
  notStarted: 7,
} as const;
export const status = oneOf(u8, hbmStatus);
export type HbmStatus = keyof typeof hbmStatus;

export const writeHbm = <T>(one: HbmMessage<T>, value: T): Buffer => encode(one.codec, value);
/** Throws WireError. */
export const readHbm = <T>(one: HbmMessage<T>, raw: Buffer): T => decode(one.codec, raw);
