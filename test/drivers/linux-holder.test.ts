import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lme } from "../../mei/clients.ts";
import { likelyHolder } from "../../mei/drivers/linux-holder.ts";

let root: string;
let device: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "holder-")));
  device = join(root, "mei0");
  writeFileSync(device, "");
});
afterEach(() => rmSync(root, { recursive: true }));

/** A process of the tree, with these files open. */
function runs(pid: number, name: string, ...open: string[]): void {
  const folder = join(root, "proc", String(pid));
  mkdirSync(join(folder, "fd"), { recursive: true });
  writeFileSync(join(folder, "comm"), `${name}\n`);
  for (const [fd, path] of open.entries()) symlinkSync(path, join(folder, "fd", String(fd)));
}
const holder = (ours: boolean): Promise<string | undefined> =>
  likelyHolder(lme, device, { sysfsRoot: join(root, "sys"), procRoot: join(root, "proc"), ours });

test("who has the device open beside us is named", async () => {
  runs(process.pid, "node", device);
  runs(4_000_001, "lms", device);
  runs(4_000_002, "rpc", "/dev/null");
  expect(await holder(true)).toBe("lms (process 4000001)");
});

test("where nobody has it open that we may see, programs that are known for it are named, but not ourselves", async () => {
  runs(process.pid, "amt-agent", device);
  runs(4_000_002, "rpc");
  expect(await holder(false)).toBe("rpc (process 4000002)");
});

test("having another client of the device open does not make us the holder of this one: whoever it was has just gone", async () => {
  runs(process.pid, "node", device);
  expect(await holder(false)).toBeUndefined();
  expect(await holder(true)).toBe(`this program (process ${process.pid})`);
});
