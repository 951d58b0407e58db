import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import type { Clock } from "./clock.ts";
import { POLLIN, sharedPoller, type Watch } from "./native/poller.ts";

/** A character device of which each read and each write is one packet. Linux. */
export interface PacketDevice {
  /** In order; kept while the device has no room. */
  send(packet: Buffer): void;
  close(): Promise<void>;
}
export interface PacketDeviceOptions {
  /** Bytes of the largest packet it gives. */
  readonly largest: number;
  readonly clock: Clock;
  readonly onPacket: (packet: Buffer) => void;
  /** The device is of no use any more; it is closed. */
  readonly onEnd: (error: Error) => void;
}

/** ms after which a device that had no room is tried again. Not by poll(): nothing obliges a device to tell room for one packet from room. */
const AGAIN = 5;

/** Opens it for both ways. Throws the system's error: ENOENT, EACCES, EBUSY ... */
export function openPacketDevice(path: string, { largest, clock, onPacket, onEnd }: PacketDeviceOptions): PacketDevice {
  const poller = sharedPoller();
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const buffer = Buffer.alloc(largest);
  const unsent: Buffer[] = [];
  let watch: Watch | undefined;
  let stopWaiting: (() => void) | undefined;
  let closed: Promise<void> | undefined;

  const isFull = (error: unknown): boolean => (error as { code?: unknown }).code === "EAGAIN";
  function close(): Promise<void> {
    closed ??= (async () => {
      stopWaiting?.();
      unsent.length = 0;
      await watch?.cancel();
      closeSync(fd);
    })();
    return closed;
  }
  function fail(error: unknown): void {
    if (closed) return;
    void close().then(() => onEnd(error as Error));
  }
  function flush(): void {
    stopWaiting = undefined;
    for (let packet = unsent[0]; packet && !closed; packet = unsent[0]) {
      try {
        writeSync(fd, packet, 0, packet.length, null);
      } catch (error) {
        if (!isFull(error)) return void fail(error);
        stopWaiting = clock.after(AGAIN, flush);
        return;
      }
      unsent.shift();
    }
  }
  function read(): void {
    watch = undefined;
    while (!closed) {
      let size: number;
      try {
        size = readSync(fd, buffer, 0, buffer.length, null);
      } catch (error) {
        if (!isFull(error)) return void fail(error);
        break;
      }
      if (size === 0) return void fail(new Error(`${path}: the device has ended`));
      onPacket(Buffer.from(buffer.subarray(0, size)));
    }
    if (!closed) watch = poller.once(fd, POLLIN, read);
  }
  watch = poller.once(fd, POLLIN, read);
  return {
    send(packet) {
      if (closed) return;
      unsent.push(packet);
      if (!stopWaiting) flush();
    },
    close,
  };
}
