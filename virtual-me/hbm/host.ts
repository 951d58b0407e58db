import { type Stats, statSync } from "node:fs";
import { createConnection } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import type { VirtualMe } from "../me.ts";
import { type Bus, openBus } from "./bus.ts";
import { FRAME_MOST } from "./frame.ts";
import { streamFrames } from "./stream.ts";
import type { HbmViolation } from "./violation.ts";

/** The bus's device cannot be used, or is gone. */
export class HbmError extends Error {
  override name = "HbmError";
  readonly code: "HBM_ABSENT" | "HBM_DENIED" | "HBM_IN_USE" | "HBM_GONE";
  constructor(code: HbmError["code"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export interface ServeHbm {
  /** A device that takes and gives one frame a call (`/dev/vmei`), or a unix socket with each frame behind its length as u16. */
  readonly path: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The host can reset its side and begin. */
  readonly onReady?: (bus: Bus) => void;
  readonly onViolation?: (error: HbmViolation) => void;
}

interface Ends {
  readonly clock: Clock;
  onPacket(frame: Buffer): void;
  onEnd(error: Error): void;
}
interface Channel {
  send(frame: Buffer): void;
  close(): Promise<void>;
}

/** Is the hardware end of a host's bus until `signal` aborts; settles when it is closed. Throws HbmError. */
export async function serveBus(me: VirtualMe, options: ServeHbm): Promise<void> {
  const { path, clock, signal, onReady, onViolation } = options;
  if (signal.aborted) return;
  const early: Buffer[] = [];
  let bus: Bus | undefined;
  let ended = (_error?: Error): void => {};
  const end = new Promise<Error | undefined>((resolve) => {
    ended = resolve;
  });
  const channel = await open(path, {
    clock,
    onPacket: (frame) => void (bus ? bus.receive(frame) : early.push(frame)),
    onEnd: ended,
  });
  const onAbort = (): void => ended();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) ended();
    bus = openBus(me, { clock, send: (frame) => channel.send(frame), ...(onViolation && { onViolation }) });
    bus.open();
    for (const frame of early) bus.receive(frame);
    onReady?.(bus);
    const error = await end;
    if (error) throw new HbmError("HBM_GONE", `${path}: ${error.message}; load the bus module and start again`, error);
  } finally {
    signal.removeEventListener("abort", onAbort);
    bus?.close();
    me.close();
    await channel.close();
  }
}

async function open(path: string, ends: Ends): Promise<Channel> {
  try {
    const stats: Stats = statSync(path);
    if (stats.isSocket()) return await openSocket(path, ends);
    if (!stats.isCharacterDevice())
      throw new HbmError("HBM_ABSENT", `${path}: neither a device nor a socket; give the bus module's /dev/vmei`);
    const { openPacketDevice } = await import("../../platform/packet-device.ts");
    return openPacketDevice(path, { ...ends, largest: FRAME_MOST });
  } catch (error) {
    if (error instanceof HbmError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM")
      throw new HbmError("HBM_DENIED", `${path}: permission denied; run as root`, error);
    if (code === "EBUSY") throw new HbmError("HBM_IN_USE", `${path}: another virtual ME has it; stop that one`, error);
    throw new HbmError("HBM_ABSENT", `${path}: cannot be opened: ${message}; load the bus module first`, error);
  }
}

function openSocket(path: string, { onPacket, onEnd }: Ends): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    const frames = streamFrames(FRAME_MOST);
    const closed = new Promise<void>((done) => void socket.once("close", () => done()));
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", onEnd);
      socket.once("close", () => onEnd(new Error("the host has closed the bus")));
      socket.on("data", (chunk: Buffer) => {
        try {
          for (const frame of frames.feed(chunk)) onPacket(frame);
        } catch (error) {
          socket.destroy(error as Error);
        }
      });
      resolve({
        send: (frame) => void (socket.writable && socket.write(frames.wrap(frame))),
        async close() {
          socket.destroy();
          await closed;
        },
      });
    });
  });
}
