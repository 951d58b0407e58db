import { codeOf } from "../../mei/errors.ts";
import type { Connect } from "../../mei/http/client.ts";
import type { GiveCredentials } from "../../mei/http/login.ts";
import type { Trust } from "../../mei/http/trust.ts";
import type { Clock } from "../../platform/clock.ts";
import type { GuardedAgent } from "../config-agents.ts";
import type { Lms } from "../lms/lms.ts";
import type { Logger } from "../log.ts";
import { openWsman, secured } from "../wsman/open.ts";
import { deviceIdOf } from "./device-id.ts";
import type { Health } from "./heartbeat.ts";
import { type Leases, openLeases } from "./leases.ts";
import { type Runner, runSession } from "./runner.ts";
import { type AgentView, viewOf } from "./view.ts";
import { watchdogCalls } from "./watchdog-calls.ts";

/** Keeps AMT told that the programs it guards are alive. */
export interface Keeper {
  view(): readonly AgentView[];
  readonly leases: Leases;
  /** A watchdog was made or a right given: what waits is tried now. */
  hurry(): void;
  /** As `Me.rest` and `Me.wake`; before the ME itself rests. */
  rest(options: { limit: number }): Promise<void>;
  wake(): void;
  /** Tells AMT of each program that runs that it stops in good order, and falls silent. */
  close(): Promise<void>;
}

export interface KeeperOptions {
  readonly agents: readonly GuardedAgent[];
  readonly lms: Pick<Lms, "connectAmt" | "firstPort" | "listen" | "view">;
  readonly credentials: GiveCredentials;
  readonly trust: Trust | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random?: () => number;
  /** The view may have changed. */
  readonly onChange?: () => void;
  /** Health of an agent's program, told until the signal aborts: of a unit. */
  readonly followUnit: (unit: string, onHealth: (health: Health) => void, options: { signal: AbortSignal }) => void;
  /** Of a command, asked. Never rejects. */
  readonly runCommand: (
    command: readonly string[],
    options: { readonly ms: number; readonly signal: AbortSignal },
  ) => Promise<Health>;
  readonly executableOf: (pid: number) => string | undefined;
}

const PLAIN = 16992;
const SECURE = 16993;
/** ms without a request until the connection is given back: longer than between the heartbeats of most timeouts. */
const IDLE = 90_000;
/** ms for saying goodbye. */
const FAREWELL = 3_000;

export function openKeeper(options: KeeperOptions): Keeper {
  const { agents, lms, credentials, trust, clock, log, random = Math.random } = options;
  const life = new AbortController();
  const { signal } = life;
  const overPort =
    (port: number): Connect =>
    (how) =>
      lms.connectAmt(port, how);
  const overTls = secured(overPort(SECURE), trust);
  const opened = openWsman({
    way: {
      tls: false, // or so: that is found out anew with each connection
      async connect(how) {
        const port = await lms.firstPort([PLAIN, SECURE], how);
        return port === SECURE ? overTls(how) : overPort(port)(how);
      },
      close: async () => {},
    },
    credentials,
    trust,
    clock,
    limits: { idle: IDLE },
  });
  const rules = new Map(
    agents.flatMap(({ name, lease, executable }) => (lease === undefined ? [] : [[name, { uid: lease, executable }]])),
  );
  const leases = openLeases(rules, options);

  const runners = new Map<GuardedAgent, Runner>();
  const codes = new Map<string, string>();
  for (const agent of agents) {
    const { name, command, unit, lease, timeoutSeconds } = agent;
    const carry = watchdogCalls(opened.wsman, deviceIdOf(agent.id), (error) => {
      const code = codeOf(error);
      if (codes.get(name) !== code) log.warn("AMT was not told that a program is alive", { agent: name, code, error });
      codes.set(name, code);
    });
    const runner = runSession({
      carry,
      clock,
      random,
      ...(command && { prove: (how) => options.runCommand(command, { ms: timeoutSeconds * 1_000, ...how }) }),
      onChange() {
        if (runner.session.trouble === undefined) codes.delete(name);
        options.onChange?.();
      },
    });
    runners.set(agent, runner);
    const tellHealth = (health: Health): void => {
      if (health === runner.session.health) return;
      log.info("a guarded program", { agent: name, health });
      runner.tell({ is: "health", health });
    };
    if (unit !== undefined) options.followUnit(unit, tellHealth, { signal });
    else if (lease !== undefined) leases.follow(name, tellHealth);
    else if (command === undefined) tellHealth("up");
    else runner.tell({ is: "time" });
  }
  const all = [...runners.values()];

  /** A session with AMT that ends takes what it knew with it; a new one is a reason to try what failed. */
  let wasOpen = lms.view().state === "open";
  const stopListening = lms.listen(({ state }) => {
    const isOpen = state === "open";
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    for (const runner of all) runner.tell({ is: isOpen ? "hurry" : "doubt" });
  });

  const within = (limit: number, work: Promise<unknown>): Promise<void> =>
    new Promise((resolve) => {
      const stop = clock.after(limit, resolve, { background: true });
      void work.then(() => {
        stop();
        resolve();
      });
    });
  return {
    view: () => [...runners].map(([agent, runner]) => viewOf(agent, runner, codes.get(agent.name))),
    leases,
    hurry() {
      for (const runner of all) runner.tell({ is: "hurry" });
    },
    async rest({ limit }) {
      for (const runner of all) runner.tell({ is: "rest" });
      await within(limit, Promise.all(all.map((runner) => runner.quiet())));
    },
    wake() {
      for (const runner of all) runner.tell({ is: "wake" });
    },
    async close() {
      stopListening();
      await Promise.all(all.map((runner) => runner.stop({ limit: FAREWELL })));
      life.abort(new Error("the service ends"));
      await opened.close();
    },
  };
}
