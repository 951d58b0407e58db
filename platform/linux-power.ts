import type { Clock } from "./clock.ts";
import type { Bus } from "./dbus/bus.ts";
import { onSystemBus } from "./dbus/one-talk.ts";
import { loginManager } from "./login1.ts";
import type { Host } from "./paths.ts";
import type { PowerAct, PowerControl } from "./power-control.ts";

/** org.freedesktop.login1(5): the question, and the order. */
const methods = {
  "shut down": ["CanPowerOff", "PowerOff"],
  restart: ["CanReboot", "Reboot"],
  sleep: ["CanSuspend", "Suspend"],
  hibernate: ["CanHibernate", "Hibernate"],
} as const satisfies Record<PowerAct, readonly [string, string]>;

/** By logind, whose rules say who may: `challenge` asks for an administrator's password, which nobody here can give. */
export function logindPower(host: Host, clock: Clock): PowerControl {
  const on = <T>(signal: AbortSignal, use: (bus: Bus, signal: AbortSignal) => Promise<T>): Promise<T> =>
    onSystemBus("logind", { host, clock, signal }, use);
  return {
    allowed: ({ signal }) =>
      on(signal, async (bus, until) => {
        const found: PowerAct[] = [];
        for (const [act, [can]] of Object.entries(methods) as [PowerAct, (typeof methods)[PowerAct]][]) {
          const [answer] = await bus.call({ ...loginManager, method: can }, [], { signal: until });
          if (answer === "yes") found.push(act);
        }
        return found;
      }),
    perform: (act, { signal }) =>
      on(signal, async (bus, until) => {
        await bus.call({ ...loginManager, method: methods[act][1] }, [false], { signal: until });
      }),
  };
}
