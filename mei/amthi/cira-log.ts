import { array, bytes, flag, oneOf, reserved, struct, text, u8, u32 } from "../wire/index.ts";
import { amthi } from "./frame.ts";

// rpc.md 2.9, from rpc-go's types; no bytes of it were ever seen. The 306 bytes of padding are empirical in rpc-go.
const closure = struct({ time: u32, byServer: flag(u8), apfReason: u8, reason: u8, pad: reserved(3) });
const address6 = struct({ address: bytes(16), type: u8, state: u8 });
const networkInterface = struct({
  present: flag(u8),
  linkUp: flag(u8),
  dhcp: u8,
  pad: reserved(3),
  address: bytes(4),
  gateway: bytes(4),
  dns1: bytes(4),
  dns2: bytes(4),
  domain: text(192),
  ipv6Router: bytes(16),
  ipv6Dns1: bytes(16),
  ipv6Dns2: bytes(16),
  ipv6: array(6, address6),
  tail: reserved(306),
});
const failure = struct({ status: u32, proxyUsed: flag(u8), proxy: text(256), tcpFailure: u32, tlsFailure: u32 });

export const getCiraLog = amthi(0x8e, {
  name: "getCiraLog",
  title: "How the last connections to the management server went",
  effect: "read",
  request: { version: u8 },
  reply: {
    version: u8,
    summary: struct({
      tunnelOpen: flag(u8),
      connection: oneOf(u8, { none: 0, connecting: 1, connected: 2 }),
      pad: reserved(3),
      lastKeepAlive: u32,
      keepAliveInterval: u32,
      lastConnectionStatus: u8,
      lastConnectionTime: u32,
      lastTunnelStatus: u8,
      opened: u32,
      closed: u32,
    }),
    lastTunnel: struct({
      valid: flag(u8),
      opened: u32,
      trigger: u8,
      pad: reserved(3),
      host: text(256),
      proxyUsed: flag(u8),
      proxy: text(256),
      authentication: u8,
      interface: u8,
      pad2: reserved(3),
      lastKeepAlive: u32,
      keepAliveInterval: u32,
      closure,
    }),
    lastFailure: struct({
      valid: flag(u8),
      opened: u32,
      trigger: u8,
      pad: reserved(3),
      host: text(256),
      authentication: u8,
      interfaces: array(2, networkInterface),
      wireless: struct({ profile: text(33), hostControl: flag(u8) }),
      wired: struct({ authResult: u8, authSubResult: u8, mediaType: u8, discreteLan: u8 }),
      connectedInterface: u8,
      pad2: reserved(3),
      details: array(2, failure),
      closure,
    }),
  },
  tail: "keep",
  source: "rpc.md 2.9 (rpc-go only; sizes of padding unverified, so what follows is kept)",
});
