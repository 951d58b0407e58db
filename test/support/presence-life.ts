import { type Asked, type Input, newSession, type Session, step } from "../../agent/presence/heartbeat.ts";
import { callLimit } from "../../agent/presence/runner.ts";
import { agentState } from "../../virtual-me/cim/rules/agent.ts";
import { setPower } from "../../virtual-me/cim/rules/power.ts";
import { eventClock } from "./event-clock.ts";
import { dice, presenceWorld } from "./presence-world.ts";

export interface LifePlan {
  readonly days: number;
  readonly agents: number;
  /** Seconds. */
  readonly timeout: number;
  readonly resets: number;
  readonly suspends: number;
  readonly crashes: number;
  readonly stops: number;
  readonly seed: number;
}
export interface Life {
  beats: number;
  registrations: number;
  /** Heartbeats with the number 0. */
  wraps: number;
  /** Requests or replies that were lost on the way. */
  lost: number;
  resets: number;
  suspends: number;
  crashes: number;
  /** Crashed programs that expired; ms of awake time from the crash, at worst. */
  expired: number;
  slowestExpiry: number;
  falseExpiries: number;
  stops: number;
  /** Heartbeats and registrations after AMT took the end. */
  afterStop: number;
  /** Programs that AMT did not see as they were, 100 s of awake time after something had happened. */
  wrong: string[];
}

/** Awake ms between two things that happen; what follows from one is over before the next. */
const SLOT = 300_000;
const SETTLED = 100_000;

/**
 * A machine's life with guarded programs, from event to event: the state machine on one side, the virtual ME's watchdog objects on the
 * other. One call in 64 takes time on its way, some never arrive, of some the answer is lost; the others are answered in the same moment.
 */
export async function live(plan: LifePlan): Promise<Life> {
  const random = dice(plan.seed);
  const clock = eventClock();
  const life: Life = {
    ...{ beats: 0, registrations: 0, wraps: 0, lost: 0, resets: 0, suspends: 0, crashes: 0, expired: 0 },
    ...{ slowestExpiry: 0, falseExpiries: 0, stops: 0, afterStop: 0, wrong: [] },
  };
  const agents = Array.from({ length: plan.agents }, () => ({
    session: newSession(),
    crashedAt: undefined as number | undefined,
    over: false,
  }));
  let slept = 0;
  let asleep = false;
  /** Of a host that sleeps nothing happens until it wakes up. */
  const afterSleep: [number: number, input: Input][] = [];
  let downUntil = 0;
  let generation = 0;
  /** The host's monotonic time, which stands still while it sleeps; AMT's own goes on. */
  const host = (): number => clock.monotonic() - slept;

  const { me, managed, dogs } = await presenceWorld(
    clock,
    { count: plan.agents, timeout: plan.timeout, startup: 2 * plan.timeout },
    (number) => {
      const agent = agents[number]!;
      if (agent.crashedAt === undefined) {
        life.falseExpiries++;
        return;
      }
      life.expired++;
      life.slowestExpiry = Math.max(life.slowestExpiry, host() - agent.crashedAt);
      agent.crashedAt = Number.NaN;
    },
  );

  function tell(number: number, input: Input, now = host()): void {
    if (asleep) {
      afterSleep.push([number, input]);
      return;
    }
    const agent = agents[number]!;
    const before = agent.session;
    const next = step(before, input, { now, random: random() });
    agent.session = next;
    if (next.asked && next.asked !== before.asked) carry(number, next, next.asked);
  }
  const all = (input: Input): void => {
    for (const number of agents.keys()) tell(number, input);
  };

  function answer(number: number, { call, sequence }: Asked): Input {
    const dog = dogs[number]!;
    if (agents[number]!.over && call !== "shutdown") life.afterStop++;
    if (call === "register") {
      life.registrations++;
      return { is: "registered", ...dog.register() };
    }
    if (call === "beat") {
      life.beats++;
      if (sequence === 0) life.wraps++;
    }
    const value = call === "beat" ? dog.beat(sequence) : dog.shutdown(sequence);
    if (call === "shutdown" && value === 0) agents[number]!.over = dog.state() === agentState.stopped;
    return value === 0 ? { is: "taken" } : { is: "failed", why: "refused" };
  }
  function carry(number: number, session: Session, asked: Asked): void {
    const now = clock.monotonic();
    if (now >= downUntil && random() > 1 / 64) {
      tell(number, answer(number, asked));
      return;
    }
    const there = Math.max(now, downUntil) + random() * 400;
    const back = there + random() * 400;
    const lateAt = now + callLimit(session);
    const era = generation;
    const fate = random();
    const mine = (): boolean => agents[number]!.session.asked === asked;
    const lose = (): void => {
      life.lost++;
      clock.after(Math.max(0, lateAt - clock.monotonic()), () => mine() && tell(number, { is: "failed", why: "lost" }));
    };
    if (fate < 1 / 20 || there > lateAt) {
      lose();
      return;
    }
    clock.after(there - now, () => {
      if (era !== generation || !mine()) return lose();
      const outcome = answer(number, asked);
      if (fate < 1 / 10 || back > lateAt) return lose();
      clock.after(back - there, () => (era === generation && mine() ? tell(number, outcome) : lose()));
    });
  }

  function reset(downFor: number): void {
    life.resets++;
    generation++;
    me.operator.reset({ downFor });
    downUntil = clock.monotonic() + downFor;
    // The end of the link is seen mostly; whoever does not see it finds the number refused
    for (const number of agents.keys()) if (random() < 0.9) tell(number, { is: "doubt" });
  }
  function suspend({ resets, next }: { resets: boolean; next: () => void }): void {
    life.suspends++;
    const announced = random() < 0.7;
    if (announced) all({ is: "rest" });
    generation++;
    setPower(managed, random() < 0.7 ? 4 : 7);
    asleep = true;
    const ms = 600_000 + random() * 36_000_000;
    if (resets && random() < 0.3) clock.after(ms / 2, () => reset(2_000));
    clock.after(ms, () => {
      setPower(managed, 2);
      slept += ms;
      asleep = false;
      downUntil = clock.monotonic() + random() * 3_000;
      for (const [number, input] of afterSleep.splice(0)) tell(number, input);
      clock.after(announced ? 0 : random() * 2_000, () => all({ is: "wake" }));
      clock.after(SETTLED, next);
    });
  }
  function check(what: string): void {
    dogs.forEach((dog, number) => {
      const { crashedAt, session } = agents[number]!;
      const should =
        crashedAt !== undefined
          ? agentState.expired
          : session.health === "ended"
            ? agentState.stopped
            : agentState.running;
      if (dog.state() !== should) life.wrong.push(`${what}: agent ${number} is ${dog.state()}, not ${should}`);
    });
  }
  const later = (what: string, then?: () => void): void =>
    void clock.after(SETTLED, () => {
      check(what);
      then?.();
    });
  const happenings: Readonly<Record<string, () => void>> = {
    resets() {
      reset(500 + random() * 8_000);
      if (random() < 0.3) clock.after(9_000, () => reset(1_000));
      later("reset");
    },
    suspends: () => suspend({ resets: true, next: () => check("suspend") }),
    crashes() {
      const number = Math.floor(random() * plan.agents);
      life.crashes++;
      agents[number]!.crashedAt = host();
      tell(number, { is: "health", health: "down" });
      const revive = (): void => {
        check("crash");
        agents[number]!.crashedAt = undefined;
        tell(number, { is: "health", health: "up" });
      };
      if (random() < 0.2) clock.after(20_000, () => suspend({ resets: false, next: revive }));
      else later("crash", revive);
    },
    stops() {
      const number = Math.floor(random() * plan.agents);
      life.stops++;
      tell(number, { is: "health", health: "ended" });
      later("stop", () => {
        agents[number]!.over = false;
        tell(number, { is: "health", health: "up" });
      });
    },
  };

  const end = plan.days * 86_400_000;
  const slots = Array.from({ length: Math.floor(end / SLOT) - 1 }, (_, at) => at + 1);
  const taken = new Map<number, string>();
  for (const [kind, count] of Object.entries({
    resets: plan.resets,
    suspends: plan.suspends,
    crashes: plan.crashes,
    stops: plan.stops,
  })) {
    for (let n = 0; n < count; n++) {
      const pick = Math.floor(random() * slots.length);
      taken.set(slots[pick]!, kind);
      slots[pick] = slots.at(-1)!;
      slots.pop();
    }
  }
  const order = [...taken].sort(([a], [b]) => a - b);

  all({ is: "health", health: "up" });
  let happened = 0;
  /** Runs to `until` in the host's time. */
  function run(until: number): void {
    for (;;) {
      let next = until;
      let who = -1;
      for (let number = 0; number < agents.length; number++) {
        const { due } = agents[number]!.session;
        if (due !== undefined && due < next) {
          next = due;
          who = number;
        }
      }
      if (asleep || clock.next <= next + slept) {
        clock.to(clock.next);
        if (!asleep && host() >= until) return;
        continue;
      }
      clock.to(next + slept);
      if (who < 0) return;
      tell(who, { is: "time" }, next); // the sum and difference of times are not always what they were
    }
  }
  for (; happened < order.length; happened++) {
    const [slot, kind] = order[happened]!;
    run(Math.max(host(), slot * SLOT + random() * 60_000));
    happenings[kind]!();
  }
  run(end);
  all({ is: "stop" });
  run(end + 3 * plan.timeout * 1_000);
  dogs.forEach((dog, number) => {
    if (dog.state() !== agentState.stopped) life.wrong.push(`at the end agent ${number} is ${dog.state()}`);
  });
  me.close();
  return life;
}
