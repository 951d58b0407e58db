import type { Machine } from "../machine.ts";

/** Every machine by name; its file is read only when it is asked for. */
const registry: Readonly<Record<string, () => Promise<Machine>>> = {
  "consumer-11": async () => (await import("./consumer-11.ts")).consumer11,
  "disabled-21": async () => (await import("./disabled-21.ts")).disabled21,
  "unprovisioned-9": async () => (await import("./unprovisioned-9.ts")).unprovisioned9,
  "unprovisioned-11": async () => (await import("./unprovisioned-11.ts")).unprovisioned11,
  "unprovisioned-18": async () => (await import("./unprovisioned-18.ts")).unprovisioned18,
  "unprovisioned-19": async () => (await import("./unprovisioned-19.ts")).unprovisioned19,
  "standard-9": async () => (await import("./standard-9.ts")).standard9,
  "ccm-12": async () => (await import("./ccm-12.ts")).ccm12,
  "wifi-14": async () => (await import("./wifi-14.ts")).wifi14,
  "acm-15": async () => (await import("./acm-15.ts")).acm15,
  "acm-16-wifi": async () => (await import("./acm-16-wifi.ts")).acm16Wifi,
  "acm-16-tls": async () => (await import("./acm-16-tls.ts")).acm16Tls,
};
export const machineNames: readonly string[] = Object.keys(registry);

/** undefined for a name nobody has. */
export const loadMachine = (name: string): Promise<Machine> | undefined =>
  Object.hasOwn(registry, name) ? registry[name]?.() : undefined;
