import { readdirSync } from "node:fs";
import path from "node:path";

/** Files and links below `tree`, sorted, with their paths from its root. */
export function* filesBelow(tree, at = "") {
  for (const entry of readdirSync(path.join(tree, at), { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const file = path.join(at, entry.name);
    if (entry.isDirectory()) yield* filesBelow(tree, file);
    else yield file;
  }
}
