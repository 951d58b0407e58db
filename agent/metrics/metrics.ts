import type { Presence } from "../api/contract.ts";
import type { Event, Sessions, Snapshot, Standing } from "../api/snapshot.ts";
import { conditions } from "../health.ts";
import type { Metric, Sample } from "./exposition.ts";

/** What the service knows at one moment. Everything that becomes a label is of a set that is declared: firmware chooses none of them. */
export interface Reading {
  readonly version: string;
  /** ISO 8601. */
  readonly started: string;
  readonly snapshot: Snapshot;
  readonly presence: Presence;
  /** Id of the newest event. */
  readonly lastEvent: number;
  /** Since the service started, by kind and severity. */
  readonly events: ReadonlyMap<string, number>;
  /** Bytes, and seconds of processor time. */
  readonly memory: number;
  readonly cpu: number;
}
export const eventKey = ({ kind, severity }: Pick<Event, "kind" | "severity">): string => `${kind} ${severity}`;

const standings: readonly Standing[] = ["unknown", "absent", "off", "unconfigured", "managed", "session"];
const sessionKinds = { kvm: "kvm", consent: "consentPending", sol: "sol", storage: "storage" } as const;
const modes = ["none", "client", "admin"];
const linkStates = ["connecting", "open", "absent", "held", "failing", "resting"];
const agentStates = ["running", "registering", "failing", "silent", "stopped", "resting"] as const;
/** Firmware asks for ports; these it has (lms.md 1.5). */
const ports = [623, 664, 16992, 16993, 16994, 16995];

const seconds = (iso: string): number => Date.parse(iso) / 1_000;
const one = (value: number | null): Sample[] => (value === null ? [] : [{ value }]);
/** One series for each word, 1 at the one that holds; none where it is not known, or another. */
const oneOf = (label: string, words: readonly string[], is: string | null): Sample[] =>
  is === null || !words.includes(is)
    ? []
    : words.map((word) => ({ labels: { [label]: word }, value: word === is ? 1 : 0 }));

/** Pure. */
export function metricsOf(reading: Reading): Metric[] {
  const { snapshot, presence } = reading;
  const { sessions, lms, amt } = snapshot;
  const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    name,
    type: "gauge",
    help,
    samples,
  });
  const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    name,
    type: "counter",
    help,
    samples,
  });
  return [
    gauge("build_info", "Version of the service.", [{ labels: { version: reading.version }, value: 1 }]),
    gauge("start_time_seconds", "When the service started.", one(seconds(reading.started))),
    gauge("virtual", "1 if the ME is a virtual one.", one(snapshot.machine.virtual ? 1 : 0)),
    gauge(
      "me_last_answer_time_seconds",
      "When the ME last answered.",
      one(snapshot.confirmedAt === null ? null : seconds(snapshot.confirmedAt)),
    ),
    gauge("standing", "What AMT is here; 1 at what holds.", oneOf("standing", standings, snapshot.standing)),
    gauge("control_mode", "Who makes AMT's rules; 1 at what holds.", oneOf("mode", modes, amt.controlMode)),
    gauge(
      "session_open",
      "1 while somebody is connected, or asks to be; no value: not known.",
      sessionSamples(sessions),
    ),
    gauge("condition", "1 while something keeps the service from its work.", conditionSamples(snapshot)),
    gauge("lms_state", "AMT's local session; 1 at what holds.", oneOf("state", linkStates, lms?.state ?? null)),
    gauge(
      "lms_port_open",
      "1 if this port of AMT's is offered on this machine.",
      (lms?.ports ?? [])
        .filter(({ port }) => ports.includes(port))
        .map(({ port, state }) => ({ labels: { port: String(port) }, value: state === "open" ? 1 : 0 })),
    ),
    counter("alerts_total", "Alerts that AMT sent.", one(lms?.alerts ?? null)),
    counter("events_total", "Events since the service started.", eventSamples(reading.events)),
    gauge("history_last_event_id", "Id of the newest event, over all runs.", one(reading.lastEvent)),
    gauge(
      "guarded_agents",
      "Programs that AMT is told of, by state.",
      presence.agents.length === 0
        ? []
        : agentStates.map((state) => ({
            labels: { state },
            value: presence.agents.filter((agent) => agent.state === state).length,
          })),
    ),
    gauge(
      "posture_waiting",
      "Posture reports that this destination does not have yet.",
      snapshot.delivery.map(({ destination, waiting }) => ({ labels: { destination }, value: waiting })),
    ),
    gauge(
      "posture_delivery_failing",
      "1 if the last attempt to send there failed.",
      snapshot.delivery.map(({ destination, code }) => ({ labels: { destination }, value: code === null ? 0 : 1 })),
    ),
    gauge("process_resident_memory_bytes", "Memory of the service.", one(reading.memory)),
    counter("process_cpu_seconds_total", "Processor time of the service.", one(reading.cpu)),
  ];
}

const sessionSamples = (sessions: Sessions): Sample[] =>
  Object.entries(sessionKinds).flatMap(([kind, field]) => {
    const open = sessions[field];
    return open === null ? [] : [{ labels: { kind }, value: open ? 1 : 0 }];
  });

const conditionSamples = ({ conditions: present }: Snapshot): Sample[] =>
  Object.entries(conditions).map(([code, { severity }]) => ({
    labels: { code, severity },
    value: present.some((one) => one.code === code) ? 1 : 0,
  }));

const eventSamples = (events: ReadonlyMap<string, number>): Sample[] =>
  [...events].map(([key, value]) => {
    const [kind = "", severity = ""] = key.split(" ");
    return { labels: { kind, severity }, value };
  });
