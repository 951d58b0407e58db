import type { Resource } from "./resource.ts";
import * as accounts from "./resources/accounts.ts";
import * as agentPresence from "./resources/agent-presence.ts";
import * as boot from "./resources/boot.ts";
import * as certificates from "./resources/certificates.ts";
import * as clock from "./resources/clock.ts";
import * as events from "./resources/events.ts";
import * as hardware from "./resources/hardware.ts";
import * as ieee8021x from "./resources/ieee8021x.ts";
import * as logs from "./resources/logs.ts";
import * as network from "./resources/network.ts";
import * as posture from "./resources/posture.ts";
import * as power from "./resources/power.ts";
import * as redirection from "./resources/redirection.ts";
import * as remoteAccess from "./resources/remote-access.ts";
import * as setup from "./resources/setup.ts";
import * as storage from "./resources/storage.ts";
import * as wifi from "./resources/wifi.ts";

const subjects = [
  accounts,
  agentPresence,
  boot,
  certificates,
  clock,
  events,
  hardware,
  ieee8021x,
  logs,
  network,
  posture,
  power,
  redirection,
  remoteAccess,
  setup,
  storage,
  wifi,
];

const isResource = (value: unknown): value is Resource =>
  typeof value === "object" && value !== null && "className" in value && "uri" in value;

/** Every declared class, by name. Importing this loads all of them: take a single class from its own file. */
export const resources: ReadonlyMap<string, Resource> = new Map(
  subjects
    .flatMap((subject) => Object.values(subject) as unknown[])
    .filter(isResource)
    .map((one) => [one.className, one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
