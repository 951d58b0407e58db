import { readFileSync } from "node:fs";
import path from "node:path";
import { fetched } from "./fetched.mjs";

const pinned = JSON.parse(readFileSync(new URL("node.json", import.meta.url), "utf8"));
const inside = { linux: ["bin/node", "LICENSE"], windows: ["bin/node.exe"] };

/** The Node that is shipped for a system, as `{ version, binary, license }`: the pinned one. Windows' has no licence beside it; it is the same. */
export async function shippedNode(system = "linux") {
  const { package: name, integrity } = pinned[system];
  const { version } = pinned;
  const files = inside[system];
  const kept = await fetched({ name, version, integrity, files });
  return { version, binary: path.join(kept, files[0]), license: files[1] && path.join(kept, files[1]) };
}
