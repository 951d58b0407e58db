import type { Info } from "../api/info.ts";
import { harmless, type Terminal } from "./terminal.ts";

type Value = string | number | boolean | null | readonly string[];
type Row = readonly [label: string, field: string, value: Value];

/** Labels, grouped as people look for them. Fields name where the value and its "why not" come from. Pure. */
function groups(info: Info): [title: string, rows: Row[]][] {
  const { firmware, amt, sessions, redirection, remoteAccess, network, power, setup, upid } = info;
  const lan = (title: string, name: "wired" | "wireless"): [string, Row[]] => {
    const field = `network.${name}`;
    const port = network[name];
    if (!port) return [title, [["Interface", field, null]]];
    return [
      title,
      [
        ["AMT uses it", field, port.enabled],
        ["Link", field, port.linkUp ? "up" : "down"],
        ["IPv4 address", field, port.address],
        ["DHCP", field, port.dhcp ? `yes, ${port.dhcpMode}` : "no"],
        ["MAC address", field, port.mac],
        ...hostAddresses(info, port.mac),
      ],
    ];
  };
  return [
    [
      "AMT",
      [
        ["Version", "amt.version", amt.version],
        ["Build", "amt.build", amt.build],
        ["Sold as", "amt.sku", amt.sku ? `${amt.sku.brand} (${amt.sku.number}: ${amt.sku.features.join(", ")})` : null],
        ["Switched on (BIOS)", "amt.operational", amt.operational],
        ["Control mode", "amt.controlMode", amt.controlMode],
        ["Provisioning", "amt.provisioningState", amt.provisioningState],
        ["Provisioning mode", "amt.provisioningMode", amt.provisioningMode],
        ["Local ports TLS only", "amt.localPortsTlsOnly", amt.localPortsTlsOnly],
        ["Zero-touch allowed", "amt.zeroTouch", amt.zeroTouch],
        ["EHBC", "amt.ehbc", amt.ehbc],
        ["PKI DNS suffix", "amt.pkiDnsSuffix", amt.pkiDnsSuffix],
        ["TLS", "amt.tls", amt.tls],
        ["UUID", "amt.uuid", amt.uuid],
        ["BIOS", "amt.bios", amt.bios],
        ["Last ME reset", "amt.lastMeReset", amt.lastMeReset],
      ],
    ],
    [
      "Right now",
      [
        ["KVM (screen)", "sessions.kvm", sessions.kvm],
        ["Consent asked", "sessions.consentPending", sessions.consentPending],
        ["SOL (text console)", "sessions.sol", sessions.sol],
        ["Remote storage", "sessions.storage", sessions.storage],
      ],
    ],
    [
      "Allowed",
      [
        ["KVM (screen)", "redirection.kvm", redirection.kvm],
        ["SOL (text console)", "redirection.sol", redirection.sol],
        ["Remote storage", "redirection.storage", redirection.storage],
        ["Web pages (web UI)", "sessions.webUi", sessions.webUi],
        ["System Defense active", "sessions.systemDefense", sessions.systemDefense],
        ["Help call from OS", "remoteAccess.helpFromOs", remoteAccess.helpFromOs],
        ["Help call from BIOS", "remoteAccess.helpFromBios", remoteAccess.helpFromBios],
      ],
    ],
    [
      "Remote access",
      [
        ["Network", "remoteAccess.network", remoteAccess.network],
        ["Connection", "remoteAccess.connection", remoteAccess.connection],
        ["Trigger", "remoteAccess.trigger", remoteAccess.trigger],
        ["Server", "remoteAccess.server", remoteAccess.server],
      ],
    ],
    lan("Wired network", "wired"),
    lan("Wireless network", "wireless"),
    [
      "Names",
      [
        ["AMT's FQDN", "network.fqdn", network.fqdn],
        ["Shared with host", "network.sharedFqdn", network.sharedFqdn],
        ["Home domains", "network.homeDomains", network.homeDomains],
        ["IPv6 wired", "network.ipv6Wired", network.ipv6Wired?.addresses.map(({ address }) => address) ?? null],
        ["Host's name", "host.name", info.host.name],
        ["Host's DNS suffix", "host.dnsSuffix", info.host.dnsSuffix],
      ],
    ],
    [
      "Power",
      [
        ["Policy", "power.policy", power.policy],
        ["Last host reset", "power.lastHostReset", power.lastHostReset],
        ["  at", "power.lastHostResetAt", power.lastHostResetAt],
      ],
    ],
    [
      "How it was set up",
      setup
        ? [
            ["By", "setup", setup.hostInitiated ? "this host" : setup.server || setup.serverAddress],
            ["At", "setup", setup.at],
            ["TLS method", "setup", setup.tlsMode],
            [
              "Certificate hash",
              "setup",
              /^0*$/.test(setup.certificateHash) ? "none" : `${setup.certificateHash} (${setup.hashAlgorithm})`,
            ],
          ]
        : [["Record", "setup", null]],
    ],
    [
      "ME firmware",
      [
        ["Version", "firmware.version", firmware.version],
        ["Recovery", "firmware.recovery", firmware.recovery],
        ["Platform", "firmware.platform", firmware.platform],
        ["Image", "firmware.image", firmware.image],
        ["Brand", "firmware.brand", firmware.brand],
        ["End of POST", "firmware.endOfPost", firmware.endOfPost],
        ["EOP state", "firmware.eopState", firmware.eopState],
        ["Host update", "firmware.hostUpdate", firmware.hostUpdate],
        ["Capable of", "firmware.capable", firmware.capable],
        ["Enabled", "firmware.enabled", firmware.enabled],
        ["Status registers", "firmware.status", firmware.status],
      ],
    ],
    ["UPID", [["Id", "upid", upid ? `${upid.oemId}-${upid.csmeId} (${upid.type})` : null]]],
  ];
}

/** The host's interface with the same MAC shares the plug with AMT: its addresses stand beside AMT's. */
const hostAddresses = (info: Info, mac: string): Row[] =>
  info.host.interfaces
    .filter((one) => one.mac.toLowerCase() === mac.toLowerCase())
    .map((one) => [`Host's address (${one.name})`, "host.interfaces", one.addresses]);

function shown(value: Exclude<Value, null>): string {
  if (value === true) return "yes";
  if (value === false) return "no";
  if (typeof value === "object") return value.length === 0 ? "none" : value.join(", ");
  return value === "" ? "none" : String(value);
}

/** A field whose unknown-reason may stand at the field itself or at its group. */
const whyOf = (info: Info, field: string): string =>
  info.unknown.find((entry) => entry.field === field)?.message.text ?? "the firmware does not say";

/** The text of `info`, line by line. Every unknown says why. Pure. */
export function renderInfo(info: Info, { paint }: Pick<Terminal, "paint">): string[] {
  const lines: string[] = [];
  if (info.machine.notice) lines.push(paint("yellow", harmless(info.machine.notice.text)), "");
  const note = sameReasonForAll(info);
  if (note) lines.push(paint("bold", note), "");
  for (const [title, rows] of groups(info)) {
    const open = note ? rows.filter(([, , value]) => value !== null) : rows;
    if (open.length === 0) continue;
    lines.push(paint("bold", title));
    for (const [label, field, value] of open)
      lines.push(
        value === null
          ? `  ${label.padEnd(22)}${paint("dim", `unknown: ${harmless(whyOf(info, field))}`)}`
          : `  ${label.padEnd(22)}${harmless(shown(value))}`,
      );
    lines.push("");
  }
  if (info.certificates && info.certificates.length > 0) {
    lines.push(paint("bold", "Trusted root hashes"));
    for (const { name, algorithm, hash, active, default: isDefault } of info.certificates)
      lines.push(
        `  ${harmless(name)} (${algorithm}${active ? "" : ", inactive"}${isDefault ? "" : ", added"})`,
        `    ${paint("dim", hash)}`,
      );
    lines.push("");
  }
  if (info.leftovers.length > 0)
    lines.push(
      paint("dim", `Newer firmware said more than is understood: ${info.leftovers.map((l) => l.command).join(", ")}`),
    );
  const { driver, device } = info.machine;
  lines.push(paint("dim", `Read through ${harmless(driver === device ? driver : `${driver} (${device})`)}`));
  return lines;
}

/** On a machine without AMT thirty lines of the same reason tell less than one. */
const sameReasonForAll = (info: Info): string | undefined =>
  info.amt.present === false ? "This ME has no AMT: nobody can use it to manage this PC remotely." : undefined;
