import type { Clock } from "../clock.ts";
import { CompletionPort, type Operation, type Outcome } from "./completion-port.ts";
import { type Handle, loadWin32, type Win32 } from "./win32.ts";
import { ERROR_INVALID_HANDLE, ERROR_OPERATION_ABORTED, WindowsError } from "./windows-error.ts";

/**
 * A Windows device or pipe, opened for overlapped input and output. Failures are WindowsError; an abort rejects at once with the
 * signal's reason, while the cancelled operation ends behind the scenes.
 */
export interface OverlappedChannel {
  /** What one ReadFile gives, at most `size` bytes: the same number at every call, and one reader at a time. An aborted read loses nothing: what it got goes to the next. */
  read(size: number, options: { signal: AbortSignal }): Promise<Buffer>;
  /** How many bytes were taken. */
  write(bytes: Buffer, options: { signal: AbortSignal }): Promise<number>;
  /** DeviceIoControl; what was put out, at most `outputSize` bytes. */
  control(code: number, input: Buffer, outputSize: number, options: { signal: AbortSignal }): Promise<Buffer>;
  /** Ends every wait with ERROR_OPERATION_ABORTED and gives the handle back. Never rejects. */
  close(): Promise<void>;
}

const GENERIC_READ_WRITE = 0xc0000000;
const FILE_SHARE_READ_WRITE = 3;
const OPEN_EXISTING = 3;
const FILE_FLAG_OVERLAPPED = 0x40000000;
/** SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION: a pipe in the place of the device may learn who we are and not act as us. A device ignores it. */
const NO_IMPERSONATION = 0x00110000;
/** ms for cancelled operations to end before the handle is closed under them: a hung ME holds a Linux close for 15 s (vm.md A). */
const DRAIN = 15_000;

let port: CompletionPort | undefined;

/** Opens `path`. Rejects WindowsError, or NoWin32Error where there is no Windows. */
export async function openOverlapped(path: string, { clock }: { clock: Clock }): Promise<OverlappedChannel> {
  const win32 = await loadWin32();
  port ??= new CompletionPort(win32);
  const handle = win32.CreateFileW(
    path,
    GENERIC_READ_WRITE,
    FILE_SHARE_READ_WRITE,
    null,
    OPEN_EXISTING,
    FILE_FLAG_OVERLAPPED | NO_IMPERSONATION,
    0,
  );
  if (handle === -1) throw new WindowsError("CreateFileW", win32.GetLastError());
  try {
    port.adopt(handle);
  } catch (error) {
    win32.CloseHandle(handle);
    throw error;
  }
  return new Channel(win32, port, handle, clock);
}

class Channel implements OverlappedChannel {
  readonly #win32: Win32;
  readonly #port: CompletionPort;
  readonly #handle: Handle;
  readonly #clock: Clock;
  readonly #live = new Set<Operation>();
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  /** Outlives the wait that started it when that was aborted. */
  #reading: { readonly operation: Operation; cancelled: boolean } | undefined;

  constructor(win32: Win32, port: CompletionPort, handle: Handle, clock: Clock) {
    this.#win32 = win32;
    this.#port = port;
    this.#handle = handle;
    this.#clock = clock;
  }

  async read(size: number, { signal }: { signal: AbortSignal }): Promise<Buffer> {
    for (;;) {
      signal.throwIfAborted();
      this.#refuseClosed("ReadFile");
      this.#reading ??= {
        operation: this.#start("ReadFile", size, Buffer.alloc(0), (to, overlapped) =>
          this.#win32.ReadFile(this.#handle, to, size, null, overlapped),
        ),
        cancelled: false,
      };
      const reading = this.#reading;
      const outcome = await this.#settled("ReadFile", reading.operation, signal, () => {
        reading.cancelled = true;
      });
      this.#reading = undefined;
      // Ended by an abort of an earlier wait, not of this one: read anew.
      if (outcome.error === ERROR_OPERATION_ABORTED && reading.cancelled) continue;
      return successful("ReadFile", outcome).bytes;
    }
  }

  async write(bytes: Buffer, { signal }: { signal: AbortSignal }): Promise<number> {
    signal.throwIfAborted();
    const operation = this.#start("WriteFile", bytes.length, bytes, (from, overlapped) =>
      this.#win32.WriteFile(this.#handle, from, bytes.length, null, overlapped),
    );
    return successful("WriteFile", await this.#settled("WriteFile", operation, signal)).count;
  }

  async control(code: number, input: Buffer, outputSize: number, { signal }: { signal: AbortSignal }): Promise<Buffer> {
    signal.throwIfAborted();
    // METHOD_BUFFERED copies both ways, so one block of memory serves as input and output.
    const size = Math.max(input.length, outputSize);
    const operation = this.#start("DeviceIoControl", size, input, (memory, overlapped) =>
      this.#win32.DeviceIoControl(this.#handle, code, memory, input.length, memory, outputSize, null, overlapped),
    );
    return successful("DeviceIoControl", await this.#settled("DeviceIoControl", operation, signal)).bytes;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    const live = [...this.#live];
    for (const operation of live) operation.cancel();
    await new Promise<void>((resolve) => {
      const stop = this.#clock.after(DRAIN, resolve);
      void Promise.all(live.map(({ done }) => done)).then(() => {
        stop();
        resolve();
      });
    });
    // On a pool thread: the driver disconnects from the ME first, and a hung ME takes its time. An operation that outlived the wait
    // keeps its memory until its packet comes, which closing brings about (IRP_MJ_CLEANUP).
    await new Promise<void>((resolve) => this.#win32.CloseHandle.async(this.#handle, () => resolve()));
  }

  /** The number of a closed handle may by now be another file's. */
  #refuseClosed(call: string): void {
    if (this.#closed) throw new WindowsError(call, ERROR_INVALID_HANDLE);
  }

  #start(call: string, size: number, input: Buffer, issue: Parameters<CompletionPort["start"]>[3]): Operation {
    this.#refuseClosed(call);
    const operation = this.#port.start(this.#handle, size, input, issue);
    this.#live.add(operation);
    void operation.done.then(() => this.#live.delete(operation));
    return operation;
  }

  #settled(call: string, operation: Operation, signal: AbortSignal, onCancel: () => void = () => {}): Promise<Outcome> {
    const closing = this.#closing.signal;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener("abort", onAbort);
        closing.removeEventListener("abort", onClose);
      };
      const onAbort = (): void => {
        leave();
        onCancel();
        operation.cancel();
        reject(signal.reason);
      };
      const onClose = (): void => {
        leave();
        reject(new WindowsError(call, ERROR_OPERATION_ABORTED));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      closing.addEventListener("abort", onClose, { once: true });
      void operation.done.then((outcome) => {
        leave();
        resolve(outcome);
      });
    });
  }
}

function successful(call: string, outcome: Outcome): Outcome {
  if (outcome.error !== 0) throw new WindowsError(call, outcome.error);
  return outcome;
}
