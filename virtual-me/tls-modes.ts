import type { KeyObject } from "node:crypto";
import type { Machine } from "./machine.ts";

/** TLS on one interface, as it is in effect. */
export interface TlsMode {
  enabled: boolean;
  /** The client has to show a certificate, too. */
  mutual: boolean;
  /** Connections without TLS are taken beside it. */
  plain: boolean;
  /** Names of clients, of which one is needed; none: all that are trusted. */
  names: readonly string[];
}
export interface TlsModes {
  readonly local: TlsMode;
  readonly network: TlsMode;
  /** What the owner has chosen for AMT to show; without, it is AMT's own. */
  own: { readonly chain: readonly Buffer[]; readonly key: KeyObject } | undefined;
  /** DER of what the owner trusts. */
  roots: () => readonly Buffer[];
}

/** As the machine comes: from AMT 19 on, and on some before, the local ports are TLS only (presence-posture.md 5.4). */
export function tlsModesOf({ facts }: Machine, network = facts.security.value.tls): TlsModes {
  const enforced = facts.operational.value.tlsOnLocalPorts;
  return {
    local: { enabled: enforced, mutual: false, plain: !enforced, names: [] },
    network: { enabled: network, mutual: false, plain: true, names: [] },
    own: undefined,
    roots: () => [],
  };
}
