import { isIPv4, isIPv6 } from "node:net";

/** How AMT is told what kind of text an address is (rpc.md 3.17): a name is not an IPv4 address. */
export const formatOf = (address: string): "ipv4" | "ipv6" | "fqdn" =>
  isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : "fqdn";
