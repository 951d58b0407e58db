import { readlinkSync } from "node:fs";
import { amthi } from "../../mei/clients.ts";
import type { GiveCredentials } from "../../mei/http/login.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Host } from "../../platform/paths.ts";
import { type ActiveState, followUnit } from "../../platform/systemd-unit.ts";
import { openWatchdog, watchdogsNamed } from "../../platform/watchdog-device.ts";
import type { Config } from "../config.ts";
import type { Seen } from "../health.ts";
import type { Lms } from "../lms/lms.ts";
import type { Logger } from "../log.ts";
import type { Me } from "../me.ts";
import { loginFromFile } from "../wsman/login-from-file.ts";
import { osAdmin } from "../wsman/os-admin.ts";
import { trustFrom } from "../wsman/trust.ts";
import { commandHealth } from "./command-health.ts";
import type { PresenceParts } from "./handlers.ts";
import type { Health } from "./heartbeat.ts";
import { type Keeper, openKeeper } from "./keeper.ts";
import { openOsWatchdog } from "./os-watchdog.ts";

export interface OpenedPresence {
  readonly parts: PresenceParts;
  /** As `Me.rest` and `Me.wake`. */
  rest(options: { limit: number }): Promise<void>;
  wake(): void;
  close(): Promise<void>;
}
export interface PresenceOptions {
  readonly config: Config;
  readonly host: Host;
  readonly me: Me;
  readonly lms: Lms;
  readonly clock: Clock;
  readonly log: Logger;
  /** The service does its work. */
  readonly alive: () => boolean;
  /** What is wrong; called when that changes. */
  readonly note: (seen: readonly Seen[]) => void;
}

/** ms before a sleep for the heartbeats; the ME itself needs what logind gives after that. */
const BEFORE_SLEEP = 500;

/** Everything that AMT is told of programs and of the operating system, as the configuration wants it. */
export function openPresence({ config, host, me, lms, clock, log, alive, note }: PresenceOptions): OpenedPresence {
  const { values, sources } = config;
  const trust = trustFrom({
    ca: { text: values["tls.ca"], from: sources["tls.ca"].from },
    pin: { text: values["tls.pin"], from: sources["tls.pin"].from },
  });
  let started: Keeper | undefined;
  let noted = " UNEXPECTED"; // nothing
  const keeper = openKeeper({
    agents: values["presence.agents"],
    lms,
    credentials: loginOf(values["presence.user"], values["presence.passwordFile"], me),
    trust,
    clock,
    log,
    followUnit(unit, onHealth, { signal }) {
      let told = "";
      const onTrouble = (error: unknown): void => {
        if (told !== String(error)) log.warn("a guarded unit cannot be watched", { unit, error });
        told = String(error);
      };
      void followUnit(unit, (state) => onHealth(healthOf(state)), { host, clock, signal, onTrouble });
    },
    runCommand: (command, how) => commandHealth(command, { clock, ...how }),
    executableOf,
    onChange: () => look(),
  });
  started = keeper;
  function look(): void {
    const failing = (started?.view() ?? []).filter(({ state }) => state === "failing");
    const agents = failing.map(({ name }) => name).join(", ");
    const code = failing[0]?.code ?? "UNEXPECTED";
    if (noted === `${agents} ${code}`) return;
    noted = `${agents} ${code}`;
    note(failing.length > 0 ? [{ code: "presence-failing", params: { agents, code } }] : []);
  }
  const osWatchdog = values["watchdog.os"]
    ? openOsWatchdog({ find: watchdogsNamed, open: openWatchdog, alive, clock, log })
    : undefined;
  return {
    parts: { keeper, osWatchdog },
    rest: ({ limit }) => keeper.rest({ limit: Math.min(limit, BEFORE_SLEEP) }),
    wake: () => keeper.wake(),
    async close() {
      await Promise.all([keeper.close(), osWatchdog?.close()]);
    },
  };
}

const loginOf = (user: string, file: string, me: Me): GiveCredentials =>
  user === "none" ? (options) => osAdmin(me.session(amthi), options) : () => loginFromFile(user, file);

/** A unit that ends in good order is inactive; one that failed, or whose state nobody tells, is not well. */
export const healthOf = (state: ActiveState): Health =>
  state === "active" || state === "reloading" ? "up" : state === "inactive" ? "ended" : "down";

function executableOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined; // another user's, or gone: either way nobody can say
  }
}
