import { connect } from "node:net";
import type { DeviceFacts } from "../../mei/port.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import { processesNamed } from "../../platform/processes.ts";
import type { HostFacts } from "./checks.ts";

/** AMT's own ports, which LMS offers on the host (lms.md 1.5). */
const amtPorts = [16992, 16993] as const;
/** Intel LMS on Linux and on Windows. */
export const lmsNames = ["lms", "LMS.exe", "LMS"];

/** What the kernel says of a link that works (sysfs, dev_state). */
const WORKING = "ENABLED";

/** Looks at this machine: who listens on AMT's ports, does Intel LMS run, is a driver in trouble. */
export async function lookAtHost(
  { service, devices }: { service: HostFacts["service"]; devices: readonly Pick<DeviceFacts, "device" | "state">[] },
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<HostFacts> {
  const answers = await Promise.all(amtPorts.map((port) => someoneListens(port, { clock, signal })));
  const [found] = processesNamed(lmsNames);
  return {
    listening: amtPorts.filter((_, index) => answers[index]),
    lms: found ? `${found.name} (process ${found.pid})` : undefined,
    stuck: devices.map(({ device, state = WORKING }) => ({ device, state })).find(({ state }) => state !== WORKING),
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
