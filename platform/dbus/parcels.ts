import type net from "node:net";
import { Duplex } from "node:stream";
import { receiveParcel } from "../native/descriptors.ts";
import { errnoName, libc, SystemError } from "../native/libc.ts";
import { POLLIN, sharedPoller, type Watch } from "../native/poller.ts";
import { descriptorOf } from "../peer.ts";
import type { Descriptor, Transport } from "./descriptor.ts";
import { DBusError } from "./errors.ts";

/**
 * A unix socket that also takes descriptors. It writes as Node does, and reads by itself: Node reads with read(2), which throws away
 * what came along (unix(7), SCM_RIGHTS). `socket` must never have begun to read: pause it before it connects. Linux.
 */
export class ParcelSocket extends Duplex implements Transport {
  readonly #socket: net.Socket;
  readonly #buffer = Buffer.alloc(16 * 1024);
  /** In the order of the messages that brought them. */
  #held: Descriptor[] = [];
  #watch: Watch | undefined;

  constructor(socket: net.Socket) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    socket.on("error", (error) => this.destroy(error));
    socket.on("close", () => this.destroy());
  }

  takeDescriptors(count: number): readonly Descriptor[] {
    if (count > this.#held.length)
      throw new DBusError("DBUS_WIRE", `D-Bus message malformed: ${count} descriptors, ${this.#held.length} came`);
    return this.#held.splice(0, count);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }
  override _read(): void {
    if (this.#watch || this.destroyed) return;
    const fd = descriptorOf(this.#socket);
    this.#watch = sharedPoller().once(fd, POLLIN, () => {
      this.#watch = undefined;
      this.#receive(fd);
    });
  }
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    for (const one of this.#held.splice(0)) one.close();
    // Only when nobody looks at it may a descriptor be closed (see Poller)
    const closed = (): void => {
      this.#socket.destroy();
      done(error);
    };
    if (this.#watch) this.#watch.cancel().then(closed, closed);
    else closed();
  }

  #receive(fd: number): void {
    if (this.destroyed) return;
    const { size, descriptors } = receiveParcel(fd, this.#buffer);
    for (const one of descriptors) this.#held.push({ close: () => libc().close(one) });
    if (size > 0) this.push(Buffer.from(this.#buffer.subarray(0, size)));
    else if (size === 0) this.destroy();
    else if (["EAGAIN", "EINTR"].includes(errnoName(size))) this._read();
    else this.destroy(new SystemError("recvmsg", size));
  }
}
