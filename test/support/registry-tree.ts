import {
  REG_BINARY,
  REG_DWORD,
  REG_SZ,
  type Registry,
  RegistryError,
  type RegistryValue,
} from "../../platform/registry.ts";
import type { WindowsFacts } from "../../platform/windows-facts.ts";

/** A value as the registry has it: a number is a DWORD. Or what becomes of who asks for it. */
export type Entry = number | string | Buffer | "denied" | "hangs" | "too much";
/** Keys below HKLM, and the values in each. The keys above are there, too. */
export type Keys = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

export interface WindowsMachine {
  readonly keys: Keys;
  readonly tpm?: number | undefined;
  readonly smbios?: Buffer;
  readonly firewall?: number;
  readonly antivirus?: number | "hangs";
}

const never = <T>(): Promise<T> => new Promise(() => {});
const absent = (what: string): Promise<never> =>
  Promise.reject(Object.assign(new Error(`${what}: Windows error 1`), { code: "WINDOWS_ERROR" }));

/** A registry's content, answered as Windows answers: names in any case, keys above those that are named. */
function registryOf(keys: Keys): Registry {
  const all = new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
  return {
    async value(key, name) {
      const found = Object.entries(all.get(key.toLowerCase()) ?? {}).find(
        ([one]) => one.toLowerCase() === name.toLowerCase(),
      )?.[1];
      if (found === "hangs") return never();
      if (found === "denied") throw new RegistryError("REGISTRY_DENIED", `HKLM\\${key} is not for this user`);
      if (found === "too much") throw new RegistryError("REGISTRY_TOO_MUCH", `HKLM\\${key}, ${name} has 20000 bytes`);
      return found === undefined ? undefined : asStored(found);
    },
    async keys(key) {
      const above = `${key.toLowerCase()}\\`;
      const below = Object.keys(keys).filter((one) => one.toLowerCase().startsWith(above));
      if (below.length === 0 && !all.has(key.toLowerCase())) return undefined;
      return [...new Set(below.map((one) => one.slice(above.length).split("\\")[0] ?? ""))];
    },
  };
}

function asStored(entry: number | string | Buffer): RegistryValue {
  if (Buffer.isBuffer(entry)) return { type: REG_BINARY, data: entry };
  if (typeof entry === "string") return { type: REG_SZ, data: Buffer.from(`${entry}\0`, "utf16le") };
  const data = Buffer.alloc(4);
  data.writeUInt32LE(entry);
  return { type: REG_DWORD, data };
}

export const windowsMachine = ({ keys, tpm, smbios, firewall, antivirus }: WindowsMachine): WindowsFacts => ({
  registry: registryOf(keys),
  tpm: async () => tpm,
  smbios: async () => smbios ?? absent("GetSystemFirmwareTable"),
  health: async (of) => {
    const health = of === "firewall" ? firewall : antivirus;
    return health === "hangs" ? never() : (health ?? absent("WscGetSecurityProviderHealth"));
  },
});
