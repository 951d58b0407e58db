import type { MeiDriver } from "../mei/port.ts";
import type { Clock } from "../platform/clock.ts";
import { didYouMean } from "../platform/nearest.ts";
import type { Fault } from "./faults.ts";
import type { Machine } from "./machine.ts";
import { loadMachine, machineNames } from "./machines/index.ts";
import { type VirtualMe, virtualMe } from "./me.ts";

/** There is no virtual machine of this name. */
export class MachineError extends Error {
  readonly code = "MACHINE_UNKNOWN";
  override name = "MachineError";
}

/** The machine taken when none is named: provisioned, so that there is something to see. */
export const usualMachine = "acm-15";

async function machineOf(name: string): Promise<Machine> {
  const found = await loadMachine(name);
  if (!found) throw new MachineError(`there is no virtual machine "${name}": ${didYouMean(name, machineNames)}`);
  return found;
}

export interface MachineSummary {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly mode: string;
}

const summaryOf = ({ name, description, version, mode }: Machine): MachineSummary => ({
  name,
  description,
  version,
  mode,
});

/** The domain that this machine's certificate has to be for; without a machine that of most of them. Throws MACHINE_UNKNOWN. */
export async function domainOf(name: string | undefined): Promise<string> {
  const { pkiSuffix, dhcpSuffix } = (await machineOf(name ?? usualMachine)).facts.naming.value;
  return pkiSuffix || dhcpSuffix || "example.com";
}

/** What `virtual-me --list` shows. */
export async function listMachines(): Promise<readonly MachineSummary[]> {
  const machines = await Promise.all(machineNames.map(machineOf));
  return machines.map(summaryOf);
}

/** A virtual ME of a named machine, its world new. Throws MACHINE_UNKNOWN. */
export async function createVirtualMe(
  name: string,
  options: { clock: Clock; faults?: readonly Fault[] },
): Promise<VirtualMe> {
  return virtualMe(await machineOf(name), options);
}

const warn = (error: unknown): void => process.emitWarning(error instanceof Error ? error : String(error));

async function controlOf(me: VirtualMe, path: string, clock: Clock): Promise<{ close(): Promise<void> }> {
  const { serveOperator } = await import("./operator/control.ts");
  return serveOperator(me.operator, { path, clock, onFailure: warn });
}

/** Takes orders at `path`, if there is one, as long as `serve` runs. */
async function withOperator(
  me: VirtualMe,
  { operator, clock }: Pick<ServeOptions, "operator" | "clock">,
  serve: () => Promise<void>,
): Promise<void> {
  const control = operator === undefined ? undefined : await controlOf(me, operator, clock);
  try {
    await serve();
  } finally {
    await control?.close();
  }
}

/** A driver whose ME is in this process, and can be given orders. */
export interface VirtualDriver extends MeiDriver {
  /** Takes orders from its operator at this socket or pipe until the driver is closed. Rejects SOCKET_IN_USE, SOCKET_DENIED. */
  serveOperator(path: string): Promise<void>;
}

/** The driver of `--mei virtual:NAME`: a world of this process alone, which ends with it. Throws MACHINE_UNKNOWN. */
export async function openVirtual({
  machine = usualMachine,
  clock,
}: {
  machine?: string;
  clock: Clock;
}): Promise<VirtualDriver> {
  const me = await createVirtualMe(machine, { clock });
  const { virtualDriver } = await import("./driver.ts");
  const driver = virtualDriver(me);
  const controls: { close(): Promise<void> }[] = [];
  return {
    name: driver.name,
    describe: (options) => driver.describe(options),
    connect: (client, options) => driver.connect(client, options),
    async serveOperator(path) {
      controls.push(await controlOf(me, path, clock));
    },
    async close() {
      await Promise.all(controls.map((control) => control.close()));
      await driver.close();
      me.close();
    },
  };
}

export interface ServeOptions {
  readonly machine: string;
  /** Path of the unix socket (made 0600, removed at the end) or name of the Windows pipe. */
  readonly socket: string;
  readonly clock: Clock;
  readonly faults?: readonly Fault[];
  readonly signal: AbortSignal;
  /** Socket or pipe at which it takes orders from its operator (operator/control.ts). */
  readonly operator?: string;
  /** Called once when clients can connect. */
  readonly onReady?: (facts: {
    readonly machine: MachineSummary;
    readonly socket: string;
    readonly me: VirtualMe;
  }) => void;
}

/** Runs one machine behind a socket until `signal` aborts; settles when all is closed. Throws MACHINE_UNKNOWN, SOCKET_IN_USE, SOCKET_DENIED. */
export async function serveVirtualMe(options: ServeOptions): Promise<void> {
  const { machine, socket, clock, faults, signal, onReady } = options;
  const me = await createVirtualMe(machine, { clock, ...(faults && { faults }) });
  const { serve } = await import("./serve.ts");
  await withOperator(me, options, () =>
    serve(me, {
      path: socket,
      clock,
      signal,
      onReady() {
        onReady?.({ machine: summaryOf(me.machine), socket, me });
      },
    }),
  );
}

export interface ServeDeviceOptions extends Omit<ServeOptions, "socket" | "onReady"> {
  /** Name of the character device below /dev, made through CUSE: `mei0`. */
  readonly cuse: string;
  /** Called once when the device is there. */
  readonly onReady?: (facts: {
    readonly machine: MachineSummary;
    readonly device: string;
    readonly me: VirtualMe;
  }) => void;
}

/**
 * Runs one machine as a character device, for any program that knows the kernel's mei driver, until `signal` aborts; settles when the
 * device is gone. Linux, root. Throws MACHINE_UNKNOWN, CUSE_ABSENT, CUSE_DENIED, CUSE_IN_USE, CUSE_GONE.
 */
export async function serveVirtualDevice(options: ServeDeviceOptions): Promise<void> {
  const { machine, cuse, clock, faults, signal, onReady } = options;
  const me = await createVirtualMe(machine, { clock, ...(faults && { faults }) });
  const { checkCuse, serveCuse } = await import("./cuse/serve-cuse.ts");
  checkCuse({ name: cuse }); // a device of that name, rather than its operator, is what is in the way
  await withOperator(me, options, () =>
    serveCuse(me, {
      name: cuse,
      signal,
      onReady(device) {
        onReady?.({ machine: summaryOf(me.machine), device, me });
      },
    }),
  );
}

export interface ServeHbmOptions extends Omit<ServeOptions, "socket" | "onReady"> {
  /** `/dev/vmei` of the kernel lab's bus module, or a unix socket (virtual-me/hbm/host.ts). */
  readonly hbm: string;
  readonly onReady?: (facts: {
    readonly machine: MachineSummary;
    readonly hbm: string;
    readonly me: VirtualMe;
  }) => void;
  /** The host broke the rules of the bus: the ME has reset its side of it. */
  readonly onViolation?: (error: Error) => void;
}

/**
 * Runs one machine as the hardware end of a host's MEI bus, for the kernel's own driver, until `signal` aborts; settles when the bus is
 * closed. Throws MACHINE_UNKNOWN, HBM_ABSENT, HBM_DENIED, HBM_IN_USE, HBM_GONE.
 */
export async function serveHbm(options: ServeHbmOptions): Promise<void> {
  const { machine, hbm, clock, faults, signal, onReady, onViolation } = options;
  const me = await createVirtualMe(machine, { clock, ...(faults && { faults }) });
  const { serveBus } = await import("./hbm/host.ts");
  await withOperator(me, options, () =>
    serveBus(me, {
      path: hbm,
      clock,
      signal,
      ...(onViolation && { onViolation }),
      onReady() {
        onReady?.({ machine: summaryOf(me.machine), hbm, me });
      },
    }),
  );
}
