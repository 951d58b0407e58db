import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** A file system of its own, for a process and its children: root's, and gone with them. */
const inSmallDisk = ["-m", "--propagation", "private", "sh", "-c"];
function mayMount(): boolean {
  try {
    execFileSync("unshare", [...inSmallDisk, "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false; // not root, or no such kernel
  }
}
const child = fileURLToPath(new URL("../support/history.child.ts", import.meta.url));

test.skipIf(!mayMount())(
  "a full disk stops the writing, says so, and what waited is written when there is room again (needs root)",
  async () => {
    // A filler takes the room that the test gives back
    const script =
      'mount -t tmpfs -o size=256k,mode=0700 tmpfs /mnt && dd if=/dev/zero of=/mnt/filler bs=1k count=180 2>/dev/null && exec "$0" --import "$1" "$2" /mnt/events full';
    const process_ = spawn("unshare", [...inSmallDisk, script, process.execPath, import.meta.resolve("tsx"), child], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);
    const order = async (what: string): Promise<string[]> => {
      process_.stdin.write(`${what}\n`);
      const said: string[] = [];
      for (;;) {
        const line = await next();
        said.push(line);
        if (/^at /.test(line)) return said;
      }
    };
    const inside = (...command: string[]): string =>
      execFileSync("nsenter", ["-t", String(process_.pid), "-m", ...command]).toString();
    try {
      expect(await next()).toBe("ready");
      const said = await order("add 300");
      expect(said[0]).toBe("trouble history-full");
      const stopped = Number(said.at(-1)?.slice(3));
      expect(stopped).toBeGreaterThan(20);
      expect(stopped).toBeLessThan(300);
      // It tries again by itself, as often as the clock says, and nothing is half there
      expect(await order("retry")).toEqual([`at ${stopped}`]);
      const onDisk = inside("cat", "/mnt/events/events-00000001.ndjson");
      expect(onDisk.endsWith("\n")).toBe(true);
      expect(onDisk.split("\n")).toHaveLength(stopped + 1);
      expect(await order("add 2")).toEqual([`at ${stopped}`]);
      inside("rm", "/mnt/filler");
      expect(await order("retry")).toEqual(["trouble none", "at 302"]);
      expect(await order("add 1")).toEqual(["at 303"]);
      const all = inside("cat", "/mnt/events/events-00000001.ndjson").trimEnd().split("\n");
      expect(all.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual(
        Array.from({ length: 303 }, (_, i) => i + 1),
      );
    } finally {
      process_.stdin.end("end\n");
      process_.kill();
    }
  },
  120_000,
);
