import {
  bytes,
  countedBytes,
  countedText,
  flag,
  ipv4,
  list,
  mac,
  oneOf,
  struct,
  text,
  u8,
  u16,
  u32,
} from "../wire/index.ts";
import { amthi } from "./frame.ts";

/** Interface numbers of 0x48 and 0x52. */
const interfaces = { wired: 0, wireless: 1 } as const;

export const getTcpipParameters = amthi(0x06, {
  name: "getTcpipParameters",
  title: "Legacy TCP/IP parameters of the wired interface",
  effect: "read",
  request: {},
  reply: {
    dhcp: oneOf(u32, { none: 0, disabled: 1, enabled: 2 }),
    address: ipv4,
    mask: ipv4,
    gateway: ipv4,
    dns1: ipv4,
    dns2: ipv4,
    domain: countedText(u16, 256),
  },
  source: "lms.md 2.3",
});

export const getMacAddresses = amthi(0x25, {
  name: "getMacAddresses",
  title: "MAC addresses of AMT and of the host",
  effect: "read",
  request: {},
  reply: { dedicated: mac, host: mac },
  source: "presence-posture.md 4.1",
});

export const getLanInterfaceSettings = amthi(0x48, {
  name: "getLanInterfaceSettings",
  title: "One AMT network interface",
  effect: "read",
  request: { interface: oneOf(u32, interfaces) },
  reply: {
    enabled: flag(u32),
    address: ipv4,
    dhcpEnabled: flag(u32),
    dhcpMode: oneOf(u8, { active: 1, passive: 2 }),
    linkUp: flag(u8),
    mac,
  },
  source: "lms.md 2.3, rpc.md 2.5",
});

const ipv6Address = struct({
  address: text(46),
  type: oneOf(u32, { linkLocal: 0, router: 1, dhcpv6: 2, manual: 3, unknown: 4 }),
  state: oneOf(u32, { tentative: 0, preferred: 1, deprecated: 2, valid: 3, invalid: 4, collision: 5, unknown: 6 }),
});

export const getIpv6InterfaceStatus = amthi(0x52, {
  name: "getIpv6InterfaceStatus",
  title: "IPv6 router, DNS servers and addresses of one interface",
  effect: "read",
  request: { interface: oneOf(u32, interfaces) },
  // 6 addresses per interface in the CIRA log's structure; 16 leaves room for newer firmware.
  reply: { router: text(46), dns1: text(46), dns2: text(46), addresses: list(u32, 16, ipv6Address) },
  source: "lms.md 2.3",
});

export const getDnsSuffixList = amthi(0x3e, {
  name: "getDnsSuffixList",
  title: "DNS suffixes that AMT takes for home, NUL-separated",
  effect: "read",
  request: {},
  reply: { suffixes: countedBytes(u16, 1000) },
  source: "lms.md 2.3",
});

export const getFqdn = amthi(0x56, {
  name: "getFqdn",
  title: "AMT's host name and dynamic DNS settings",
  effect: "read",
  request: {},
  reply: {
    shared: flag(u32),
    ddns: flag(u32),
    ddnsInterval: u32,
    ttl: u32,
    hostNameLength: u32,
    fqdn: countedText(u16, 256),
  },
  source: "lms.md 2.3",
});

export const setHostFqdn = amthi(0x5b, {
  name: "setHostFqdn",
  title: "Tell AMT the host's name",
  effect: "change",
  request: { fqdn: countedText(u16, 255, { nul: true }) },
  reply: {},
  source: "lms.md 2.3 (LMS counts and sends a trailing NUL)",
});

export const setEnterpriseAccess = amthi(0x3f, {
  name: "setEnterpriseAccess",
  title: "Tell AMT whether the host is inside the enterprise network",
  effect: "change",
  request: { family: oneOf(u8, { ipv4: 0, ipv6: 1 }), hostAddress: bytes(16), access: u8 },
  reply: {},
  source: "lms.md 2.3 (the answer is in status 0x200 to 0x203)",
});
