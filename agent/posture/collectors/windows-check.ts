import { REG_BINARY, REG_DWORD, REG_SZ } from "../../../platform/registry.ts";
import type { WindowsFacts } from "../../../platform/windows-facts.ts";
import { type Evidence, seen } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { hostCheck, type Looked } from "./host-check.ts";

/** One check of what Windows says of this machine. */
export const windowsCheck = (id: string, rule: string, look: (windows: WindowsFacts) => Promise<Looked>): Collector =>
  hostCheck(id, rule, async ({ windows }) => {
    if (!windows) throw new NoAnswer("no-data", "there is no Windows to ask: a tree of files has no registry");
    return look(windows);
  });

export interface Entry<T> {
  readonly value: T;
  readonly evidence: Evidence;
}
type Read = Pick<WindowsFacts, "registry">;
const place = (key: string, name: string): string => `HKLM\\${key}, ${name}`;

async function entry<T>(
  { registry }: Read,
  [key, name]: readonly [string, string],
  type: number,
  read: (data: Buffer) => T | undefined,
): Promise<Entry<T> | undefined> {
  const found = await registry.value(key, name);
  if (found === undefined) return undefined;
  const value = found.type === type ? read(found.data) : undefined;
  if (value === undefined)
    throw new NoAnswer("malformed", `${place(key, name)} is of type ${found.type}, ${found.data.length} bytes`);
  return { value, evidence: seen(place(key, name), String(value)) };
}

/** A u32; undefined where there is none. Rejects what the registry does, and NoAnswer for something else there. */
export const numberAt = (windows: Read, key: string, name: string): Promise<Entry<number> | undefined> =>
  entry(windows, [key, name], REG_DWORD, (data) => (data.length === 4 ? data.readUInt32LE() : undefined));

/** Text without its NUL. */
export const textAt = (windows: Read, key: string, name: string): Promise<Entry<string> | undefined> =>
  entry(windows, [key, name], REG_SZ, (data) =>
    data.length % 2 === 0 ? data.toString("utf16le").replace(/\0+$/, "").trim() : undefined,
  );

/** `size` bytes, in hexadecimal. */
export const bytesAt = (windows: Read, key: string, name: string, size: number): Promise<Entry<string> | undefined> =>
  entry(windows, [key, name], REG_BINARY, (data) => (data.length === size ? data.toString("hex") : undefined));

/** The same, where its absence is no answer. */
export function there<T>(found: Entry<T> | undefined, key: string, name: string): Entry<T> {
  if (found === undefined) throw new NoAnswer("no-data", `${place(key, name)} is not there`);
  return found;
}
