import { later, type World } from "../world.ts";

const stops = new WeakMap<World, () => void>();

/** Does this ME want the host to have a watchdog? That it does on every machine whose AMT is set up, and on no other, is guessed. */
export const required = (world: World): boolean => world.provisioning === "post";

/** Starts the OS watchdog or pings it (presence-posture.md 1.11). Firmware answers "not required" to a machine that does not want one. */
export function beat(world: World, seconds: number): { status: "ok"; state: { notRequired: boolean; other: number } } {
  rest(world);
  const notRequired = !required(world);
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
