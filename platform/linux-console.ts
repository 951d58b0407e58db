import { type Clock, deadline } from "./clock.ts";
import { systemBusAddress } from "./dbus/address.ts";
import { type Bus, connectBus } from "./dbus/bus.ts";
import { properties } from "./dbus/interface.ts";
import type { DBusValue, Variant } from "./dbus/signature.ts";
import { loginManager, sessionInterface } from "./login1.ts";
import type { Host } from "./paths.ts";

/** The seat of the machine's own screen, which remote control shows; others are for further screens (sd-login(3)). */
const seat = "seat0";
/** ms. Somebody waits at the screen. */
const LIMIT = 3_000;
/** Bytes: a terminal server has many sessions. */
const maxMessage = 1024 * 1024;

/** By logind (rejects where it cannot be asked), anew each time: sessions come and go while connections to us stay. */
export async function hasActiveSession(
  uid: number,
  { host, clock, signal }: { host: Pick<Host, "uid" | "env">; clock: Clock; signal: AbortSignal },
): Promise<boolean> {
  const limit = deadline(clock, LIMIT, [signal], () => new Error(`logind did not answer within ${LIMIT} ms`));
  let bus: Bus | undefined;
  try {
    const address = systemBusAddress(host.env);
    bus = await connectBus({ address, env: host.env, uid: host.uid ?? 0, signal: limit.signal, maxMessage });
    const [sessions] = await bus.call({ ...loginManager, method: "ListSessions" }, [], limit);
    for (const [, user, , on, path] of sessions) {
      if (user !== uid || on !== seat) continue;
      const session = { destination: loginManager.destination, path, of: properties } as const;
      const [said] = await bus.call({ ...session, method: "GetAll" }, [sessionInterface], limit);
      if (isActive(said)) return true;
    }
    return false;
  } finally {
    limit.done();
    await bus?.close();
  }
}

/** A session's user and seat never change, this does. A greeter or a lock screen's session is nobody's. */
function isActive(said: ReadonlyMap<string, Variant>): boolean {
  const is = (name: string): DBusValue | undefined => said.get(name)?.value;
  return is("Active") === true && is("Remote") === false && is("Class") === "user" && is("State") === "active";
}
