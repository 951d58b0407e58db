import { buildNeeded, root, run } from "../../build/prepare.mjs";

/** Tests of whole processes run what users run: dist/, made anew when the sources are newer. */
export async function setup(): Promise<void> {
  if (!buildNeeded(root)) return;
  const code = await run(process.execPath, ["build/bundle.mjs"], { quiet: true });
  if (code !== 0) throw new Error("dist/ could not be built");
}
