import { orAbandon } from "../../platform/abandon.ts";
import type { Clock } from "../../platform/clock.ts";
import { sharedPoller } from "../../platform/native/poller.ts";
import { amthi, type MeiClient, mkhi, virtualMarker } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { DeviceFacts, MeiConnection, MeiDriver } from "../port.ts";
import { openSession } from "../session.ts";
import { getVirtualMachine } from "../virtual/commands.ts";
import { LinuxConnection } from "./linux-connection.ts";
import { type LinuxDevice, linuxDevices, systemRoots } from "./linux-device.ts";
import { errnoOf, meiError } from "./linux-errno.ts";
import { likelyHolder } from "./linux-holder.ts";
import { linuxKernel, type MeiKernel } from "./linux-kernel.ts";

export interface LinuxOptions {
  readonly clock: Clock;
  readonly devRoot?: string;
  readonly sysfsRoot?: string;
  readonly kernel?: MeiKernel;
}
interface Found {
  readonly path: string;
  readonly virtual: boolean;
}

/** The ME behind `/dev/mei0` to `mei3`: the kernel's own driver, or a virtual one that looks like it. */
export function linuxDriver({
  clock,
  devRoot = systemRoots.devRoot,
  sysfsRoot = systemRoots.sysfsRoot,
  kernel = linuxKernel,
}: LinuxOptions): MeiDriver {
  const roots = { devRoot, sysfsRoot };
  const never = new AbortController().signal;
  const connections = new Set<LinuxConnection>();
  /** Connects that were begun: how to abandon each, and when the kernel is done with it. */
  const begun = new Map<AbortController, Promise<unknown>>();
  let closed: Promise<void> | undefined;
  let generation = 0;
  /** Which device it is and whether it is real: found out once, and again after every reset, when it may be another. */
  let found: Promise<Found> | undefined;

  function device(): Promise<Found> {
    if (!found) {
      const looking = find();
      found = looking;
      looking.catch(() => {
        if (found === looking) found = undefined;
      });
    }
    return found;
  }
  function forget(): void {
    found = undefined;
  }

  async function find(): Promise<Found> {
    const passed: string[] = [];
    let failure: MeiError | undefined;
    const all = await linuxDevices(roots);
    for (const candidate of [...all.filter((one) => !one.doubtful), ...all.filter((one) => one.doubtful)]) {
      try {
        const unfit = await unfitness(candidate);
        if (!unfit) return { path: candidate.path, virtual: await offers(candidate.path, virtualMarker) };
        passed.push(`${candidate.path} ${unfit}`);
      } catch (error) {
        const refused = meiError(error, candidate.path);
        if (refused.code !== "ME_ABSENT") failure ??= refused;
      }
    }
    if (failure) throw failure;
    const others = passed.length > 0 ? ` (${passed.join("; ")})` : "";
    throw new MeiError(
      "ME_ABSENT",
      `no Intel ME in ${devRoot}${others}. Load the kernel's driver (modprobe mei_me); if that finds nothing, this computer has no ME, or its BIOS hides it`,
    );
  }

  async function unfitness(candidate: LinuxDevice): Promise<string | undefined> {
    const { path, unfit, doubtful } = candidate;
    if (unfit) return unfit;
    if (doubtful) return (await offers(path, amthi)) ? undefined : doubtful;
    return (await isMe(candidate)) ? undefined : "has neither AMTHI nor MKHI";
  }
  const isMe = async (candidate: LinuxDevice): Promise<boolean> =>
    candidate.proven || (await offers(candidate.path, mkhi)) || (await offers(candidate.path, amthi));

  /** Does this device have the client? Busy is a yes. On hardware a no costs nothing: the kernel knows its clients. */
  async function offers(path: string, client: MeiClient): Promise<boolean> {
    const fd = await kernel.open(path, { signal: never });
    try {
      await kernel.connect(fd, client.uuid, { signal: never });
      return true;
    } catch (error) {
      if (errnoOf(error) === "EBUSY") return true;
      if (errnoOf(error) === "ENOTTY") return false;
      throw error;
    } finally {
      await kernel.close(fd);
    }
  }

  async function connect(client: MeiClient, signal: AbortSignal): Promise<LinuxConnection> {
    const { path, virtual } = await device();
    const what = `${client.title} (${path})`;
    let fd: number | undefined;
    try {
      fd = await kernel.open(path, { signal });
      const properties = await kernel.connect(fd, client.uuid, { signal });
      const connection: LinuxConnection = new LinuxConnection({
        ...properties,
        ...{ client, virtual, fd, device: path, generation: ++generation, poller: sharedPoller(), onGone: forget },
        release: async (open) => {
          await kernel.close(open);
          connections.delete(connection);
        },
      });
      connections.add(connection);
      return connection;
    } catch (error) {
      if (fd !== undefined) await kernel.close(fd);
      signal.throwIfAborted();
      const ours = [...connections].some((one) => one.client.uuid === client.uuid);
      const holder = errnoOf(error) === "EBUSY" ? await likelyHolder(client, path, { ...roots, ours }) : undefined;
      const failure = meiError(error, what, { holder });
      if (failure.code === "ME_GONE" || failure.code === "ME_ABSENT") forget();
      throw failure;
    }
  }

  const driver: MeiDriver = {
    name: "linux",
    async describe({ signal }) {
      const { path, virtual } = await guarded(signal, () => device());
      const facts = (await linuxDevices(roots)).find((candidate) => candidate.path === path)!.facts;
      return { ...facts, virtual, ...(virtual ? await machine(signal) : {}) };
    },
    connect: (client, { signal }) =>
      guarded(
        signal,
        (stop) => connect(client, stop),
        (late) => void late.close(),
      ),
    close() {
      closed ??= shut();
      return closed;
    },
  };
  return driver;

  async function machine(signal: AbortSignal): Promise<Pick<DeviceFacts, "machine">> {
    const session = openSession(driver, virtualMarker, { clock });
    try {
      return await getVirtualMachine.call(session, {}, { signal });
    } finally {
      await session.close();
    }
  }

  /** Until the signal aborts or the driver closes. */
  async function guarded<T>(
    signal: AbortSignal,
    work: (stop: AbortSignal) => Promise<T>,
    late: (value: T) => void = () => {},
  ): Promise<T> {
    signal.throwIfAborted();
    if (closed) throw new MeiError("ME_CLOSED", "the driver is closed");
    const stop = new AbortController();
    const onAbort = (): void => stop.abort(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    const working = work(stop.signal);
    begun.set(stop, working);
    working.then(end, end);
    function end(): void {
      begun.delete(stop);
      signal.removeEventListener("abort", onAbort);
    }
    return await orAbandon(working, late, { signal: stop.signal });
  }

  async function shut(): Promise<void> {
    const working = [...begun.values()];
    for (const stop of begun.keys()) stop.abort(new MeiError("ME_CLOSED", "the driver was closed"));
    await Promise.allSettled(working);
    await Promise.all([...connections].map((connection: MeiConnection) => connection.close()));
  }
}
