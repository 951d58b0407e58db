import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { collectAll } from "../../agent/posture/collect.ts";
import type { Collector } from "../../agent/posture/collector.ts";
import { hostCollectors } from "../../agent/posture/collectors/all.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer } from "../../agent/posture/reasons.ts";
import { realClock } from "../../platform/clock.ts";
import { type HostTree, hostTree, type Tree } from "../support/host-tree.ts";
import { needs } from "../support/needs.ts";
import { never } from "../support/virtual-machine.ts";
import { cases } from "./host-cases.ts";

const run = promisify(execFile);
const trees: HostTree[] = [];
afterAll(() => {
  for (const tree of trees) tree.remove();
});
const rootOf = (tree: Tree): string => {
  const made = hostTree(tree);
  trees.push(made);
  return made.root;
};

/** What fwupd says of that tree, by id; what it cannot say is left out, as it leaves out what is not there. */
async function byFwupd(root: string): Promise<Record<string, "pass" | "fail">> {
  const env = {
    ...{ PATH: process.env.PATH, LC_ALL: "C", FWUPD_SYSFSDIR: `${root}/sys`, FWUPD_PROCFS: `${root}/proc` },
    ...{ FWUPD_SYSFSFWDIR: `${root}/sys/firmware`, FWUPD_SYSFSSECURITYDIR: `${root}/sys/kernel/security` },
    ...{ FWUPD_SYSFSTPMDIR: `${root}/sys/class/tpm`, FWUPD_SYSFSDMIDIR: `${root}/sys/class/dmi/id` },
    FWUPD_EFIVARS: `${root}/sys/firmware/efi/efivars`,
  };
  const { stdout } = await run("fwupdtool", ["security", "--json"], { env, maxBuffer: 8 * 2 ** 20 });
  const { SecurityAttributes: all } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    SecurityAttributes: { AppstreamId: string; Flags?: string[] }[];
  };
  const said = all.filter(({ Flags = [] }) => !Flags.includes("missing-data") && !Flags.includes("obsoleted"));
  return Object.fromEntries(
    said.map(({ AppstreamId, Flags = [] }) => [AppstreamId, Flags.includes("success") ? "pass" : "fail"]),
  );
}

async function byUs(root: string, id: string): Promise<string | undefined> {
  const noMe = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "no ME here"));
  const sources = { host: hostView(root), device: noMe, firmware: noMe, info: noMe, wsman: noMe, clock: realClock };
  const only = (hostCollectors.linux as readonly Collector[]).filter(({ ids }) => ids.includes(id));
  return (await collectAll(only, sources, { signal: never })).find((one) => one.id === id)?.result;
}

/** What fwupd reads by other ways than files below these directories (udev, the TPM itself, UEFI's library). */
const elsewhere = ["org.fwupd.hsi.Tpm.Version20", "org.fwupd.hsi.Tpm.EmptyPcr", "org.fwupd.hsi.Iommu"];
const shared = Object.entries(cases).filter(([id]) => id.startsWith("org.fwupd.hsi.") && !elsewhere.includes(id));

/** [we say, fwupd says], each explained in docs/posture.md. */
const differently: Readonly<Record<string, readonly unknown[]>> = {
  // fwupd asks the running system (UDisks) what is behind a device, and that knows nothing of this tree's
  "org.fwupd.hsi.Kernel.Swap pass": ["pass", "fail"],
};

describe.runIf(await needs("fwupd"))("fwupdtool security --json on the same files", () => {
  test.each(shared)("%s: the same where it passes and where it fails", async (id, { pass, fail }) => {
    for (const [which, tree] of Object.entries({ pass, fail })) {
      const root = rootOf({ "/sys/class/": "", "/sys/firmware/efi/efivars/": "", "/proc/": "", ...tree });
      const [theirs, ours] = [(await byFwupd(root))[id], await byUs(root, id)];
      expect([ours, theirs]).toEqual(differently[`${id} ${which}`] ?? [which, which]);
    }
  });
});
