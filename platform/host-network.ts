import { readFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";

export interface HostInterface {
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly string[];
}

/** What the operating system calls itself and its network interfaces (loopback left out). */
export interface HostNetwork {
  readonly name: string;
  /** The first search domain; null: none is set, or the system does not tell in a file. */
  readonly dnsSuffix: string | null;
  readonly interfaces: readonly HostInterface[];
}

export function hostNetwork({ resolvConf = "/etc/resolv.conf" }: { resolvConf?: string } = {}): HostNetwork {
  const interfaces = Object.entries(networkInterfaces()).flatMap(([name, found = []]) => {
    const [first] = found;
    if (!first || first.internal) return [];
    return [{ name, mac: first.mac, addresses: found.map(({ address }) => address) }];
  });
  return { name: hostname(), dnsSuffix: suffixIn(textOf(resolvConf)), interfaces };
}

/** resolv.conf(5): of several `domain` and `search` lines the last counts. */
export function suffixIn(resolvConf: string): string | null {
  const lines = [...resolvConf.matchAll(/^[ \t]*(?:domain|search)[ \t]+([^\s#;]+)/gm)];
  return lines.at(-1)?.[1] ?? null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Windows has none, and a container may have none
    if (["ENOENT", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
