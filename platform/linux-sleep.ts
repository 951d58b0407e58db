import { sleep } from "./clock.ts";
import { systemBusAddress } from "./dbus/address.ts";
import { type Bus, connectBus } from "./dbus/bus.ts";
import type { Descriptor } from "./dbus/descriptor.ts";
import { loginManager } from "./login1.ts";
import type { SleepListener, SleepOptions } from "./sleep-listener.ts";

/** ms before each new attempt to reach the bus; the last is for ever. */
const backoff = [250, 1_000, 5_000, 15_000, 60_000];

/**
 * PrepareForSleep of logind, with a delay inhibitor that holds the machine back while `before` runs. A bus that is not there or goes away
 * is tried again; a logind that is not there, or starts anew, is waited for on the bus.
 */
export async function followLogind(listener: SleepListener, options: SleepOptions): Promise<void> {
  const { clock, signal } = options;
  let failures = 0;
  let told = "";
  const onTrouble = (error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    if (text !== told) options.onTrouble(error);
    told = text;
  };
  const onHeard: SleepOptions["onHeard"] = (how) => {
    failures = 0;
    if (how.delays) told = "";
    options.onHeard(how);
  };
  while (!signal.aborted) {
    try {
      throw await followOnce(listener, { ...options, onTrouble, onHeard });
    } catch (error) {
      if (signal.aborted) return;
      onTrouble(error);
    }
    try {
      await sleep(clock, backoff[Math.min(failures++, backoff.length - 1)]!, { signal });
    } catch {
      // Only an abort ends a sleep: the loop sees it
    }
  }
}

/** One connection, to its end; settles with the reason. */
async function followOnce(listener: SleepListener, options: SleepOptions): Promise<unknown> {
  const { host, signal } = options;
  const address = systemBusAddress(host.env);
  const bus = await connectBus({ address, env: host.env, uid: host.uid ?? 0, signal, descriptors: true });
  const announcements = new Announcements(bus, listener, options);
  const onAbort = (): void => void bus.close();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await announcements.follow();
    return await bus.closed;
  } finally {
    signal.removeEventListener("abort", onAbort);
    announcements.end();
    await bus.close();
  }
}

class Announcements {
  readonly #bus: Bus;
  readonly #listener: SleepListener;
  readonly #options: SleepOptions;
  /** While it is open the machine does not sleep, for as long as logind's InhibitDelayMaxSec. */
  #hold: Descriptor | undefined;
  /** Set from the announcement of a sleep to its end. */
  #prepared: Promise<void> | undefined;

  constructor(bus: Bus, listener: SleepListener, options: SleepOptions) {
    this.#bus = bus;
    this.#listener = listener;
    this.#options = options;
  }

  async follow(): Promise<void> {
    const { signal } = this.#options;
    const { destination: sender, path, of } = loginManager;
    const source = { of, signal: "PrepareForSleep", sender, path } as const;
    const onSignal = ([begins]: readonly [boolean]): void => {
      if (begins) this.#asleep();
      else {
        this.#awake();
        void this.#holdBack();
      }
    };
    await this.#bus.subscribe(source, onSignal, { signal });
    const onOwner = (owner: string | undefined): void => {
      // A logind that starts anew does not tell the end of a sleep that the old one announced
      if (this.#prepared) this.#awake();
      if (owner !== undefined) void this.#holdBack();
    };
    await this.#bus.watchName(sender, onOwner, { signal });
  }
  /** Nobody tells any more. */
  end(): void {
    this.#letGo();
    if (this.#prepared) this.#awake();
  }

  #asleep(): void {
    const hold = this.#hold;
    this.#hold = undefined;
    this.#prepared = this.#listener.before().finally(() => hold?.close());
  }
  #awake(): void {
    this.#prepared = undefined;
    this.#listener.after();
  }
  #letGo(): void {
    this.#hold?.close();
    this.#hold = undefined;
  }

  /** Never rejects: without the hold we are told all the same, only not waited for. */
  async #holdBack(): Promise<void> {
    const { signal, who, why, onTrouble, onHeard } = this.#options;
    let delays = false;
    try {
      const hold = await this.#bus.callForDescriptor(
        { ...loginManager, method: "Inhibit" },
        ["sleep", who, why, "delay"],
        {
          signal,
        },
      );
      delays = true;
      // Announced in the same breath: what is under way is still waited for
      if (this.#bus.isOver) hold.close();
      else if (this.#prepared) void this.#prepared.finally(() => hold.close());
      else {
        this.#letGo();
        this.#hold = hold;
      }
    } catch (error) {
      if (signal.aborted || this.#bus.isOver) return;
      onTrouble(error);
    }
    onHeard({ delays });
  }
}
