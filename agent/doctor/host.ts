import { connect } from "node:net";
import { type Clock, deadline } from "../../platform/clock.ts";
import { processesNamed } from "../../platform/processes.ts";
import type { HostFacts } from "./checks.ts";

/** AMT's own ports, which LMS offers on the host (lms.md 1.5). */
const amtPorts = [16992, 16993] as const;
/** Intel LMS on Linux and on Windows. */
const lmsNames = ["lms", "LMS.exe", "LMS"];

/** Looks at this machine: who listens on AMT's ports, does Intel LMS run. */
export async function lookAtHost(
  service: HostFacts["service"],
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<HostFacts> {
  const answers = await Promise.all(amtPorts.map((port) => someoneListens(port, { clock, signal })));
  const [found] = processesNamed(lmsNames);
  return {
    listening: amtPorts.filter((_, index) => answers[index]),
    lms: found ? `${found.name} (process ${found.pid})` : undefined,
    service,
  };
}

/** Does a program on this machine accept connections on the port? Says nothing to it. */
async function someoneListens(
  port: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<boolean> {
  const limit = deadline(clock, 1_000, [signal], () => new Error("no answer on loopback"));
  try {
    return await new Promise<boolean>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, signal: limit.signal });
      socket.once("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.once("error", () => resolve(false));
    });
  } finally {
    limit.done();
    signal.throwIfAborted();
  }
}
