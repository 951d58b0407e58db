import type { Health, Presence, Version } from "../../agent/api/contract.ts";
import type { ConsentAnswer, HelpDeskAnswer } from "../../agent/api/sessions.ts";
import type { Event } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { amtAgentJson } from "./program.ts";
import type { ToldService } from "./told-service.ts";

const at = (day: number, time: string): string => `2026-11-${day}T${time}Z`;
const event = (
  id: number,
  when: string,
  rest: Pick<Event, "kind" | "severity" | "message"> & Partial<Event>,
): Event => ({
  id,
  at: when,
  origin: "alert",
  foundLater: false,
  alert: null,
  ...rest,
});

/** A week in the life of a computer. */
export const someEvents: readonly Event[] = [
  event(1, at(14, "08:00:00"), {
    kind: "service",
    severity: "info",
    message: message("event.started", {}),
    origin: "service",
  }),
  event(2, at(14, "08:00:02"), {
    kind: "setup",
    severity: "warning",
    message: message("event.setup.post", {}),
    origin: "look",
    foundLater: true,
  }),
  event(3, at(20, "14:31:10"), {
    kind: "consent",
    severity: "warning",
    message: message("event.consent.requested", {}),
  }),
  event(4, at(20, "14:32:00"), {
    kind: "session",
    severity: "warning",
    message: message("event.session.opened", { kind: "kvm" }),
  }),
  event(5, at(20, "14:44:12"), {
    kind: "session",
    severity: "info",
    message: message("event.session.closed", { kind: "kvm" }),
  }),
  event(6, at(21, "03:12:45"), {
    kind: "power",
    severity: "warning",
    message: message("event.power.requested", { what: "restart" }),
  }),
  event(7, at(21, "09:00:00"), {
    kind: "firmware",
    severity: "error",
    message: message("event.firmware.update-failed", {}),
  }),
];

const usual = new Date(at(21, "14:05:00"));
type Agent = Presence["agents"][number];
const later = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1_000).toISOString();
const agent = (now: Date, name: string, state: Agent["state"]): Agent => ({
  name,
  id: `00000000-0000-4000-8000-${name.length.toString(16).padStart(12, "0")}`,
  source: "unit",
  state,
  health: state === "stopped" ? "ended" : state === "silent" ? "down" : "up",
  code: state === "failing" ? "LOGIN_REFUSED" : null,
  timeoutSeconds: 30,
  lastHeartbeat: state === "registering" ? null : later(now, state === "silent" ? -340 : -8),
  nextHeartbeat: state === "running" ? later(now, 7) : null,
});
const presenceAt = (now: Date): Presence => ({
  agents: [
    { ...agent(now, "amt-agent", "running"), source: "self" },
    agent(now, "antivirus.service", "running"),
    agent(now, "backup.service", "silent"),
    agent(now, "vpn.service", "failing"),
  ],
  osWatchdog: {
    state: "pinging",
    device: "/dev/watchdog0",
    code: null,
    timeoutSeconds: 120,
    lastPing: later(now, -10),
  },
});
const version: Version = {
  name: "amt-agent",
  version: "0.0.0-test",
  id: "1a2b-3c4d",
  pid: 812,
  started: at(14, "08:00:00"),
  mei: "auto",
};
const health: Health = { ok: true, conditions: [] };

const help: HelpDeskAnswer = {
  schema: "amt-agent.help-desk/1",
  network: "outside",
  connection: "none",
  trigger: "user",
  server: "mps.example.com",
  allowed: true,
};
const consent: ConsentAnswer = {
  schema: "amt-agent.consent/1",
  required: "kvm",
  state: "notStarted",
  codeTimeoutSeconds: 120,
  displayTimeoutSeconds: 300,
  canBeChanged: true,
};

/** Has a told service answer everything that the pages ask; reports as the program makes them of a virtual machine. */
export async function answerAll({ answers }: Pick<ToldService, "answers">, now = usual): Promise<void> {
  for (const what of ["info", "privacy"]) {
    const { json } = await amtAgentJson([what, "--mei", "virtual:acm-16-wifi"]);
    answers.set(`/v1/${what}`, { body: json });
  }
  const { json } = await amtAgentJson(["posture", "--mei", "virtual:acm-16-wifi", "--own"]);
  answers.set("/v1/posture", { body: { report: json } });
  answers.set("/v1/help-desk", { body: help });
  answers.set("/v1/consent", { body: consent });
  answers.set("/v1/events", { body: { events: someEvents, last: 7, more: false } });
  answers.set("/v1/presence", { body: presenceAt(now) });
  answers.set("/v1/version", { body: version });
  answers.set("/v1/health", { body: health });
}
