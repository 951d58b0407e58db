import { type Codec, decode, WireError } from "../../mei/wire/index.ts";
import type { Errno } from "./errno.ts";
import {
  bodyOf,
  IN_HEADER,
  inHeader,
  initIn,
  interruptIn,
  ioctlIn,
  O_NONBLOCK,
  opcodes,
  openIn,
  pollIn,
  readIn,
  releaseIn,
  SCHEDULE_NOTIFY,
  says,
  speaks,
  writeIn,
} from "./fuse-messages.ts";

/** What a call came to: bytes for the caller (none for a write), or the kernel's name of the error. */
export type Outcome = Buffer | Errno;
/** Called once, at once or later. */
export type Done = (outcome: Outcome) => void;
/** Takes back a call that waits: `done` is not called any more. */
export type GiveUp = () => void;

/** One open file of a device. A call is done when it returns, or else returns how to give it up. */
export interface OpenFile {
  read(size: number, nonblock: boolean, done: Done): GiveUp | undefined;
  write(data: Buffer, nonblock: boolean, done: Done): GiveUp | undefined;
  ioctl(number: number, data: Buffer, nonblock: boolean, done: Done): GiveUp | undefined;
  /** Events of poll(2) that hold now, of those that are asked for. */
  poll(events: number): number;
  release(): void;
}
export interface DeviceOptions {
  /** Below /dev. */
  readonly name: string;
  /** `wake`: what poll() says may have changed. */
  readonly open: (opener: { pid: number; wake: () => void }) => OpenFile | Errno;
  /** Takes one message for the kernel. */
  readonly emit: (message: Buffer) => void;
  /** The kernel has been given the device's name. */
  readonly onReady: () => void;
}

interface Entry {
  readonly file: OpenFile;
  nonblock: boolean;
  /** The kernel's handle of whoever polls; kept, because it polls with the same one for as long as the file is open. */
  poller: bigint | undefined;
}
interface Waiting {
  readonly fh: bigint;
  end(errno: Errno): void;
}
type Header = { unique: bigint; pid: number };

/** A character device as CUSE asks for it: requests in, answers out. Opens nothing, waits for nothing, throws for nothing that came in. */
export function cuseDevice({ name, open, emit, onReady }: DeviceOptions): { take(request: Buffer): void; end(): void } {
  const files = new Map<bigint, Entry>();
  const waiting = new Map<bigint, Waiting>();
  let last = 0n;
  let named = false;

  /** Runs one call, answering when it is done, however it is done. */
  function call(
    { unique }: Header,
    fh: bigint,
    run: (entry: Entry, done: Done) => GiveUp | undefined,
    answer: (bytes: Buffer) => Buffer,
  ): void {
    const entry = files.get(fh);
    if (!entry) return void emit(says.failed(unique, "EBADF"));
    const done: Done = (outcome) => {
      waiting.delete(unique);
      emit(typeof outcome === "string" ? says.failed(unique, outcome) : answer(outcome));
    };
    const giveUp = run(entry, done);
    if (!giveUp) return;
    waiting.set(unique, {
      fh,
      end(errno) {
        giveUp();
        done(errno);
      },
    });
  }
  function release(fh: bigint): void {
    for (const call of [...waiting.values()]) if (call.fh === fh) call.end("EBADF");
    files.get(fh)?.file.release();
    files.delete(fh);
  }

  const on = <T>(codec: Codec<T>, run: (header: Header, body: T) => void) => ({
    read: (request: Buffer) => {
      const body = bodyOf(codec, request);
      return (header: Header) => run(header, body);
    },
  });
  const operations = new Map([
    [
      opcodes.init as number,
      on(initIn, ({ unique }, kernel) => {
        if (named || !speaks(kernel)) return emit(says.failed(unique, "EPROTO"));
        named = true;
        emit(says.device(unique, kernel.minor, name));
        onReady();
      }),
    ],
    [
      opcodes.open,
      on(openIn, ({ unique, pid }, { flags }) => {
        const fh = ++last;
        const wake = (): void => {
          const { poller } = files.get(fh) ?? {};
          if (poller !== undefined) emit(says.wake(poller));
        };
        const file = open({ pid, wake });
        if (typeof file === "string") return emit(says.failed(unique, file));
        files.set(fh, { file, nonblock: (flags & O_NONBLOCK) !== 0, poller: undefined });
        emit(says.opened(unique, fh));
      }),
    ],
    [
      opcodes.release,
      on(releaseIn, ({ unique }, { fh }) => {
        release(fh);
        emit(says.done(unique));
      }),
    ],
    [
      opcodes.read,
      on(readIn, (header, { fh, size, flags }) =>
        call(
          header,
          fh,
          (entry, done) => {
            entry.nonblock = (flags & O_NONBLOCK) !== 0;
            return entry.file.read(size, entry.nonblock, done);
          },
          (bytes) => says.read(header.unique, bytes),
        ),
      ),
    ],
    [
      opcodes.write,
      on(writeIn, (header, { fh, size, flags, data }) => {
        if (size !== data.length) return emit(says.failed(header.unique, "EIO"));
        call(
          header,
          fh,
          (entry, done) => {
            entry.nonblock = (flags & O_NONBLOCK) !== 0;
            return entry.file.write(Buffer.from(data), entry.nonblock, done);
          },
          () => says.written(header.unique, size),
        );
      }),
    ],
    [
      opcodes.ioctl,
      on(ioctlIn, (header, { fh, number, inSize, outSize, data }) => {
        if (inSize !== data.length) return emit(says.failed(header.unique, "EIO"));
        call(
          header,
          fh,
          // An ioctl does not tell the file's flags: those of the call before it are the best that is known.
          ({ file, nonblock }, done) => file.ioctl(number, Buffer.from(data), nonblock, done),
          (bytes) => says.ioctl(header.unique, bytes.subarray(0, outSize)),
        );
      }),
    ],
    [
      opcodes.poll,
      on(pollIn, ({ unique }, { fh, handle, flags, events }) => {
        const entry = files.get(fh);
        if (!entry) return emit(says.failed(unique, "EBADF"));
        if ((flags & SCHEDULE_NOTIFY) !== 0) entry.poller = handle;
        emit(says.polled(unique, entry.file.poll(events)));
      }),
    ],
    // Not answered itself. One that waits no longer has been answered already.
    [opcodes.interrupt, on(interruptIn, (_, { unique }) => waiting.get(unique)?.end("EINTR"))],
  ]);

  return {
    /** One request, as read from /dev/cuse. One that makes no sense is answered EIO, or not at all where it does not say who asks. */
    take(request) {
      if (request.length < IN_HEADER) return;
      const header = decode(inHeader, request.subarray(0, IN_HEADER));
      const operation = operations.get(header.opcode);
      if (!operation) return emit(says.failed(header.unique, "ENOSYS"));
      if (header.length !== request.length) return emit(says.failed(header.unique, "EIO"));
      let run: (header: Header) => void;
      try {
        run = operation.read(request);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        return emit(says.failed(header.unique, "EIO"));
      }
      run(header);
    },
    /** Releases what is open. Whoever waits is told, as far as `emit` still reaches the kernel. */
    end() {
      for (const fh of [...files.keys()]) release(fh);
    },
  };
}
