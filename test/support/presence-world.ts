import type { Clock } from "../../platform/clock.ts";
import { realms } from "../../virtual-me/accounts.ts";
import type { ClassRule, Managed } from "../../virtual-me/cim/rule.ts";
import { numberOf, type Properties } from "../../virtual-me/cim/value.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import { type VirtualMe, virtualMe } from "../../virtual-me/me.ts";

/** Numbers that are the same in every run. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let one = Math.imul(state ^ (state >>> 15), 1 | state);
    one = (one + Math.imul(one ^ (one >>> 7), 61 | one)) ^ one;
    return ((one ^ (one >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Always just before the highest number. */
export function nearlyWrapped(size: number): Buffer {
  const bytes = Buffer.alloc(size, 0x11);
  if (size === 4) bytes.writeUInt32LE(2 ** 32 - 10);
  return bytes;
}

export interface Dog {
  readonly id: string;
  register(): { readonly sequence: number; readonly timeout: number };
  /** The return value. */
  beat(sequence: number): number;
  shutdown(sequence: number): number;
  /** CurrentState. */
  state(): number;
}
export interface PresenceWorld {
  readonly me: VirtualMe;
  readonly managed: Managed;
  readonly dogs: readonly Dog[];
}

const name = "AMT_AgentPresenceWatchdog";
const call = { user: { name: "agent", realms: [realms.administration] }, over: "local", tls: false } as const;

/** A virtual AMT's watchdog objects, called without HTTP and XML in between. `expired` hears which of them expires. */
export async function presenceWorld(
  clock: Clock,
  { count, timeout, startup }: { count: number; timeout: number; startup: number },
  expired: (dog: number) => void,
): Promise<PresenceWorld> {
  const machine = await loadMachine("acm-15");
  if (!machine) throw new Error("no machine");
  const me = virtualMe(machine, { clock, random: nearlyWrapped });
  const { manageability } = await me.web();
  const { managed, classes } = manageability;
  const rule: ClassRule = classes.rule(name);
  const methods = rule.methods ?? {};
  const dogs = Array.from({ length: count }, (_, number): Dog => {
    const id = Buffer.alloc(16, number + 1).toString("base64");
    const made = rule.create?.(call, {
      DeviceID: id,
      StartupInterval: startup,
      TimeoutInterval: timeout,
      MonitoredEntityDescription: "x",
    }) as Properties;
    managed.store.add(name, made);
    methods.AddAction?.(call, { OldState: 31, NewState: 8, EventOnTransition: true }, made);
    const value = (output: Properties | undefined): number => numberOf(output?.ReturnValue);
    return {
      id,
      register() {
        const output = methods.RegisterAgent?.(call, {}, made) ?? {};
        return { sequence: numberOf(output.SessionSequenceNumber), timeout: numberOf(output.TimeoutInterval) * 1_000 };
      },
      beat: (SequenceNumber) => value(methods.AssertPresence?.(call, { SequenceNumber }, made)),
      shutdown: (SequenceNumber) => value(methods.AssertShutdown?.(call, { SequenceNumber }, made)),
      state: () => numberOf(rule.live?.(made).CurrentState),
    };
  });
  const guids = dogs.map((_, number) =>
    Buffer.alloc(16, number + 1)
      .toString("hex")
      .toUpperCase(),
  );
  me.world.alerts.listen(({ id, argument }) => {
    if (id === "iAMT0005") expired(guids.indexOf(String(argument).replaceAll("-", "")));
  });
  return { me, managed, dogs };
}
