import type { AuditRecord, Journal } from "./journal.ts";
import type { Call } from "./rule.ts";

/** Numbers of applications and events: presence-posture.md 3.8. */
const events = {
  provisioningStarted: [16, 0],
  provisioningCompleted: [16, 1],
  userAdded: [16, 2],
  userChanged: [16, 3],
  userRemoved: [16, 4],
  userEnabled: [16, 6],
  tlsState: [16, 7],
  tlsCertificateSet: [16, 8],
  tlsCertificateRemoved: [16, 9],
  rootAdded: [16, 10],
  rootRemoved: [16, 11],
  wearOutReset: [16, 15],
  powerPackage: [16, 16],
  upgraded: [16, 18],
  unprovisioned: [16, 19],
  powerUp: [17, 0],
  powerDown: [17, 1],
  powerCycle: [17, 2],
  reset: [17, 3],
  bootOptions: [17, 4],
  gracefulDown: [17, 5],
  gracefulReset: [17, 6],
  standby: [17, 7],
  hibernate: [17, 8],
  nmi: [17, 9],
  storageOpened: [18, 0],
  storageClosed: [18, 1],
  storageEnabled: [18, 2],
  storageDisabled: [18, 3],
  solOpened: [18, 4],
  solClosed: [18, 5],
  solEnabled: [18, 6],
  solDisabled: [18, 7],
  kvmStarted: [18, 8],
  kvmEnded: [18, 9],
  kvmEnabled: [18, 10],
  kvmDisabled: [18, 11],
  auditCleared: [20, 0],
  auditPolicy: [20, 1],
  auditDisabled: [20, 2],
  auditEnabled: [20, 3],
  timeSet: [21, 0],
  timeSyncEnabled: [21, 1],
  timeSyncDisabled: [21, 2],
  network: [22, 0],
  hostName: [22, 1],
  linkPolicy: [22, 4],
  subscribed: [24, 0],
  unsubscribed: [24, 1],
  eventsCleared: [24, 2],
  eventsFrozen: [24, 3],
  agentAdded: [26, 0],
  agentRemoved: [26, 1],
  agentAction: [26, 2],
  wifiAdded: [27, 0],
  wifiRemoved: [27, 1],
  wifiUpdated: [27, 2],
  wifiSync: [27, 3],
  linkPreference: [27, 4],
  consentGiven: [29, 3],
  consentPolicy: [30, 0],
  consentCode: [30, 1],
  consentBlocked: [30, 2],
  watchdogSettings: [33, 1],
  watchdogPairing: [33, 2],
} as const satisfies Readonly<Record<string, readonly [app: number, event: number]>>;

export type AuditName = keyof typeof events;
type Audits = Readonly<Record<AuditName, (data?: readonly number[] | Buffer) => void>>;

/** One function for each thing that AMT writes down, done by this caller: a digest user, from 127.0.0.1 when through the host. */
export function audits(journal: Journal, call: Call | undefined): Audits {
  const who: Pick<AuditRecord, "by" | "from"> = call
    ? { by: call.user.name, from: call.over === "local" ? "127.0.0.1" : "192.0.2.250" } // made up: this world has no network
    : {};
  const entries = Object.entries(events).map(([name, [app, event]]) => [
    name,
    (data?: readonly number[] | Buffer) =>
      journal.audit({ app, event, ...who, ...(data && { data: Buffer.from(data) }) }),
  ]);
  return Object.fromEntries(entries) as Audits;
}
