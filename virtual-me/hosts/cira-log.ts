import type { getCiraLog } from "../../mei/amthi/cira-log.ts";
import type { World } from "../world.ts";

type Log = ReturnType<typeof getCiraLog.decodeReply>;
type Interface = Log["lastFailure"]["interfaces"][number];

const nothing = Buffer.alloc(4);
const nothing6 = Buffer.alloc(16);
const closure = { time: 0, byServer: false, apfReason: 0, reason: 0 };
const noAddress = { address: nothing6, type: 0, state: 0 };
const noInterface: Interface = {
  present: false,
  linkUp: false,
  dhcp: 0,
  address: nothing,
  gateway: nothing,
  dns1: nothing,
  dns2: nothing,
  domain: "",
  ipv6Router: nothing6,
  ipv6Dns1: nothing6,
  ipv6Dns2: nothing6,
  ipv6: Array.from({ length: 6 }, () => noAddress),
};
const noFailure = { status: 0, proxyUsed: false, proxy: "", tcpFailure: 0, tlsFailure: 0 };

/** A log in which nothing has happened but the connection of the moment. No recording of this reply exists (rpc.md 2.9). */
export function ciraLog(world: World): Log {
  const connected = world.connection === "connected";
  return {
    version: 0,
    summary: {
      tunnelOpen: connected,
      connection: world.connection,
      lastKeepAlive: 0,
      keepAliveInterval: 0,
      lastConnectionStatus: 0,
      lastConnectionTime: 0,
      lastTunnelStatus: 0,
      opened: 0,
      closed: 0,
    },
    lastTunnel: {
      valid: connected,
      opened: 0,
      trigger: 0,
      host: connected ? world.server : "",
      proxyUsed: false,
      proxy: "",
      authentication: 0,
      interface: 0,
      lastKeepAlive: 0,
      keepAliveInterval: 0,
      closure,
    },
    lastFailure: {
      valid: false,
      opened: 0,
      trigger: 0,
      host: "",
      authentication: 0,
      interfaces: [noInterface, noInterface],
      wireless: { profile: "", hostControl: false },
      wired: { authResult: 0, authSubResult: 0, mediaType: 0, discreteLan: 0 },
      connectedInterface: 0,
      details: [noFailure, noFailure],
      closure,
    },
  };
}
