import { expect, test } from "vitest";
import { openPorts, type Reach } from "../../agent/lms/ports.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const listeners = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;

test.each<Reach>(["loopback", "host", "off"])(
  "%s: a rehearsal listens, leaves nothing behind and is no port of AMT's",
  async (reach) => {
    const told: string[] = [];
    const ports = openPorts({
      reach,
      place: (port) => port,
      clock: steppedClock(),
      onConnection: () => told.push("connection"),
      onChange: () => told.push("change"),
      onProblem: () => told.push("problem"),
    });
    const before = listeners();
    const rehearsal = ports.rehearse();
    await rehearsal;
    await expect.poll(listeners, { interval: 5 }).toBeLessThanOrEqual(before); // handles close a turn later, those of other tests too
    expect(ports.views).toEqual([]);
    expect(told).toEqual([]);
    await ports.close();
  },
);
