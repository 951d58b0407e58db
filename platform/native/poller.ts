import { readSync, writeSync } from "node:fs";
import { errnoName, type Libc, libc } from "./libc.ts";

export const POLLIN = 0x1;
export const POLLOUT = 0x4;
export const POLLERR = 0x8;
export const POLLHUP = 0x10;
export const POLLNVAL = 0x20;

export interface Watch {
  /** Stops it. Settles when the kernel no longer looks at the descriptor: only then may it be closed (see Poller). */
  cancel(): Promise<void>;
}
interface Entry {
  readonly fd: number;
  readonly events: number;
  readonly ready: (revents: number) => void;
}

/**
 * One poll() over all descriptors, on one thread of libuv's pool however many there are (vm.md E, method 3b). An eventfd wakes it when
 * the set changes, and from `exit`: Node joins its pool threads before it ends, and would wait for a parked poll() for ever.
 * With nothing to watch there is no poll(), and an idle process can end by itself.
 *
 * A descriptor must not be closed while poll() looks at it. The kernel would then release the device not in our close(), which runs
 * where it may wait, but when poll() returns: on a hung ME all connections would stand still for 15 s (vm.md A).
 */
export class Poller {
  readonly #libc: Libc;
  readonly #wake: number;
  readonly #entries = new Set<Entry>();
  readonly #onExit = (): void => this.#poke();
  /** What the poll() under way looks at, and how to learn that it returned. */
  #running: { readonly entries: readonly Entry[]; readonly returned: Promise<void> } | undefined;
  #poked = false;
  #scheduled = false;
  #table = Buffer.alloc(8 * 8);

  constructor(library: Libc) {
    this.#libc = library;
    this.#wake = library.eventfd();
    process.on("exit", this.#onExit);
  }

  /** Calls `ready` once with the events that happened (POLLERR, POLLHUP and POLLNVAL are always looked for), then forgets. */
  once(fd: number, events: number, ready: (revents: number) => void): Watch {
    const entry: Entry = { fd, events, ready };
    this.#entries.add(entry);
    this.#changed();
    return {
      cancel: async () => {
        this.#entries.delete(entry);
        if (!this.#running?.entries.includes(entry)) return;
        this.#poke();
        await this.#running.returned;
      },
    };
  }

  /** Forgets all watches without calling them, and frees what it holds. */
  async close(): Promise<void> {
    this.#entries.clear();
    process.off("exit", this.#onExit);
    if (this.#running) {
      this.#poke();
      await this.#running.returned;
    }
    this.#libc.close(this.#wake);
  }

  #changed(): void {
    this.#poke();
    if (this.#running || this.#scheduled) return;
    this.#scheduled = true;
    // After all that follows from the last round, so that the usual next receive() is in the set without another wake-up.
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#entries.size > 0) this.#start();
    });
  }

  #poke(): void {
    if (!this.#running || this.#poked) return;
    this.#poked = true;
    const one = Buffer.alloc(8);
    one[0] = 1;
    writeSync(this.#wake, one);
  }

  #start(): void {
    const entries = [...this.#entries];
    const count = entries.length + 1;
    if (this.#table.length < count * 8) this.#table = Buffer.alloc(count * 16);
    const table = this.#table;
    [{ fd: this.#wake, events: POLLIN }, ...entries].forEach(({ fd, events }, index) => {
      table.writeInt32LE(fd, index * 8);
      table.writeInt16LE(events, index * 8 + 4);
      table.writeInt16LE(0, index * 8 + 6);
    });
    let settle = (): void => {};
    const returned = new Promise<void>((resolve) => {
      settle = resolve;
    });
    this.#running = { entries, returned };
    this.#libc.poll(table, count, (result) => {
      this.#running = undefined;
      settle();
      if (this.#poked) readSync(this.#wake, Buffer.alloc(8));
      this.#poked = false;
      try {
        if (result > 0) this.#deliver(entries, (index) => table.readInt16LE((index + 1) * 8 + 6));
        // Short of memory, say. What cannot be watched is as good as gone, and to be opened anew.
        else if (result < 0 && errnoName(result) !== "EINTR") this.#deliver(entries, () => POLLERR);
      } finally {
        if (this.#entries.size > 0) this.#changed();
      }
    });
  }

  #deliver(entries: readonly Entry[], reventsOf: (index: number) => number): void {
    entries.forEach((entry, index) => {
      const revents = reventsOf(index);
      // Cancelled in the meantime, perhaps by the handler of another: its event stays in the kernel.
      if (revents !== 0 && this.#entries.delete(entry)) entry.ready(revents);
    });
  }
}

let shared: Poller | undefined;
/** The one of this process. */
export function sharedPoller(): Poller {
  shared ??= new Poller(libc());
  return shared;
}
