// Forbids dumps, then prints what the kernel says of it: the core limit and PR_GET_DUMPABLE.
import { readFileSync } from "node:fs";
import koffi from "koffi";
import { forbidDumps } from "../../platform/dumps.ts";

const dumpable = koffi
  .load(null)
  .func("int prctl(int option, unsigned long, unsigned long, unsigned long, unsigned long)");
const before: number = dumpable(3, 0, 0, 0, 0);
forbidDumps();
const limit = /Max core file size +(\d+) +(\d+)/.exec(readFileSync("/proc/self/limits", "utf8"));
process.stdout.write(`${before} ${dumpable(3, 0, 0, 0, 0)} ${limit?.[1]} ${limit?.[2]}\n`);
