import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const usual = () => path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache"), "amt-agent", "node");

/**
 * Folder with `files` of an npm package that this machine would not install: from the registry, or from what an earlier build kept. Its hash
 * is compared when it is unpacked. Throws where it cannot be had or is not what was pinned.
 */
export async function fetched({ name, version, integrity, files, cache = usual() }) {
  const kept = path.join(cache, `${name.replace("/", "-")}-${version}`);
  if (existsSync(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(path.join(cache, "new-"));
  try {
    const what = `${name}@${version}`;
    const { stdout } = await run("npm", ["pack", what, "--silent", "--pack-destination", work]);
    const archive = path.join(work, stdout.trim().split("\n").at(-1));
    const found = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
    if (found !== integrity) throw new Error(`${what} is not what was pinned: ${found}, wanted ${integrity}`);
    await run("tar", ["-xzf", archive, "-C", work, ...files.map((file) => `package/${file}`)]);
    try {
      renameSync(path.join(work, "package"), kept);
    } catch (error) {
      if (!existsSync(kept)) throw error; // another build has fetched the same meanwhile
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return kept;
}
