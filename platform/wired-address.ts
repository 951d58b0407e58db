import { readFileSync } from "node:fs";
import { runProgram, systemPrograms } from "./run-program.ts";

/** An interface's IPv4 address, and what goes with it; in dotted notation. */
export interface WiredAddress {
  /** It runs out and is renewed: DHCP. */
  readonly dynamic: boolean;
  readonly address: string;
  readonly mask: string;
  readonly gateway: string | undefined;
  /** At most two, none of this PC's own (127.0.0.53 is nobody's but its own). */
  readonly dns: readonly string[];
}

interface Link {
  readonly ifname?: string;
  readonly address?: string;
  readonly link_type?: string;
  readonly addr_info?: readonly {
    readonly family?: string;
    readonly local?: string;
    readonly prefixlen?: number;
    readonly scope?: string;
    readonly dynamic?: boolean;
    readonly secondary?: boolean;
  }[];
}
interface Route {
  readonly dev?: string;
  readonly gateway?: string;
  readonly metric?: number;
}

/** `24` is `255.255.255.0`. Pure. */
export const maskOf = (prefix: number): string =>
  [0, 8, 16, 24].map((at) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefix - at)))).join(".");

/** resolv.conf(5): the first two IPv4 servers that another machine could ask as well. Pure. */
export const serversIn = (resolvConf: string): string[] =>
  [...resolvConf.matchAll(/^[ \t]*nameserver[ \t]+(\d{1,3}(?:\.\d{1,3}){3})[ \t]*$/gm)]
    .map(([, server = ""]) => server)
    .filter((server) => !server.startsWith("127."))
    .slice(0, 2);

/** From what `ip -json` says of addresses and of default routes (iproute2); undefined: nothing has that MAC and an address. Pure. */
export function addressIn(
  links: readonly Link[],
  routes: readonly Route[],
  { mac, dns }: { mac: string; dns: readonly string[] },
): WiredAddress | undefined {
  for (const { ifname, address, addr_info = [] } of links) {
    if (address?.toLowerCase() !== mac) continue;
    const own = addr_info.find(({ family, scope, secondary }) => family === "inet" && scope === "global" && !secondary);
    if (own?.local === undefined || own.prefixlen === undefined) continue;
    const [route] = routes.filter(({ dev }) => dev === ifname).sort((a, b) => (a.metric ?? 0) - (b.metric ?? 0));
    const mask = maskOf(own.prefixlen);
    return { dynamic: own.dynamic === true, address: own.local, mask, gateway: route?.gateway, dns };
  }
  return undefined;
}

/** systemd-resolved's file of the real servers first: /etc/resolv.conf names only itself then. */
const resolvConfs = ["/run/systemd/resolve/resolv.conf", "/etc/resolv.conf"];
function servers(): string[] {
  for (const path of resolvConfs) {
    try {
      return serversIn(readFileSync(path, "utf8"));
    } catch (error) {
      if (!["ENOENT", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
  return [];
}

/** Bytes of one answer of `ip`: hundreds of interfaces. */
const MOST = 1 << 20;
const askIp = (args: readonly string[], { signal }: { signal: AbortSignal }): Promise<string> =>
  runProgram("ip", args, { places: systemPrograms, most: MOST, signal });

/** The IPv4 address of the interface with that MAC (`aa:bb:cc:dd:ee:ff`), as iproute2 tells it. Rejects ProgramError where there is no iproute2. */
export async function wiredAddress(
  mac: string,
  { signal, ip = askIp, dns = servers }: { signal: AbortSignal; ip?: typeof askIp; dns?: () => readonly string[] },
): Promise<WiredAddress | undefined> {
  // With -4 iproute2 leaves the MAC addresses out
  const links = JSON.parse(await ip(["-json", "address", "show", "up"], { signal }));
  const routes = JSON.parse(await ip(["-json", "-4", "route", "show", "default"], { signal }));
  return addressIn(links, routes, { mac, dns: dns() });
}
