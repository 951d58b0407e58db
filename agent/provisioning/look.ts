import { enumerateHashHandles, getCertificateHashEntry } from "../../mei/amthi/certificates.ts";
import { getLanInterfaceSettings, getTcpipParameters } from "../../mei/amthi/network.ts";
import { getControlMode, getEhbcState, getPkiDnsSuffix, getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getUuid } from "../../mei/amthi/state.ts";
import { amthi } from "../../mei/clients.ts";
import type { Command } from "../../mei/command.ts";
import { codeOf, StatusError } from "../../mei/errors.ts";
import { isChangeToAmtEnabled } from "../../mei/watchdog/commands.ts";
import type { Me } from "../me.ts";
import type { Suffixes } from "./domain.ts";
import { ProvisioningError } from "./error.ts";
import type { KnownRoot } from "./trusted-root.ts";

/** Who AMT says it belongs to. The only truth about whether an operation was carried out. */
export interface Standing {
  readonly controlMode: "none" | "client" | "admin" | number;
  readonly provisioning: "pre" | "in" | "post" | number;
}
export interface Facts extends Standing {
  readonly uuid: string;
  readonly virtual: boolean;
  /** The local ports take only TLS: another sequence (rpc.md 3.4). */
  readonly tlsOnly: boolean;
  /** Switched off by its owner; undefined where AMT does not tell. */
  readonly enabled: boolean | undefined;
  /** Embedded host-based configuration (EHBC): AMT takes an administrator without a certificate. Only asked while it has no owner. */
  readonly embedded: boolean;
}
interface Options {
  readonly signal: AbortSignal;
}

export async function readStanding(me: Me, { signal }: Options): Promise<Standing> {
  const session = me.session(amthi);
  const { mode } = await getControlMode.call(session, {}, { signal });
  const { state } = await getProvisioningState.call(session, {}, { signal });
  return { controlMode: mode, provisioning: state };
}

/** Everything the plan depends on. Rejects AMT_ABSENT, AMT_TOO_OLD, and MeiError. */
export async function readFacts(me: Me, { signal }: Options): Promise<Facts> {
  const { virtual } = await me.describe({ signal });
  try {
    const standing = await readStanding(me, { signal });
    const { uuid } = await getUuid.call(me.session(amthi), {}, { signal });
    const embedded =
      standing.controlMode === "none" && (await known(me, getEhbcState, {}, { signal }))?.enabled === true;
    return { ...standing, uuid, virtual, embedded, ...(await readSwitches(me, { signal })) };
  } catch (error) {
    if (codeOf(error) === "ME_NO_CLIENT")
      throw new ProvisioningError("AMT_ABSENT", "This machine's ME has no AMT", { cause: error });
    if (error instanceof StatusError)
      throw new ProvisioningError(
        "AMT_TOO_OLD",
        "This AMT does not know control modes, so that it cannot be set up from here",
        {
          cause: error,
          remedy: "Update its firmware; AMT 6.2 and later can be set up from the host.",
        },
      );
    throw error;
  }
}

/** Of the watchdog's client, which Windows may not give out: then AMT is taken to be switched on, and its plain port to be open (rpc.md 2.6). */
async function readSwitches(me: Me, { signal }: Options): Promise<Pick<Facts, "tlsOnly" | "enabled">> {
  const found = await known(me, isChangeToAmtEnabled, {}, { signal });
  const flags = found?.flags.newInterface ? found.flags : undefined;
  return { tlsOnly: flags?.tlsOnLocalPorts ?? false, enabled: flags?.enabled };
}

/** Each entry under its own handle: names are not unique. */
export async function readRoots(me: Me, { signal }: Options): Promise<readonly KnownRoot[]> {
  const session = me.session(amthi);
  const { handles } = await enumerateHashHandles.call(session, {}, { signal });
  const roots: KnownRoot[] = [];
  for (const handle of handles) {
    const { name, algorithm, hash, isActive } = await getCertificateHashEntry.call(session, { handle }, { signal });
    roots.push({ name, algorithm, hash, active: isActive });
  }
  return roots;
}

/** Of DHCP's suffix AMT tells only in its legacy parameters; where it does not, it is left to AMT. */
export async function readSuffixes(me: Me, { signal }: Options): Promise<Suffixes> {
  const own = await known(me, getPkiDnsSuffix, {}, { signal });
  const pki = own?.suffix ?? "";
  if (pki !== "") return { pki, dhcp: undefined, wiredLinkUp: undefined };
  const wired = await known(me, getLanInterfaceSettings, { interface: "wired" }, { signal });
  const tcpip = await known(me, getTcpipParameters, {}, { signal });
  return { pki, dhcp: tcpip?.domain || undefined, wiredLinkUp: wired?.linkUp };
}

/** undefined: this firmware does not say. */
async function known<Q, P>(me: Me, command: Command<Q, P>, request: Q, { signal }: Options): Promise<P | undefined> {
  try {
    return await command.call(me.session(command.client), request, { signal });
  } catch (error) {
    if (error instanceof StatusError || ["ME_NO_CLIENT", "ME_BUSY"].includes(codeOf(error))) return undefined;
    throw error;
  }
}
