import { type Clock, sleep } from "./clock.ts";
import { systemBusAddress } from "./dbus/address.ts";
import { connectBus } from "./dbus/bus.ts";
import { dbusInterface, properties } from "./dbus/interface.ts";
import type { Host } from "./paths.ts";

/** org.freedesktop.systemd1(5), as far as it is used here. */
const manager = {
  destination: "org.freedesktop.systemd1",
  path: "/org/freedesktop/systemd1",
  of: dbusInterface({
    name: "org.freedesktop.systemd1.Manager",
    properties: {},
    methods: { LoadUnit: { in: "s", out: "o" }, Subscribe: { in: "", out: "" } },
    signals: {},
  }),
} as const;
const unitInterface = "org.freedesktop.systemd1.Unit";
const changes = dbusInterface({
  name: "org.freedesktop.DBus.Properties",
  properties: {},
  methods: {},
  signals: { PropertiesChanged: "sa{sv}as" },
});

/** `active`, `reloading`, `inactive`, `failed`, `activating`, `deactivating`; undefined: systemd cannot be asked. */
export type ActiveState = string | undefined;

/** ms between two attempts to reach systemd. */
const RETRY = 5_000;

/** Tells a unit's ActiveState, now and at every change, until the signal aborts. Never rejects. */
export async function followUnit(
  unit: string,
  onState: (state: ActiveState) => void,
  {
    host,
    clock,
    signal,
    onTrouble,
  }: {
    readonly host: Pick<Host, "uid" | "env">;
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly onTrouble: (error: unknown) => void;
  },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await followOnce(unit, onState, { host, signal });
    } catch (error) {
      if (signal.aborted) return;
      onState(undefined);
      onTrouble(error);
    }
    await sleep(clock, RETRY, { signal }).catch(() => {}); // only an abort ends it: the loop sees that
  }
}

async function followOnce(
  unit: string,
  onState: (state: ActiveState) => void,
  { host, signal }: { host: Pick<Host, "uid" | "env">; signal: AbortSignal },
): Promise<void> {
  const bus = await connectBus({ address: systemBusAddress(host.env), env: host.env, uid: host.uid ?? 0, signal });
  const onAbort = (): void => void bus.close();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await bus.call({ ...manager, method: "Subscribe" }, [], { signal });
    const [path] = await bus.call({ ...manager, method: "LoadUnit" }, [unit], { signal });
    const target = { destination: manager.destination, path, of: properties } as const;
    const ask = async (): Promise<void> => {
      const [{ value }] = await bus.call({ ...target, method: "Get" }, [unitInterface, "ActiveState"], { signal });
      onState(String(value));
    };
    await bus.subscribe(
      { of: changes, signal: "PropertiesChanged", sender: manager.destination, path },
      ([of, changed]) => {
        const state = of === unitInterface ? changed.get("ActiveState")?.value : undefined;
        if (state !== undefined) onState(String(state));
      },
      { signal },
    );
    await ask();
    throw await bus.closed;
  } finally {
    signal.removeEventListener("abort", onAbort);
    await bus.close();
  }
}
