import { readSync, writeSync } from "node:fs";
import { constants } from "node:os";
import type { ClientProperties, MeiKernel } from "../../mei/drivers/linux-kernel.ts";
import { libc, SystemError } from "../../platform/native/libc.ts";
import { socketpair } from "./socketpair.ts";

type Errno = keyof typeof constants.errno;
/** What one device does when it is asked to connect to a client. What is not listed is ENOTTY. */
export interface Device {
  readonly open?: Errno;
  readonly clients?: Readonly<Record<string, ClientProperties | Errno>>;
}

/**
 * The kernel's mei driver, standing in for hardware at the boundary of our code: its descriptors are real ones, one end of a
 * socketpair. The test plays firmware at the other end.
 */
export class SocketKernel implements MeiKernel {
  readonly devices: Record<string, Device>;
  /** `open /dev/mei0`, `connect UUID`, `close`: in the order they were done. */
  readonly done: string[] = [];
  /** Connecting waits for this: a hung ME. */
  hung: Promise<void> | undefined;
  /** Closing does. */
  hungClose: Promise<void> | undefined;
  /** By our descriptor: the device, and the firmware's end until a reset. */
  readonly #opened = new Map<number, { path: string; far: number | undefined }>();
  #last = -1;

  constructor(devices: Record<string, Device>) {
    this.devices = devices;
  }
  async open(path: string): Promise<number> {
    this.done.push(`open ${path}`);
    const device = this.devices[path];
    if (!device) throw new SystemError("open", -constants.errno.ENOENT);
    if (device.open) throw new SystemError("open", -constants.errno[device.open]);
    const { near, far } = socketpair();
    this.#opened.set(near, { path, far });
    this.#last = far;
    return near;
  }
  async connect(fd: number, uuid: string): Promise<ClientProperties> {
    this.done.push(`connect ${uuid}`);
    await this.hung;
    const answer = this.devices[this.#opened.get(fd)!.path]!.clients?.[uuid] ?? "ENOTTY";
    if (typeof answer === "string") throw new SystemError("ioctl", -constants.errno[answer]);
    return answer;
  }
  async close(fd: number): Promise<void> {
    this.done.push("close");
    await this.hungClose;
    libc().close(fd);
    const far = this.#opened.get(fd)?.far;
    this.#opened.delete(fd);
    if (far !== undefined) libc().close(far);
  }
  /** Descriptors that were opened and not closed. */
  get held(): number {
    return this.#opened.size;
  }
  /** To, and from, the newest descriptor. Undefined: it has sent nothing. */
  say(message: Buffer): void {
    writeSync(this.#last, message);
  }
  heard(): Buffer | undefined {
    const buffer = Buffer.alloc(8_192);
    try {
      return buffer.subarray(0, readSync(this.#last, buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return undefined;
      throw error;
    }
  }
  /** The ME is reset: every descriptor hangs up. */
  reset(): void {
    for (const opened of this.#opened.values()) {
      if (opened.far !== undefined) libc().close(opened.far);
      opened.far = undefined;
    }
  }
}
