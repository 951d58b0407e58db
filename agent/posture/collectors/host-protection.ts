import { basename } from "node:path";
import { seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { isEncrypted } from "./block-devices.ts";
import { judgeFirewall } from "./firewall.ts";
import { hostCheck } from "./host-check.ts";
import { processNames } from "./process-names.ts";

const MOUNTS = "/proc/self/mountinfo";

/** Protection programs, by the file that shows that they are installed and the process that shows that they run (as named by the kernel: 15 characters). */
const protections: readonly { readonly name: string; readonly file: string; readonly process: string }[] = [
  { name: "Microsoft Defender", file: "/opt/microsoft/mdatp/sbin/wdavdaemon", process: "wdavdaemon" },
  { name: "CrowdStrike Falcon", file: "/opt/CrowdStrike/falcon-sensor", process: "falcon-sensor" },
  { name: "ClamAV", file: "/usr/sbin/clamd", process: "clamd" },
  { name: "SentinelOne", file: "/opt/sentinelone/bin/sentinelctl", process: "s1-agent" },
  { name: "Sophos", file: "/opt/sophos-spl/base/bin/sophos_managementagent", process: "sophos_manageme" },
  { name: "ESET", file: "/opt/eset/eea/sbin/startd", process: "oaeventd" },
  { name: "Elastic Agent", file: "/opt/Elastic/Agent/elastic-agent", process: "elastic-agent" },
  { name: "Wazuh", file: "/var/ossec/bin/wazuh-agentd", process: "wazuh-agentd" },
];

export const hostProtection: readonly Collector[] = [
  hostCheck("host.diskEncryption", "kernel: dm-crypt below /", async (host) => {
    // id, parent, major:minor, root, mount point, options … - type source (proc(5))
    const root = (await host.text(MOUNTS))
      .split("\n")
      .map((line) => /^\d+ \d+ (\d+:\d+) \S+ (\S+) .* - (\S+) (\S+)/.exec(line))
      .filter((found) => found?.[2] === "/")
      .at(-1);
    if (!root) throw new NoAnswer("malformed", `${MOUNTS} names no root`);
    const [, numbers = "", , kind = "", source = ""] = root;
    const evidence = [seen(MOUNTS, `${numbers} / ${kind} ${source}`)];
    if (!source.startsWith("/dev/"))
      return {
        judged: unknown("no-rule", `the root is ${kind} (${source}), not a disk that is looked into`, kind),
        evidence,
      };
    const device = await host.link(`/sys/dev/block/${numbers}`).catch(() => undefined); // btrfs has numbers of its own
    const on = await isEncrypted(host, device === undefined ? source.slice("/dev/".length) : basename(device));
    return { judged: verdict(on, on ? "encrypted" : "plain", "encrypted"), evidence };
  }),
  hostCheck("host.firewall", "amt-agent", judgeFirewall),
  hostCheck("host.antivirus", "amt-agent", async (host) => {
    const running = await processNames(host);
    const installed = [];
    for (const one of protections) {
      const names = await host.namesIfThere(one.file.slice(0, one.file.lastIndexOf("/")));
      if (running.has(one.process) || names?.includes(basename(one.file))) installed.push(one);
    }
    const evidence = installed.map(({ file, process, name }) =>
      seen(file, `${name}: ${running.has(process) ? "runs" : "does not run"}`),
    );
    if (installed.length === 0)
      return {
        judged: unknown(
          "no-data",
          `none of ${protections.length} known programs is installed; others are not recognised`,
        ),
        evidence,
      };
    const idle = installed.filter(({ process }) => !running.has(process)).map(({ name }) => name);
    const value = idle.length === 0 ? installed.map(({ name }) => name).join(", ") : `${idle.join(", ")} not running`;
    return { judged: verdict(idle.length === 0, value, "running"), evidence };
  }),
  hostCheck("host.updates", "apt", async (host, { signal }) => {
    // Simulates: takes no lock and changes nothing
    const args = [
      "-s",
      "-q",
      "-o",
      "Debug::NoLocking=1",
      "-o",
      "Dir::Cache::pkgcache=",
      "-o",
      "Dir::Cache::srcpkgcache=",
      "upgrade",
    ];
    const output = await host.run("apt-get", args, { signal });
    if (!/^\d+ upgraded, /m.test(output)) throw new NoAnswer("malformed", "apt-get did not end with a count");
    const waiting = output.match(/^Inst .*$/gm) ?? [];
    const security = waiting.filter((one) => /security/i.test(one)).length;
    return {
      judged: verdict(
        waiting.length === 0,
        waiting.length === 0 ? "none" : `${waiting.length}, ${security} of them for security`,
        "none",
      ),
      evidence: [seen("apt-get -s upgrade", waiting.slice(0, 5).join("\n"))],
    };
  }),
  hostCheck("host.restart", "Debian: reboot-required", async (host) => {
    const names = await host.names("/run");
    const waits = names.includes("reboot-required");
    const why = waits
      ? ((await host.textIfThere("/run/reboot-required.pkgs"))?.trim().split("\n").join(", ") ?? "")
      : "";
    return {
      judged: verdict(!waits, waits ? `a restart waits${why && `: ${why}`}` : "none", "none"),
      evidence: [seen("/run/reboot-required", waits ? "there" : "not there")],
    };
  }),
  hostCheck("amt.lms", "posture.md 3c", async (host) => {
    const names = await processNames(host);
    const runs = names.has("lms") || names.has("LMS");
    if (!runs)
      return {
        judged: {
          result: "not-applicable",
          value: "not running",
          reason: { code: "not-here", detail: "Intel's LMS does not run" },
        },
      };
    return { judged: unknown("no-data", "INTEL-SA-01342 names versions for Windows only", "running") };
  }),
];
