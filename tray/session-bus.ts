import { type Clock, deadline } from "../platform/clock.ts";
import { sessionBusAddress } from "../platform/dbus/address.ts";
import { type Bus, connectBus } from "../platform/dbus/bus.ts";
import { busDaemon } from "../platform/dbus/interface.ts";
import type { Host } from "../platform/paths.ts";
import { TrayError } from "./tray-error.ts";

const busAnswersWithin = 10_000;

/** The bus of this desktop session. Rejects TRAY_NO_BUS, TRAY_UNSUPPORTED. */
export async function openSessionBus(host: Host, clock: Clock, signal: AbortSignal): Promise<Bus> {
  const { env, uid } = host;
  if (uid === undefined)
    throw new TrayError("TRAY_UNSUPPORTED", "There is no tray icon for this system yet. Use amt-agent status.");
  const limit = deadline(
    clock,
    busAnswersWithin,
    [signal],
    () => new TrayError("TRAY_NO_BUS", `the session bus did not answer within ${busAnswersWithin / 1000} s`),
  );
  try {
    return await connectBus({ address: sessionBusAddress(env), env, uid, signal: limit.signal });
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TrayError(
      "TRAY_NO_BUS",
      `The tray needs a desktop session: ${why}. Start it from the desktop, or use amt-agent status in a terminal.`,
      { cause },
    );
  } finally {
    limit.done();
  }
}

/** Held by the one tray of a session; every user's session has a bus of its own. */
export const trayName = "org.amtagent.Tray";
/** D-Bus specification, "RequestName": do not wait for the name; the answer where it is ours now. */
const [DO_NOT_QUEUE, PRIMARY_OWNER] = [4, 1];

/** Rejects TRAY_RUNNING where this session has a tray already. The name goes with the connection. */
export async function claimSession(bus: Bus, signal: AbortSignal): Promise<void> {
  const target = { destination: busDaemon.name, path: "/org/freedesktop/DBus", of: busDaemon } as const;
  const [answer] = await bus.call({ ...target, method: "RequestName" }, [trayName, DO_NOT_QUEUE], { signal });
  if (answer !== PRIMARY_OWNER)
    throw new TrayError("TRAY_RUNNING", "This desktop session has the tray icon already: one is enough.");
}
