import { getLocalSystemAccount } from "../../mei/amthi/access.ts";
import { enumerateHashHandles, getCertificateHashEntry } from "../../mei/amthi/certificates.ts";
import { getControlMode, getPkiDnsSuffix } from "../../mei/amthi/provisioning.ts";
import { getCodeVersions, getUuid } from "../../mei/amthi/state.ts";
import type { MeiSession } from "../../mei/session.ts";
import type { HostNetwork } from "../../platform/host-network.ts";
import { Secret } from "../../platform/secret.ts";
import { codeVersionsInWords, hashText, isBlankUuid } from "../info/words.ts";
import { RpsError } from "./error.ts";

/** What a server is told of this machine before it decides anything (rpc.md 5.1). */
export interface Machine {
  readonly version: string;
  readonly build: string;
  readonly sku: string;
  readonly features: string;
  readonly uuid: string;
  /** 0 nobody's, 1 client control, 2 admin control. */
  readonly mode: number;
  /** Of roots that AMT accepts for a setup: those that are switched on. */
  readonly certificateHashes: readonly string[];
  readonly hostname: string;
  /** The domain that a provisioning certificate must be for; empty: none is known. */
  readonly domain: string;
  readonly hostDomain: string;
}

export interface HelloOptions {
  /** The name this machine shall have in the server's list. */
  readonly friendlyName?: string;
  readonly tlsTunnel?: boolean;
  /** AMT offers only TLS here: the server is to speak it through us. */
  readonly tlsEnforced: boolean;
  /** AMT's ports are open to programs of this machine. */
  readonly portsOffered: boolean;
  /** Of AMT's administrator; needed once AMT is somebody's. */
  readonly password?: Secret;
  /** For tasks that set AMT's host name after the system's. */
  readonly names?: boolean;
}

const modes: Readonly<Record<string, number>> = { none: 0, client: 1, admin: 2 };

/** Rejects RPS_NO_UUID and what AMTHI says. */
export async function readMachine(
  amthi: MeiSession,
  { host, domain, signal }: { host: HostNetwork; domain: string | undefined; signal: AbortSignal },
): Promise<Machine> {
  const versions = codeVersionsInWords(await getCodeVersions.call(amthi, {}, { signal }));
  const { uuid } = await getUuid.call(amthi, {}, { signal });
  if (isBlankUuid(uuid))
    throw new RpsError(
      "RPS_NO_UUID",
      `this machine has no UUID of its own (${uuid}), and a server would take it for another: have its maker's tool set one`,
    );
  const { mode } = await getControlMode.call(amthi, {}, { signal });
  const { suffix } = await getPkiDnsSuffix.call(amthi, {}, { signal });
  // MEBx cannot unset it: a blank or a dot stands for none (rpc.md 5.1)
  const own = suffix.trim().replace(/\.$/, "");
  return {
    version: versions.version ?? "",
    build: versions.build ?? "",
    sku: versions.skuText ?? "",
    features: versions.sku?.features.join(", ") ?? "",
    uuid,
    mode: typeof mode === "number" ? mode : (modes[mode] ?? 0),
    certificateHashes: await activeHashes(amthi, signal),
    hostname: host.name,
    domain: domain ?? (own === "" ? (host.dnsSuffix ?? "") : own),
    hostDomain: host.dnsSuffix ?? "",
  };
}

async function activeHashes(amthi: MeiSession, signal: AbortSignal): Promise<string[]> {
  const { handles } = await enumerateHashHandles.call(amthi, {}, { signal });
  const hashes: string[] = [];
  for (const handle of handles) {
    const { isActive, hash, algorithm } = await getCertificateHashEntry.call(amthi, { handle }, { signal });
    if (isActive) hashes.push(hashText(hash, algorithm));
  }
  return hashes;
}

/** The payload of the first message. Holds a password: as long as AMT is nobody's that of `$$OsAdmin`, then the administrator's. */
export async function hello(
  machine: Machine,
  { friendlyName, tlsTunnel, tlsEnforced, portsOffered, password, names }: HelloOptions,
  { amthi, signal }: { amthi: MeiSession; signal: AbortSignal },
): Promise<Secret> {
  const account = await getLocalSystemAccount.call(amthi, {}, { signal });
  const payload = {
    ver: machine.version,
    build: machine.build,
    sku: machine.sku,
    features: machine.features,
    uuid: machine.uuid,
    username: account.user,
    password: (password ?? account.password).reveal(),
    currentMode: machine.mode,
    hostname: machine.hostname,
    fqdn: machine.domain,
    client: "RPC",
    certHashes: machine.certificateHashes,
    // Fields that servers expect and that only their task "syncip" uses: where this machine is on the network is not told
    ipConfiguration: { ipAddress: "", netmask: "", gateway: "", primaryDns: "", secondaryDns: "" },
    hostnameInfo: names
      ? { dnsSuffixOS: machine.hostDomain, hostname: machine.hostname }
      : { dnsSuffixOS: "", hostname: "" },
    progressSupported: true,
    ...(friendlyName === undefined ? {} : { friendlyName }),
    ...(tlsEnforced && { tlsEnforced }),
    ...(tlsTunnel && { tlsTunnel }),
    ...(portsOffered && { lmsInstalled: true }),
  };
  return new Secret(JSON.stringify(payload));
}
