import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const pinned = JSON.parse(readFileSync(new URL("node.json", import.meta.url), "utf8"));

/**
 * The Node that is shipped, as `{ version, binary, license }`: the pinned one, from the npm registry or from what an earlier build kept
 * of it; its hash is compared each time it is unpacked. Throws where it cannot be had or is not what was pinned.
 */
export async function shippedNode({ cache = path.join(homedir(), ".cache", "amt-agent", "node") } = {}) {
  const { package: name, version, integrity } = pinned;
  const kept = path.join(cache, `${name}-${version}`);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(path.join(cache, "new-"));
    try {
      await unpack(`${name}@${version}`, integrity, work);
      renameSync(path.join(work, "package"), kept);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return { version, binary: path.join(kept, "bin", "node"), license: path.join(kept, "LICENSE") };
}

async function unpack(what, integrity, work) {
  const { stdout } = await run("npm", ["pack", what, "--silent", "--pack-destination", work]);
  const archive = path.join(work, stdout.trim().split("\n").at(-1));
  const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (found !== integrity) throw new Error(`${what} is not what was pinned: ${found}, wanted ${integrity}`);
  await run("tar", ["-xzf", archive, "-C", work, "package/bin/node", "package/LICENSE"]);
}
