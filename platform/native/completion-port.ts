import type { Handle, Pointer, Win32 } from "./win32.ts";
import {
  completionEntrySize,
  endedOperations,
  ntStatusFailed,
  overlappedSize,
  readOverlapped,
} from "./win32-layout.ts";
import { ERROR_INVALID_HANDLE, ERROR_IO_PENDING, ERROR_MORE_DATA, WindowsError } from "./windows-error.ts";

/** What became of an overlapped operation. `error` 0 is success; `bytes` are as many as Windows moved. */
export interface Outcome {
  readonly error: number;
  readonly count: number;
  /** What stands in the operation's memory afterwards, `count` bytes of it. */
  readonly bytes: Buffer;
}
export interface Operation {
  /** Never rejects. */
  readonly done: Promise<Outcome>;
  /** Asks for its end. It may succeed all the same: only `done` tells. */
  cancel(): void;
}
interface Outstanding {
  readonly size: number;
  settle(outcome: Outcome): void;
}

const ROOM = 16;
const INFINITE = 0xffffffff;

/**
 * Overlapped operations of any number of handles, waited for by one pool thread, and by none while there are none.
 *
 * Why a completion port and not an event per operation with WaitForMultipleObjects: adding an operation need not wake the waiting
 * thread (with events each one costs a trip through the pool before it is even waited for), there is no limit of 64, and a packet is
 * posted for every operation that was taken, cancelled ones too, so that memory is freed by a single rule: when its packet came.
 * That memory is not on the JavaScript heap and no finalizer owns it: Windows may write to it until then, also while Node is ending.
 */
export class CompletionPort {
  readonly #win32: Win32;
  readonly #port: Handle;
  readonly #outstanding = new Map<Pointer, Outstanding>();
  readonly #entries = Buffer.alloc(ROOM * completionEntrySize);
  readonly #count = Buffer.alloc(4);
  #waiting = false;

  constructor(win32: Win32) {
    this.#win32 = win32;
    this.#port = win32.CreateIoCompletionPort(-1, 0, 0, 1);
    if (this.#port === 0) throw new WindowsError("CreateIoCompletionPort", win32.GetLastError());
    // Node joins its pool threads on the way out: one that waits here would hold it for ever.
    process.on("exit", () => win32.PostQueuedCompletionStatus(this.#port, 0, 0, null));
  }

  /** From now on the handle's operations end here. A handle belongs to one port until it is closed. */
  adopt(handle: Handle): void {
    if (this.#win32.CreateIoCompletionPort(handle, this.#port, 0, 0) === 0) {
      throw new WindowsError("CreateIoCompletionPort", this.#win32.GetLastError());
    }
  }

  /** Starts one operation on an adopted handle, with `size` bytes of memory that begin with `input`. `issue` is the call itself. */
  start(
    handle: Handle,
    size: number,
    input: Buffer,
    issue: (memory: Pointer, overlapped: Pointer) => number,
  ): Operation {
    const win32 = this.#win32;
    // hEvent stays 0: whoever wants to know asks the port.
    const overlapped = win32.allocate(overlappedSize + size);
    win32.copyIn(overlapped, overlappedSize, input);
    const taken = issue(overlapped + BigInt(overlappedSize), overlapped);
    const error = taken ? 0 : win32.GetLastError();
    // Done at once, pending, or a warning (NT_WARNING): a packet comes. Refused: none does.
    if (error !== 0 && error !== ERROR_IO_PENDING && error !== ERROR_MORE_DATA) {
      win32.free(overlapped);
      return { done: Promise.resolve({ error, count: 0, bytes: Buffer.alloc(0) }), cancel: () => {} };
    }
    const done = new Promise<Outcome>((settle) => this.#outstanding.set(overlapped, { size, settle }));
    this.#wait();
    return {
      done,
      cancel: () => {
        // ERROR_NOT_FOUND says that it has ended and its packet is on the way; other failures leave it outstanding. Either way `done` tells.
        if (this.#outstanding.has(overlapped)) win32.CancelIoEx(handle, overlapped);
      },
    };
  }

  #wait(): void {
    if (this.#waiting || this.#outstanding.size === 0) return;
    this.#waiting = true;
    this.#win32.GetQueuedCompletionStatusEx.async(
      this.#port,
      this.#entries,
      ROOM,
      this.#count,
      INFINITE,
      0,
      (error: unknown, ok: number) => {
        this.#waiting = false;
        if (error || !ok) return this.#lost();
        for (const ended of endedOperations(this.#entries, this.#count.readUInt32LE())) this.#complete(ended);
        this.#wait();
      },
    );
  }

  #complete(overlapped: Pointer): void {
    const operation = this.#outstanding.get(overlapped);
    if (!operation) return;
    this.#outstanding.delete(overlapped);
    const win32 = this.#win32;
    const { status, count } = readOverlapped(win32.copyOut(overlapped, 0, overlappedSize));
    const bytes = win32.copyOut(overlapped, overlappedSize, Math.min(count, operation.size));
    win32.free(overlapped);
    operation.settle({ error: ntStatusFailed(status) ? win32.RtlNtStatusToDosError(status) : 0, count, bytes });
  }

  /** The port itself failed, which has no known cause. Waiters are told; their memory is left alone, as Windows may still write to it. */
  #lost(): void {
    const operations = [...this.#outstanding.values()];
    this.#outstanding.clear();
    for (const { settle } of operations) settle({ error: ERROR_INVALID_HANDLE, count: 0, bytes: Buffer.alloc(0) });
  }
}
