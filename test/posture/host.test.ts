import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { catalogue } from "../../agent/posture/catalogue.ts";
import type { Finding } from "../../agent/posture/check.ts";
import { collectAll } from "../../agent/posture/collect.ts";
import { type Collector, HOST_TIME } from "../../agent/posture/collector.ts";
import { hostCollectors } from "../../agent/posture/collectors/all.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer } from "../../agent/posture/reasons.ts";
import { realClock } from "../../platform/clock.ts";
import { fifo, type HostTree, hostTree, prints, type Tree } from "../support/host-tree.ts";
import { never } from "../support/virtual-machine.ts";
import { cases } from "./host-cases.ts";

const collectors = hostCollectors.linux as readonly Collector[];
const trees: HostTree[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});
const rootOf = (tree: Tree): string => {
  const made = hostTree(tree);
  trees.push(made);
  return made.root;
};
const noMe = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "no ME here"));

async function lookedAt(root: string, only: readonly Collector[] = collectors): Promise<Record<string, Finding>> {
  const sources = { host: hostView(root), device: noMe, firmware: noMe, info: noMe, wsman: noMe, clock: realClock };
  const found = await collectAll(only, sources, { signal: never });
  return Object.fromEntries(found.map((one) => [one.id, one]));
}
const one = async (id: string, tree: Tree): Promise<Finding | undefined> =>
  (
    await lookedAt(
      rootOf(tree),
      collectors.filter(({ ids }) => ids.includes(id)),
    )
  )[id];

const all = Object.entries(cases);
const ids = Object.keys(cases);
const ofFiles = all.filter(([, { source, malformed }]) => malformed !== undefined && !source.startsWith("/programs/"));
const ofPrograms = all.filter(([, { source }]) => source.startsWith("/programs/"));

test("every check of this PC has a tree here", () => {
  const known = Object.entries(catalogue).flatMap(([id, { part }]) => (part === "host" ? [id] : []));
  expect(known.sort()).toEqual([...ids].sort());
});

describe.each(all)("%s", (id, { source, gone = source, pass, fail, missing }) => {
  test("passes", async () => {
    const found = await one(id, pass);
    expect(found).toMatchObject({ result: "pass", reason: null });
    expect(found?.evidence.length).toBeGreaterThan(0);
  });
  test("fails", async () => {
    const found = await one(id, fail);
    expect(found).toMatchObject({ result: "fail", reason: null });
    expect(found?.expected).not.toBeNull();
  });
  test("is unknown where its source is missing", async () => {
    const left = Object.entries(pass).filter(([path]) => path !== gone && !path.startsWith(`${gone}/`));
    const beside = source.startsWith("/sys/class/tpm/tpm0") ? { "/sys/class/tpm/tpm0/": "" } : {};
    const efi: Tree = source.includes("efivars") ? { "/sys/firmware/efi/": "" } : {};
    expect(await one(id, { ...Object.fromEntries(left), ...beside, ...efi })).toMatchObject({
      result: "unknown",
      reason: { code: missing },
    });
  });
});

describe.each(ofFiles)("the file of %s", (id, { source, pass, malformed }) => {
  test("holding something else", async () => {
    expect(await one(id, { ...pass, [source]: "\u0000\u0001 what is this\n" })).toMatchObject({
      result: "unknown",
      reason: { code: malformed },
    });
  });
  test("being too long", async () => {
    expect(await one(id, { ...pass, [source]: Buffer.alloc(3 * 2 ** 20, "x") })).toMatchObject({
      result: "unknown",
      reason: { code: "too-large" },
    });
  });
  test("being a pipe that nobody writes to", async () => {
    const start = performance.now();
    expect(await one(id, { ...pass, [source]: fifo })).toMatchObject({
      result: "unknown",
      reason: { code: "malformed" },
    });
    expect(performance.now() - start).toBeLessThan(HOST_TIME);
  });
});

describe.each(ofPrograms)("the program of %s", (id, { source, pass }) => {
  test.each([
    ["printing something else", prints("what is this"), "malformed"],
    ["printing without end", "#!/bin/sh\nexec yes\n", "too-large"],
    ["hanging", "#!/bin/sh\nsleep 60 & wait\n", "timeout"],
  ])("%s", async (_, script, code) => {
    const start = performance.now();
    expect(await one(id, { ...pass, [source]: script })).toMatchObject({ result: "unknown", reason: { code } });
    expect(performance.now() - start).toBeLessThan(HOST_TIME + 1_000);
  });
  test("failing", async () => {
    const found = await one(id, { ...pass, [source]: "#!/bin/sh\necho Operation not permitted >&2; exit 1\n" });
    expect(found?.result).toBe("unknown");
    expect(found?.reason?.detail).toContain("Operation not permitted");
  });
});

test("a whole machine that passes, with one source that hangs: the others are complete", async () => {
  const whole: Tree = Object.assign({}, ...all.map(([, { pass }]) => pass));
  const found = await lookedAt(rootOf({ ...whole, "/programs/apt-get": "#!/bin/sh\nsleep 60\n" }));
  const results = ids.map((id) => [id, found[id]?.result]);
  expect(results).toEqual(ids.map((id) => [id, id === "host.updates" ? "unknown" : "pass"]));
});

test("an empty machine: every check unknown, with a reason", async () => {
  const found = await lookedAt(rootOf({}));
  for (const id of ids) {
    expect([id, found[id]?.result]).toEqual([id, "unknown"]);
    expect(found[id]?.reason?.detail).not.toBe("");
  }
});

describe.runIf(process.geteuid?.() === 0)("as a user who may not read it", () => {
  const child = join(import.meta.dirname, "../support/posture.child.ts");
  test("every file's check is unknown for want of permission, and the rest complete", () => {
    const whole: Tree = Object.assign({}, ...all.map(([, { pass }]) => pass));
    const root = rootOf(whole);
    const files = ofFiles.map(([, { source }]) => source);
    for (const file of files) chmodSync(join(root, file), 0);
    const args = [
      "--reuid=65534",
      "--regid=65534",
      "--clear-groups",
      process.execPath,
      "--import",
      import.meta.resolve("tsx"),
      child,
      root,
    ];
    const found = JSON.parse(execFileSync("setpriv", args, { encoding: "utf8" })) as Finding[];
    const at = (id: string): Finding | undefined => found.find((one) => one.id === id);
    for (const [id] of ofFiles) expect([id, at(id)?.reason?.code]).toEqual([id, "eperm"]);
    expect(at("host.restart")?.result).toBe("pass");
  });
});

describe("special machines", () => {
  test("not started by UEFI: no Secure Boot", async () => {
    const found = await one("org.fwupd.hsi.Uefi.SecureBoot", { "/sys/firmware/acpi/": "" });
    expect(found).toMatchObject({ result: "fail", value: "not started by UEFI" });
  });
  test("no swap", async () => {
    expect((await one("org.fwupd.hsi.Kernel.Swap", { "/proc/swaps": "Filename Type\n" }))?.result).toBe("pass");
  });
  test("encrypted below LVM on two disks, one of them plain", async () => {
    const found = await one("host.diskEncryption", {
      "/proc/self/mountinfo": "23 1 254:0 / / rw - ext4 /dev/mapper/vg-root rw\n",
      "/sys/dev/block/254:0": { link: "../../devices/virtual/block/dm-2" },
      "/sys/class/block/dm-2/slaves/dm-0/": "",
      "/sys/class/block/dm-2/slaves/sdb1/": "",
      "/sys/class/block/dm-0/dm/uuid": "CRYPT-LUKS2-x",
      "/sys/class/block/sdb1/": "",
    });
    expect(found).toMatchObject({ result: "fail", value: "plain" });
  });
  test("ufw and firewalld are believed; nftables that accepts by default is not judged", async () => {
    const process = { "/proc/1/comm": "systemd\n" };
    expect((await one("host.firewall", { ...process, "/etc/ufw/ufw.conf": "ENABLED=yes\n" }))?.value).toBe("ufw");
    expect((await one("host.firewall", { "/proc/7/comm": "firewalld\n" }))?.value).toBe("firewalld");
    const chain = JSON.stringify({ nftables: [{ chain: { hook: "input", policy: "accept" } }] });
    expect((await one("host.firewall", { ...process, "/programs/nft": prints(chain) }))?.result).toBe("unknown");
  });
  test("Intel's LMS", async () => {
    expect((await one("amt.lms", { "/proc/1/comm": "systemd\n" }))?.result).toBe("not-applicable");
    expect((await one("amt.lms", { "/proc/9/comm": "lms\n" }))?.result).toBe("unknown");
  });
});
