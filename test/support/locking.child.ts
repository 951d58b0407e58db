// Takes the lock named by its argument, says so, and keeps it until it is told to release it by a line on stdin, or killed.
import { once } from "node:events";
import { realClock } from "../../platform/clock.ts";
import { lockFile } from "../../platform/file-lock.ts";

const lock = await lockFile(process.argv[2]!, { clock: realClock, wait: 0, signal: new AbortController().signal });
process.stdout.write("locked\n");
await once(process.stdin, "data");
lock.release();
process.stdout.write("released\n");
await once(process.stdin, "end");
