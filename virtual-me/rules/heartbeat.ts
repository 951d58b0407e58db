import { later, type World } from "../world.ts";

const stops = new WeakMap<World, () => void>();

/**
 * Starts the OS watchdog or pings it (presence-posture.md 1.11). Firmware answers "not required" to a machine that does not want one;
 * that this is every machine whose AMT is not set up is guessed.
 */
export function beat(world: World, seconds: number): { status: "ok"; state: { notRequired: boolean; other: number } } {
  rest(world);
  const notRequired = world.provisioning !== "post";
  if (!notRequired) {
    world.watchdog.timeout = seconds;
    world.watchdog.running = true;
    stops.set(
      world,
      later(world, seconds * 1_000, () => {
        world.watchdog.running = false;
        world.watchdog.expired += 1;
      }),
    );
  }
  return { status: "ok", state: { notRequired, other: 0 } };
}

export function rest(world: World): void {
  stops.get(world)?.();
  stops.delete(world);
  world.watchdog.running = false;
}
