import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { putNewFile, syncDirectory } from "../../../platform/kept-file.ts";

/** The new file is on the disk before it takes the old one's name. */
export function replace(directory: string, name: string, content: string): void {
  const fresh = join(directory, `${name}.new`);
  rmSync(fresh, { force: true }); // of a run that was killed
  putNewFile(fresh, content);
  renameSync(fresh, join(directory, name));
  syncDirectory(directory);
}
