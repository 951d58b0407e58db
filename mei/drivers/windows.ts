import type { Clock } from "../../platform/clock.ts";
import { deviceInterfaces } from "../../platform/native/device-interfaces.ts";
import { type OverlappedChannel, openOverlapped } from "../../platform/native/overlapped.ts";
import { loadWin32, NoWin32Error } from "../../platform/native/win32.ts";
import { WindowsError } from "../../platform/native/windows-error.ts";
import { type MeiClient, virtualMarker } from "../clients.ts";
import { MeiError } from "../errors.ts";
import type { DeviceFacts, MeiConnection, MeiDriver } from "../port.ts";
import { decode, encode, uuid, WireError } from "../wire/index.ts";
import { WindowsConnection } from "./windows-connection.ts";
import { type Attempt, noDevice, notWindows, windowsFailure } from "./windows-failure.ts";
import {
  CONNECT_CLIENT,
  connected,
  connectedSize,
  decodeHead,
  driverVersion,
  GET_FW_STS,
  GET_VERSION,
  heciInterface,
  register,
  registerCount,
  registerNumber,
  versionSize,
} from "./windows-heci.ts";

/** Bytes. The number comes from firmware and each read allocates it; a bound of ours, far above any client known. */
const LARGEST_MESSAGE = 1 << 20;

/** The ME through Intel's HECI driver. `devicePath` opens that device instead of looking for one. */
export function windowsDriver({ clock, devicePath }: { clock: Clock; devicePath?: string }): MeiDriver {
  const connections = new Set<WindowsConnection>();
  const channels = new Set<OverlappedChannel>();
  const virtualOf = new Map<string, boolean>();
  let generation = 0;
  let closed = false;

  /**
   * Every handle is closed, when its operations have ended. There is one report (rpc.md 2.3) of an access violation when a handle is
   * closed after CONNECT on the driver that comes with a fresh Windows 11, and rpc-go leaves handles open for it, being gone a moment
   * later. A service cannot: AMTHI, LME and the watchdog take one connection each, and an open handle is one. What is left to us is
   * that no handle is closed with an operation outstanding, that memory outlives every operation, and that `describe` names the driver's version.
   */
  function retire(channel: OverlappedChannel): Promise<void> {
    return channel.close().finally(() => channels.delete(channel));
  }

  /** Runs a call to Windows; its errors come out as MeiError. */
  async function attempt<T>(kind: Attempt, what: string, work: () => Promise<T> | T): Promise<T> {
    if (closed) throw new MeiError("ME_CLOSED", "the driver is closed");
    try {
      return await work();
    } catch (error) {
      if (closed) throw new MeiError("ME_CLOSED", "the driver is closed", { cause: error });
      if (error instanceof WindowsError) throw windowsFailure(error, kind, what);
      if (error instanceof NoWin32Error) throw notWindows(error);
      if (error instanceof WireError) throw new MeiError("ME_DRIVER", `${what}: ${error.message}`, { cause: error });
      throw error;
    }
  }

  async function findDevice(): Promise<string> {
    if (devicePath !== undefined) return devicePath;
    const paths = await attempt("find", "looking for the ME", async () =>
      deviceInterfaces(await loadWin32(), heciInterface),
    );
    // Where there are several, metee and rpc-go take the first too.
    const [first] = paths;
    if (first === undefined) throw noDevice();
    return first;
  }

  /** Opens the device for one piece of work; whatever becomes of that, the handle is closed, unless `keep` is called. */
  async function opened<T>(
    path: string,
    work: (channel: OverlappedChannel, keep: () => void) => Promise<T>,
  ): Promise<T> {
    const channel = await attempt("open", `opening ${path}`, () => openOverlapped(path, { clock }));
    channels.add(channel);
    let kept = false;
    try {
      return await work(channel, () => {
        kept = true;
      });
    } finally {
      // Not awaited: on a hung ME it takes long, and an abort must not.
      if (!kept) void retire(channel);
    }
  }

  async function connectOn(channel: OverlappedChannel, client: MeiClient, signal: AbortSignal) {
    const what = `connecting to ${client.title}`;
    const facts = await attempt("connect", what, async () =>
      decodeHead(
        connected,
        5,
        await channel.control(CONNECT_CLIENT, encode(uuid, client.uuid), connectedSize, { signal }),
      ),
    );
    if (facts.maxMessage === 0 || facts.maxMessage > LARGEST_MESSAGE) {
      throw new MeiError("ME_DRIVER", `${what}: the driver says messages of up to ${facts.maxMessage} bytes`);
    }
    return facts;
  }

  /** Whether this device offers the client that hardware does not. Asked once a device. */
  async function isVirtual(path: string, signal: AbortSignal): Promise<boolean> {
    const known = virtualOf.get(path);
    if (known !== undefined) return known;
    return await opened(path, async (channel) => {
      try {
        await connectOn(channel, virtualMarker, signal);
        virtualOf.set(path, true);
        return true;
      } catch (error) {
        if (!(error instanceof MeiError) || error.code === "ME_CLOSED") throw error;
        // In which words a driver refuses a client that is not there is known of metee's only. Of any other refusal we take the
        // same meaning, but ask again next time: if the ME was away for a moment, the connection that follows fails as well.
        if (error.code === "ME_NO_CLIENT") virtualOf.set(path, false);
        return false;
      }
    });
  }

  /** Undefined when the driver does not know the question. */
  async function asked<T>(
    channel: OverlappedChannel,
    [code, input, size]: readonly [code: number, input: Buffer, size: number],
    read: (reply: Buffer) => T,
    signal: AbortSignal,
  ): Promise<T | undefined> {
    try {
      return await attempt("control", "asking the ME driver", async () =>
        read(await channel.control(code, input, size, { signal })),
      );
    } catch (error) {
      if (error instanceof MeiError && error.code === "ME_DRIVER") return undefined;
      throw error;
    }
  }

  return {
    name: "windows",

    async describe({ signal }): Promise<DeviceFacts> {
      signal.throwIfAborted();
      const path = await findDevice();
      const virtual = await isVirtual(path, signal);
      return await opened(path, async (channel) => {
        const version = await asked(channel, [GET_VERSION, Buffer.alloc(0), versionSize], driverVersion, signal);
        const firmwareStatus: number[] = [];
        for (let index = 0; index < registerCount; index++) {
          const question = [GET_FW_STS, encode(registerNumber, index), 4] as const;
          const value = await asked(channel, question, (reply) => decode(register, reply), signal);
          // Older machines have fewer registers.
          if (value === undefined) break;
          firmwareStatus.push(value);
        }
        // Firmware versions and bus state: no control code gives them.
        return {
          device: path,
          virtual,
          firmwareStatus,
          firmwareVersions: [],
          ...(version === undefined ? {} : { driverVersion: version }),
        };
      });
    },

    async connect(client, { signal }): Promise<MeiConnection> {
      signal.throwIfAborted();
      const path = await findDevice();
      const virtual = await isVirtual(path, signal);
      return await opened(path, async (channel, keep) => {
        const facts = await connectOn(channel, client, signal);
        if (closed) throw new MeiError("ME_CLOSED", "the driver was closed while connecting");
        const connection = new WindowsConnection(
          channel,
          { client, ...facts, generation: ++generation, virtual },
          (it) => {
            connections.delete(it);
            return retire(channel);
          },
        );
        connections.add(connection);
        keep();
        return connection;
      });
    },

    async close() {
      closed = true;
      await Promise.all([...connections].map((connection) => connection.close()));
      await Promise.all([...channels].map(retire));
    },
  };
}
