import type { Sessions, Snapshot } from "./api/snapshot.ts";
import { type Message, message } from "./api/texts.ts";

/** From what to what, where both are known and not the same. */
export const change = (from: string | null | undefined, to: string | null): { from: string; to: string } | undefined =>
  from && to && from !== to ? { from, to } : undefined;

const ownerMode = ({ amt: { controlMode } }: Snapshot): string | null =>
  controlMode === "client" || controlMode === "admin" ? controlMode : null;

const sessionKinds = { kvm: "KVM", consentPending: "consent asked", sol: "SOL", storage: "remote storage" } as const;

/** What two snapshots that follow each other say has happened. Pure. */
export function eventsBetween(before: Snapshot, after: Snapshot): Message[] {
  const events: Message[] = [];
  if (before.standing !== after.standing)
    events.push(message("event.standing", { from: before.standing, to: after.standing }));
  // From and to "none" is what the standing says
  const mode = change(ownerMode(before), ownerMode(after));
  if (mode) events.push(message("event.control-mode", mode));
  const version = change(before.amt.version, after.amt.version);
  if (version) events.push(message("event.firmware", version));
  for (const [key, kind] of Object.entries(sessionKinds)) {
    const was = before.sessions[key as keyof Sessions];
    const is = after.sessions[key as keyof Sessions];
    if (is === true && was !== true) events.push(message("event.session.opened", { kind }));
    // From "open" to "not known" is not "closed".
    if (is === false && was === true) events.push(message("event.session.closed", { kind }));
  }
  // That the machine slept is told by an event of its own
  const codes = (snapshot: Snapshot): string[] =>
    snapshot.conditions.map(({ code }) => code).filter((code) => code !== "asleep");
  for (const code of codes(after))
    if (!codes(before).includes(code)) events.push(message("event.condition.raised", { condition: code }));
  for (const code of codes(before))
    if (!codes(after).includes(code)) events.push(message("event.condition.cleared", { condition: code }));
  return events;
}
