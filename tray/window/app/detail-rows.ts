import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import type { Message } from "../../../agent/api/texts.ts";
import type { WindowWords } from "../../locales/en-window.ts";

export type Info = OutputOf<Routes["GET /v1/info"]>;
type Words = WindowWords["details"];
type Group = keyof Words["groups"];
type Field = keyof Words["fields"];

/** One row: a value, or why there is none. */
export interface DetailRow {
  readonly label: string;
  readonly value: string | null;
  /** Where it is not known. */
  readonly why: Message | null;
}
export interface DetailGroup {
  readonly title: string;
  readonly rows: readonly DetailRow[];
}

/** Fields by their path in `info`; `of` stands before all of them, and is the only row where it is not known itself. */
interface Plan {
  readonly group: Group;
  readonly of?: string;
  readonly fields: readonly Field[];
}
const lan = ["enabled", "linkUp", "address", "dhcp", "mac"] as const;
const ipv6 = ["addresses", "router", "dns"] as const;

const plans: readonly Plan[] = [
  {
    group: "amt",
    fields: [
      "amt.version",
      "amt.build",
      "amt.sku",
      "amt.operational",
      "amt.provisioningState",
      "amt.controlMode",
      "amt.provisioningMode",
      "amt.zeroTouch",
      "amt.ehbc",
      "amt.uuid",
      "amt.bios",
      "amt.lastMeReset",
    ],
  },
  {
    group: "allowed",
    fields: [
      "redirection.kvm",
      "redirection.sol",
      "redirection.storage",
      "sessions.webUi",
      "sessions.systemDefense",
      "remoteAccess.helpFromOs",
      "remoteAccess.helpFromBios",
    ],
  },
  {
    group: "setup",
    of: "setup",
    fields: ["hostInitiated", "at", "tlsMode", "server", "serverAddress", "certificateHash", "oemDefaultHash"],
  },
  {
    group: "remoteAccess",
    fields: ["remoteAccess.connection", "remoteAccess.network", "remoteAccess.trigger", "remoteAccess.server"],
  },
  { group: "wired", of: "network.wired", fields: lan },
  { group: "wireless", of: "network.wireless", fields: lan },
  { group: "ipv6Wired", of: "network.ipv6Wired", fields: ipv6 },
  { group: "ipv6Wireless", of: "network.ipv6Wireless", fields: ipv6 },
  {
    group: "names",
    fields: [
      "network.fqdn",
      "network.sharedFqdn",
      "network.dynamicDns",
      "network.homeDomains",
      "amt.pkiDnsSuffix",
      "host.name",
      "host.dnsSuffix",
    ],
  },
  {
    group: "security",
    fields: [
      "amt.tls",
      "amt.localPortsTlsOnly",
      "amt.hardwareCrypto",
      "amt.cryptoFuse",
      "amt.firmwareUpdate",
      "amt.flashProtection",
      "firmware.productionSigned",
      "firmware.flashProtection",
      "firmware.hostUpdate",
    ],
  },
  { group: "power", fields: ["power.policy", "power.lastHostReset", "power.lastHostResetAt"] },
  {
    group: "firmware",
    fields: [
      "firmware.version",
      "firmware.recovery",
      "firmware.platform",
      "firmware.image",
      "firmware.enabled",
      "firmware.capable",
      "firmware.endOfPost",
      "firmware.status",
    ],
  },
  { group: "upid", of: "upid", fields: ["oemId", "csmeId"] },
];

type Value = unknown;
const at = (info: Info, path: string): Value =>
  path.split(".").reduce<Value>((value, name) => (value as Record<string, Value> | null)?.[name] ?? null, info);

/** Why a field is not known: its own reason, or that of what it is part of. */
const whyOf = ({ unknown }: Info, path: string): Message | null =>
  unknown.find(({ field }) => path === field || path.startsWith(`${field}.`))?.message ?? null;

/** Pure. */
export function detailGroups(info: Info, words: Words, basic: Pick<WindowWords, "yes" | "no" | "none">): DetailGroup[] {
  const row = (field: Field, path: string): DetailRow => {
    const value = at(info, path);
    return value === null
      ? { label: words.fields[field], value, why: whyOf(info, path) }
      : { label: words.fields[field], value: inWords(field, value, words, basic), why: null };
  };
  return plans.map(({ group, of, fields }) => ({
    title: words.groups[group],
    rows:
      of !== undefined && at(info, of) === null
        ? [row(of as Field, of)]
        : fields.map((field) => row(field, of === undefined ? field : `${of}.${field}`)),
  }));
}

function inWords(
  field: Field,
  value: Value,
  words: Words,
  { yes, no, none }: Pick<WindowWords, "yes" | "no" | "none">,
) {
  const known = words.values[`${field}:${String(value)}`];
  if (known !== undefined) return known;
  if (typeof value === "boolean") return value ? yes : no;
  if (Array.isArray(value)) return value.length === 0 ? none : value.map(item).join(", ");
  if (typeof value === "object") return item(value);
  return value === "" ? none : String(value);
}

/** A value with parts: an address of IPv6, what AMT is sold as. */
function item(value: Value): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { address, brand, features } = value as { address?: string; brand?: string; features?: string[] };
  if (address !== undefined) return address;
  return features === undefined || features.length === 0 ? String(brand) : `${brand} (${features.join(", ")})`;
}
