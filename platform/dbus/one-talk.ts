import { type Clock, deadline } from "../clock.ts";
import type { Host } from "../paths.ts";
import { systemBusAddress } from "./address.ts";
import { type Bus, connectBus } from "./bus.ts";

/** ms for one stretch of questions. */
const LIMIT = 10_000;

/** One stretch of talking on the system bus, closed behind `use`; rejects where `whom` takes longer than ten seconds. */
export async function onSystemBus<T>(
  whom: string,
  { host, clock, signal }: { host: Host; clock: Clock; signal: AbortSignal },
  use: (bus: Bus, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = deadline(clock, LIMIT, [signal], () => new Error(`${whom} did not answer within ${LIMIT} ms`));
  let bus: Bus | undefined;
  try {
    const address = systemBusAddress(host.env);
    bus = await connectBus({ address, env: host.env, uid: host.uid ?? 0, signal: limit.signal });
    return await use(bus, limit.signal);
  } finally {
    limit.done();
    await bus?.close();
  }
}
