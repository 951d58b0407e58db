import { close, constants, open } from "node:fs";
import { promisify } from "node:util";
import { libc, SystemError } from "../../platform/native/libc.ts";
import { slots } from "../../platform/slots.ts";
import { MeiError } from "../errors.ts";
import { decode, encode } from "../wire/index.ts";
import { connectClient, connectReply, connectRequest } from "./connect-ioctl.ts";

/** The calls that may wait, for as long as a hung ME lets them. Never on the main thread, and none can be stopped. */
export interface MeiKernel {
  /** A nonblocking descriptor. Rejects with Node's error. */
  open(path: string, options: { signal: AbortSignal }): Promise<number>;
  /** May take 21.7 s (measured). The signal counts until it is begun. Rejects SystemError. */
  connect(fd: number, uuid: string, options: { signal: AbortSignal }): Promise<ClientProperties>;
  /** May take 15 s, 30 s on slow firmware (kernel source). */
  close(fd: number): Promise<void>;
}
export interface ClientProperties {
  readonly maxMessage: number;
  readonly version: number;
}

/** Real clients take 64 bytes to 128 KiB. A buffer of this size is allocated per connection, so it is bounded. */
const LARGEST_MESSAGE = 1 << 20;

const EINTR = 4;

// Of libuv's four threads poll() has one, and one must be left for everybody's files and names.
const waits = slots(2);
const openFile = promisify(open);
const closeFile = promisify(close);

export const linuxKernel: MeiKernel = {
  open: (path, { signal }) =>
    waits(() => {
      signal.throwIfAborted();
      return openFile(path, constants.O_RDWR | constants.O_NONBLOCK); // libuv adds O_CLOEXEC
    }),
  connect: (fd, uuid, { signal }) =>
    waits(async () => {
      signal.throwIfAborted();
      const data = encode(connectRequest, { client: uuid });
      let result: number;
      do result = await libc().ioctl(fd, connectClient, data);
      while (result === -EINTR);
      if (result < 0) throw new SystemError("ioctl", result);
      const { maxMessage, version } = decode(connectReply, data);
      if (maxMessage === 0 || maxMessage > LARGEST_MESSAGE)
        throw new MeiError("ME_DRIVER", `the ME client ${uuid} names ${maxMessage} bytes as its largest message`);
      return { maxMessage, version };
    }),
  close: (fd) => waits(() => closeFile(fd)),
};
