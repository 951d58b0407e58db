import type { SecurityProvider, WindowsFacts } from "../../../platform/windows-facts.ts";
import { type Evidence, notApplicable, seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { numberAt, there, windowsCheck } from "./windows-check.ts";

const BITLOCKER = "SYSTEM\\CurrentControlSet\\Control\\BitLockerStatus";
const FIREWALL = "SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy";
const FIREWALL_BY_POLICY = "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall";
const FIREWALL_SERVICE = "SYSTEM\\CurrentControlSet\\Services\\mpssvc";
const SERVICE_DISABLED = 4;
const CURRENT_VERSION = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion";
/** Keys that are there while an installed update waits for a restart, and the keys that they are in. */
const RESTARTS = [
  { in: `${CURRENT_VERSION}\\WindowsUpdate\\Auto Update`, key: "RebootRequired", why: "Windows Update" },
  { in: `${CURRENT_VERSION}\\Component Based Servicing`, key: "RebootPending", why: "Windows' components" },
] as const;
const LMS = "SYSTEM\\CurrentControlSet\\Services\\LMS";
/** The registry calls the private profile the standard one; policies call it by both names. */
const PROFILES = [
  { key: "DomainProfile", policies: ["DomainProfile"], name: "domain" },
  { key: "StandardProfile", policies: ["StandardProfile", "PrivateProfile"], name: "private" },
  { key: "PublicProfile", policies: ["PublicProfile"], name: "public" },
] as const;

export const windowsProtection: readonly Collector[] = [
  windowsCheck("host.diskEncryption", "Windows: BitLockerStatus", async (windows) => {
    const { value, evidence } = there(await numberAt(windows, BITLOCKER, "BootStatus"), BITLOCKER, "BootStatus");
    if (value > 1) throw new NoAnswer("malformed", `${evidence.source} is ${value}`);
    const on = value === 1;
    return { judged: verdict(on, on ? "encrypted" : "plain", "encrypted"), evidence: [evidence] };
  }),
  windowsCheck("host.firewall", "amt-agent", async (windows) => {
    const found = [];
    for (const profile of PROFILES) found.push({ ...(await profileOf(windows, profile)), name: profile.name });
    const service = await numberAt(windows, FIREWALL_SERVICE, "Start");
    const isDisabled = service?.value === SERVICE_DISABLED;
    const evidence = found.map((one) => one.evidence);
    if (service && isDisabled) evidence.push(service.evidence);
    const off = isDisabled ? found : found.filter(({ value }) => value === 0);
    if (off.length === 0) return { judged: verdict(true, "Windows' firewall", "on"), evidence };
    // Another maker's firewall takes the place of Windows' own
    const other = await healthOf(windows, "firewall");
    if (other.word === "good")
      return { judged: verdict(true, "another firewall", "on"), evidence: [...evidence, other.evidence] };
    const value = isDisabled ? "its service is disabled" : `off for ${off.map(({ name }) => name).join(", ")}`;
    return { judged: verdict(false, value, "on"), evidence: [...evidence, other.evidence] };
  }),
  windowsCheck("host.antivirus", "Windows: Security Center", async (windows) => {
    const { word, evidence } = await healthOf(windows, "antivirus");
    if (word === "good" || word === "poor")
      return { judged: verdict(word === "good", word, "good"), evidence: [evidence] };
    if (word !== "not monitored" && word !== "snoozing") throw new NoAnswer("no-data", evidence.raw);
    return { judged: unknown("no-data", `the Security Center says: ${word}`, word), evidence: [evidence] };
  }),
  windowsCheck("host.updates", "amt-agent", async () => ({
    judged: unknown("no-rule", "only Windows Update itself knows, and asking it takes minutes"),
  })),
  windowsCheck("host.restart", "Windows: RebootRequired, RebootPending", async ({ registry }) => {
    const waits: string[] = [];
    for (const { in: key, key: name, why } of RESTARTS) {
      const keys = await registry.keys(key);
      if (keys === undefined) throw new NoAnswer("no-data", `HKLM\\${key} is not there`);
      if (keys.includes(name)) waits.push(why);
    }
    return {
      judged: verdict(waits.length === 0, waits.length > 0 ? `a restart waits: ${waits.join(", ")}` : "none", "none"),
      evidence: RESTARTS.map(({ in: key, key: name, why }) =>
        seen(`HKLM\\${key}\\${name}`, waits.includes(why) ? "there" : "not there"),
      ),
    };
  }),
  windowsCheck("amt.lms", "posture.md 3c", async ({ registry }) => {
    if ((await registry.keys(LMS)) === undefined)
      return { judged: notApplicable("not-here", "Intel's LMS is not installed") };
    return {
      judged: unknown("no-data", "its version, which INTEL-SA-01342 names, is not read", "installed"),
      evidence: [seen(`HKLM\\${LMS}`, "there")],
    };
  }),
];

/** What a policy says comes before what is set on the machine. */
async function profileOf(
  windows: WindowsFacts,
  { key, policies }: (typeof PROFILES)[number],
): Promise<{ value: number; evidence: Evidence }> {
  for (const policy of policies) {
    const set = await numberAt(windows, `${FIREWALL_BY_POLICY}\\${policy}`, "EnableFirewall");
    if (set) return set;
  }
  const at = `${FIREWALL}\\${key}`;
  return there(await numberAt(windows, at, "EnableFirewall"), at, "EnableFirewall");
}

const words: Readonly<Record<number, string>> = { 0: "good", 1: "not monitored", 2: "poor", 3: "snoozing" };

/** A server has no Security Center: what it would say is then not known, and `word` is undefined. */
async function healthOf(
  windows: WindowsFacts,
  provider: SecurityProvider,
): Promise<{ word: string | undefined; evidence: Evidence }> {
  const source = `WscGetSecurityProviderHealth, ${provider}`;
  try {
    const health = await windows.health(provider);
    return { word: words[health], evidence: seen(source, words[health] ?? `an unknown number, ${health}`) };
  } catch (error) {
    return { word: undefined, evidence: seen(source, (error as Error).message) };
  }
}
