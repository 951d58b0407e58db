import { describe, expect, it } from "vitest";
import { serviceOrder, serviceStatus } from "../../platform/native/service-status.ts";
import type { ServiceControl } from "../../platform/native/win32-service.ts";
import { hostService, NotAServiceError } from "../../platform/windows-service.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const STOP = 1;
const INTERROGATE = 4;
const SHUTDOWN = 5;
const POWER = 13;
const PRESHUTDOWN = 15;

/** The service control manager's side. */
function manager() {
  const heard: string[] = [];
  let control: (code: number, event: number) => number = () => 0;
  let settle: () => void = () => {};
  const names = ["", "stopped", "start", "stop", "running"];
  const side: ServiceControl = {
    dispatch(_name, { onStart, onControl }) {
      control = onControl;
      queueMicrotask(onStart);
      return {
        ended: new Promise((resolve) => {
          settle = resolve;
        }),
      };
    },
    setStatus(status) {
      const [, state = 0, accepted, , exit, checkpoint] = words(status);
      heard.push(`${names[state]} accepts=${accepted} exit=${exit} checkpoint=${checkpoint}`);
      if (state === 1) settle();
    },
  };
  return { side, heard, send: (code: number, event = 0): number => control(code, event) };
}
const words = (status: Buffer): number[] => Array.from({ length: 7 }, (_, index) => status.readUInt32LE(index * 4));

async function hosted() {
  const clock = steppedClock();
  const scm = manager();
  let overdue = 0;
  const onOverdue = (): void => void overdue++;
  const service = await hostService("amt-agent", { clock, control: scm.side, onOverdue });
  return { clock, scm, service, overdue: () => overdue };
}

describe("a service's status", () => {
  it("lies in memory as winsvc.h says", () => {
    // SERVICE_WIN32_OWN_PROCESS, SERVICE_START_PENDING, checkpoint 3, wait hint 5000
    const pending = serviceStatus({ state: "startPending", checkpoint: 3, waitHint: 5_000 });
    expect(pending.toString("hex")).toBe("10000000020000000000000000000000000000000300000088130000");
    // ERROR_SERVICE_SPECIFIC_ERROR (0x42a) with our own exit status
    expect(words(serviceStatus({ state: "stopped", exit: 3 }))).toEqual([16, 1, 0, 0x42a, 3, 0, 0]);
    expect(words(serviceStatus({ state: "stopped" }))).toEqual([16, 1, 0, 0, 0, 0, 0]);
  });
  it("of a control knows what it means", () => {
    expect([STOP, SHUTDOWN, PRESHUTDOWN].map((code) => serviceOrder(code, 0))).toEqual(["stop", "stop", "stop"]);
    expect([4, 18, 7, 10].map((event) => serviceOrder(POWER, event))).toEqual([
      "suspend",
      "resume",
      "nothing",
      "nothing",
    ]);
    expect(serviceOrder(INTERROGATE, 0)).toBe("nothing");
    expect(serviceOrder(2, 0)).toBeUndefined();
  });
});

describe("a Windows service", () => {
  it("is starting until it serves, and says each second that it still is", async () => {
    const { clock, scm, service } = await hosted();
    clock.advance(2_000);
    service.running();
    clock.advance(10_000);
    expect(scm.heard).toEqual([
      "start accepts=0 exit=0 checkpoint=1",
      "start accepts=0 exit=0 checkpoint=2",
      "start accepts=0 exit=0 checkpoint=3",
      "running accepts=325 exit=0 checkpoint=0",
    ]);
    await service.end(0);
  });

  it.each([STOP, SHUTDOWN, PRESHUTDOWN])("stops when told by control %i, once", async (code) => {
    const { clock, scm, service, overdue } = await hosted();
    service.running();
    expect(service.stop.aborted).toBe(false);
    expect(scm.send(code)).toBe(0);
    expect(service.stop.aborted).toBe(true);
    expect(scm.send(STOP)).toBe(0);
    clock.advance(1_000);
    await service.end(0);
    clock.advance(60_000);
    expect(scm.heard.slice(2)).toEqual([
      "stop accepts=0 exit=0 checkpoint=2",
      "stop accepts=0 exit=0 checkpoint=3",
      "stopped accepts=0 exit=0 checkpoint=0",
    ]);
    expect(overdue()).toBe(0);
  });

  it("does not say that it runs when it was told to stop before", async () => {
    const { scm, service } = await hosted();
    scm.send(STOP);
    service.running();
    await service.end(0);
    expect(scm.heard.some((line) => line.startsWith("running"))).toBe(false);
  });

  it("is overdue after 20 s of stopping", async () => {
    const { clock, scm, service, overdue } = await hosted();
    service.running();
    scm.send(STOP);
    clock.advance(19_000);
    expect(overdue()).toBe(0);
    clock.advance(1_000);
    expect(overdue()).toBe(1);
    clock.advance(60_000);
    expect(overdue()).toBe(1);
    await service.end(1);
    expect(scm.heard.at(-1)).toBe("stopped accepts=0 exit=1 checkpoint=0");
  });

  it("gives no more signs of life when it starts for two minutes", async () => {
    const { clock, scm, service } = await hosted();
    clock.advance(600_000);
    expect(scm.heard).toHaveLength(121);
    await service.end(0);
  });

  it("refuses a control that it does not know", async () => {
    const { scm, service } = await hosted();
    expect(scm.send(2)).toBe(120);
    await service.end(0);
  });

  it("announces sleep and the end of it", async () => {
    const { scm, service } = await hosted();
    const said: string[] = [];
    const life = new AbortController();
    const before = async (): Promise<void> => void said.push("before");
    const followed = service.announceSleep(
      { before, after: () => void said.push("after") },
      { signal: life.signal, onHeard: ({ delays }) => void said.push(`delays: ${delays}`) },
    );
    for (const event of [10, 4, 18, 7]) expect(scm.send(POWER, event)).toBe(0);
    life.abort();
    await followed;
    scm.send(POWER, 4);
    expect(said).toEqual(["delays: false", "before", "after"]);
    await service.end(0);
  });

  it.skipIf(process.platform === "win32")("is not what a process on another system is", async () => {
    const refused = hostService("amt-agent", { clock: steppedClock(), onOverdue: () => {} });
    await expect(refused).rejects.toBeInstanceOf(NotAServiceError);
  });
});
