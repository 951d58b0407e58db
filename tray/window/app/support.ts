import type { Health, Version } from "../../../agent/api/contract.ts";
import type { Condition, Snapshot } from "../../../agent/api/snapshot.ts";

export interface SupportFacts {
  readonly window: { readonly version: string } | undefined;
  readonly service: Version | undefined;
  readonly health: Health | undefined;
  readonly snapshot: Snapshot | undefined;
  /** Why there is no snapshot. */
  readonly silence: string | null;
  readonly browser: string;
}

/** Their parameters name programs and devices of this machine: only code and time go out. */
const bare = (conditions: readonly Condition[] | undefined) =>
  conditions?.map(({ code, severity, since }) => ({ code, severity, since })) ?? null;

/** For support, as JSON: what is running and how it stands, and nothing by which the machine or its people could be known. Pure. */
export function supportText({ window, service, health, snapshot, silence, browser }: SupportFacts): string {
  const report = {
    window: window ? { version: window.version } : null,
    service: service ? { version: service.version, started: service.started } : null,
    health: bare(health?.conditions),
    silence,
    state: snapshot
      ? {
          at: snapshot.at,
          confirmedAt: snapshot.confirmedAt,
          virtual: snapshot.machine.virtual,
          standing: snapshot.standing,
          amt: snapshot.amt,
          sessions: snapshot.sessions,
          sessionsSince: snapshot.sessionsSince,
          ports: snapshot.lms && {
            state: snapshot.lms.state,
            code: snapshot.lms.code,
            ports: snapshot.lms.ports.map(({ port, state }) => ({ port, state })),
            alerts: snapshot.lms.alerts,
          },
          conditions: bare(snapshot.conditions),
        }
      : null,
    browser,
  };
  return JSON.stringify(report, null, 2);
}
