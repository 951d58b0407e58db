// A process with a descriptor being watched. `exit`: calls process.exit() with the watch outstanding. `throw`: dies of an error instead.
// `done`: cancels its watch and does nothing more. `idle`: watches for a second and prints the CPU time that took, in ms.
import { POLLIN, sharedPoller } from "../../platform/native/poller.ts";
import { socketpair } from "./socketpair.ts";

const { near } = socketpair();
const watch = sharedPoller().once(near, POLLIN, () => process.exit(3));
// Two turns, so that poll() is under way.
await new Promise((resolve) => setTimeout(resolve, 50));
const what = process.argv[2];
if (what === "idle") {
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const { user, system } = process.cpuUsage(before);
  process.stdout.write(`cpu ${(user + system) / 1_000}\n`);
  process.exit(0);
}
process.stdout.write("watching\n");
if (what === "exit") process.exit(0);
if (what === "throw") throw new Error("on purpose");
if (what === "done") await watch.cancel();
