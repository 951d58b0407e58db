import { isAbsolute, join } from "node:path";
import type { Host } from "./paths.ts";

/** A program of the search path by its full name; relative folders in it are skipped, as whoever fills them could be anybody. */
export function programPath({ env, exists }: Pick<Host, "env" | "exists">, name: string): string | undefined {
  const folders = (env.PATH ?? "").split(":").filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((path) => exists(path));
}
