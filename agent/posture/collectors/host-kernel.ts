import { type Evidence, seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { isEncrypted } from "./block-devices.ts";
import { hostCheck, line } from "./host-check.ts";

const LOCKDOWN = "/sys/kernel/security/lockdown";
const TAINTED = "/proc/sys/kernel/tainted";
const VULNERABILITIES = "/sys/devices/system/cpu/vulnerabilities";

/** Bits that say nothing of foreign or faulty code (kernel: tainted-kernels.rst): 9 a warning was logged, 11 firmware workaround. */
const HARMLESS = (1 << 9) | (1 << 11);

export const hostKernel: readonly Collector[] = [
  hostCheck("org.fwupd.hsi.Kernel.Lockdown", "fwupd 2.1", async (host) => {
    const { text, evidence } = await line(host, LOCKDOWN);
    const mode = /\[(none|integrity|confidentiality)\]/.exec(text)?.[1];
    if (mode === undefined) throw new NoAnswer("malformed", `${LOCKDOWN} chooses nothing`);
    return { judged: verdict(mode !== "none", mode, "integrity or confidentiality"), evidence: [evidence] };
  }),
  hostCheck("org.fwupd.hsi.Kernel.Tainted", "fwupd 2.1, warnings aside", async (host) => {
    const { text, evidence } = await line(host, TAINTED);
    if (!/^\d{1,10}$/.test(text)) throw new NoAnswer("malformed", `${TAINTED} holds no number`);
    return { judged: verdict((Number(text) & ~HARMLESS) === 0, Number(text), "0"), evidence: [evidence] };
  }),
  hostCheck("org.fwupd.hsi.Kernel.Swap", "fwupd 2.1", async (host) => {
    const text = await host.text("/proc/swaps");
    const [head = "", ...lines] = text.trim().split("\n");
    if (!head.startsWith("Filename")) throw new NoAnswer("malformed", "/proc/swaps has no heading");
    const areas = lines.map((one) => one.trim().split(/\s+/)).map(([name = "", kind = ""]) => ({ name, kind }));
    const evidence = [seen("/proc/swaps", areas.map(({ name }) => name).join(" "))];
    if (areas.length === 0) return { judged: verdict(true, "none", "none, or encrypted"), evidence };
    if (areas.some(({ kind }) => kind !== "partition"))
      return { judged: unknown("no-rule", "a swap file is as safe as the disk it is on", areas.length), evidence };
    const plain: string[] = [];
    // Compressed memory is no disk
    for (const { name } of areas.filter((one) => !one.name.startsWith("/dev/zram")))
      if (!(await isEncrypted(host, name.replace(/^\/dev\//, "")))) plain.push(name);
    return { judged: verdict(plain.length === 0, plain.join(" ") || "encrypted", "none, or encrypted"), evidence };
  }),
  hostCheck("host.cpuMitigations", "kernel: vulnerabilities/*", async (host) => {
    const found = await weaknesses(host);
    const open = found.filter(({ state }) => state.startsWith("Vulnerable"));
    const unsaid = found.filter(({ state }) => state.startsWith("Unknown"));
    const shown = open.length > 0 ? open : found.slice(0, 1);
    const evidence = shown.map(({ name, state }): Evidence => seen(`${VULNERABILITIES}/${name}`, state));
    if (open.length === 0 && unsaid.length > 0)
      return {
        judged: unknown("no-data", `the kernel does not know of ${unsaid.map(({ name }) => name).join(", ")}`),
        evidence,
      };
    const value = open.length === 0 ? `${found.length} looked at` : open.map(({ name }) => name).join(", ");
    return { judged: verdict(open.length === 0, value, "none vulnerable"), evidence };
  }),
  hostCheck("host.microcode", "kernel", async (host) => {
    const missing = (await weaknesses(host)).filter(({ state }) => /no microcode/i.test(state));
    const revisions = new Set(
      [...(await host.text("/proc/cpuinfo")).matchAll(/^microcode\s*:\s*(0x[0-9a-f]+)$/gm)].map(([, one]) => one),
    );
    if (revisions.size === 0)
      throw new NoAnswer("no-data", "/proc/cpuinfo names no microcode (a virtual machine hides it)");
    const value = [...revisions].join(", ");
    const evidence = [
      seen("/proc/cpuinfo", value),
      ...missing.map(({ name, state }) => seen(`${VULNERABILITIES}/${name}`, state)),
    ];
    return {
      judged: verdict(revisions.size === 1 && missing.length === 0, value, "one revision, none missing"),
      evidence,
    };
  }),
];

async function weaknesses(
  host: Parameters<Parameters<typeof hostCheck>[2]>[0],
): Promise<{ name: string; state: string }[]> {
  const names = await host.names(VULNERABILITIES);
  const found = [];
  for (const name of names) {
    const { text: state } = await line(host, `${VULNERABILITIES}/${name}`);
    if (!/^(Not affected|Vulnerable|Mitigation|Unknown|KVM)/.test(state))
      throw new NoAnswer("malformed", `${name} says "${state.slice(0, 40)}"`);
    found.push({ name, state });
  }
  if (found.length === 0) throw new NoAnswer("no-data", `${VULNERABILITIES} is empty`);
  return found;
}
