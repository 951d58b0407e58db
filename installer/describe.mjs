import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The command line as the built program describes itself: `{ usage, description, options, examples, commands }`, nested. */
export async function described({ node, program }) {
  const { stdout } = await promisify(execFile)(node, [program, "__describe"], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}
