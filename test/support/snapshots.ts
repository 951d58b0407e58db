import type { Sessions, Snapshot, Standing } from "../../agent/api/snapshot.ts";
import { initialState, type Observation, reduce } from "../../agent/state.ts";

const at = new Date("2026-11-21T14:05:00Z");
const nobody: Sessions = { kvm: false, consentPending: false, sol: false, storage: false };
const nothing: Sessions = { kvm: null, consentPending: null, sol: null, storage: null };
const dell = { version: "16.1.25", brand: "Intel AMT" };
const amt = {
  unknown: { version: null, brand: null, controlMode: null, provisioningState: null, operational: null },
  absent: { version: null, brand: null, controlMode: null, provisioningState: null, operational: null },
  off: { ...dell, controlMode: "none", provisioningState: "pre", operational: false },
  unconfigured: { ...dell, controlMode: "none", provisioningState: "pre", operational: true },
  managed: { ...dell, controlMode: "admin", provisioningState: "post", operational: true },
  session: { ...dell, controlMode: "admin", provisioningState: "post", operational: true },
} as const;

/** A snapshot of each standing, as the service's own reducer makes it. */
export function snapshotOf(
  standing: Standing,
  {
    sessions,
    virtual = false,
    ...more
  }: { sessions?: Partial<Sessions>; virtual?: boolean } & Omit<Partial<Snapshot>, "sessions"> = {},
): Snapshot {
  const usual = standing === "session" ? { ...nobody, kvm: true } : standing === "managed" ? nobody : nothing;
  const machine = { virtual, name: virtual ? "dell-15-acm" : null, driver: "linux", device: "/dev/mei0" };
  const observation: Observation = {
    kind: "answered",
    at,
    machine,
    amtPresent: standing === "unknown" ? null : standing !== "absent",
    amt: amt[standing],
    sessions: { ...usual, ...sessions },
  };
  const { snapshot } = reduce(initialState("linux", at), observation).state;
  if (snapshot.standing !== standing) throw new Error(`made ${snapshot.standing}, not ${standing}`);
  return { ...snapshot, ...more };
}
