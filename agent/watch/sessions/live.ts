import type { LiveSession, SessionKind, Sessions, Who } from "../../api/snapshot.ts";
import { type Message, message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import type { Subjects } from "../../events/pairs.ts";
import { confidenceOf, type Entry, type Ledger, type Words, wordOf } from "./ledger.ts";

const order: readonly SessionKind[] = ["kvm", "consent", "usbr", "sol", "cira", "system-defense", "web-ui"];
/** AMT's audit log has records of these (presence-posture.md 3.8). */
const recorded: readonly SessionKind[] = ["kvm", "usbr", "sol"];

/** One object for each session that goes on, or may; the screen first. Pure. */
export function liveSessions({ entries, server }: Ledger): LiveSession[] {
  return order.flatMap((kind) => {
    const entry = entries[kind];
    const confidence = entry && confidenceOf(kind, entry);
    if (!entry?.live || !confidence) return [];
    const { since, source, who = nobodyAsked(kind) } = entry.live;
    return [{ kind, since, source, confidence, who, can: canOf(kind, server) }];
  });
}

const nobodyAsked = (kind: SessionKind): Who => ({
  user: null,
  address: null,
  why: message(recorded.includes(kind) ? "who.not-read" : "who.not-told", {}),
});

const canOf = (kind: SessionKind, server: string | null): Message =>
  kind === "cira"
    ? message("session.cira", { server: tame(server ?? "") || "not named" })
    : message(`session.${kind}`, {});

const bySubject: Readonly<Record<string, SessionKind>> = {
  KVM: "kvm",
  "consent asked": "consent",
  SOL: "sol",
  "remote storage": "usbr",
  tunnel: "cira",
  defense: "system-defense",
};

/** What an alert says of sessions, by what it makes the next look expect. `any` says nothing. Pure. */
export const wordsOfAlert = (becomes: Subjects): Words =>
  Object.fromEntries(
    Object.entries(becomes).flatMap(([subject, value]) => {
      const kind = bySubject[subject];
      return kind && (value === "opened" || value === "closed") ? [[kind, value === "opened"]] : [];
    }),
  );

const keys = { kvm: "kvm", consent: "consentPending", sol: "sol", usbr: "storage" } as const;
export const wordsOfSessions = (sessions: Sessions): Words =>
  Object.fromEntries(Object.entries(keys).map(([kind, key]) => [kind, sessions[key]]));

/** What AMT was asked, corrected by what it has said by itself since. Pure. */
export function sessionsBy({ entries }: Ledger, asked: Sessions): Sessions {
  const newest = (kind: keyof typeof keys): boolean | null => {
    const word = wordOf(entries[kind]) ?? null;
    // Not answered, but said: an alert that came since
    return asked[keys[kind]] === null && !(word && entries[kind]?.alert?.open) ? null : word;
  };
  return { kvm: newest("kvm"), consentPending: newest("consent"), sol: newest("sol"), storage: newest("usbr") };
}

const seenBoth = (before: Entry | undefined, after: Entry | undefined): [boolean, boolean] | undefined =>
  before?.amt && after?.amt ? [before.amt.open, after.amt.open] : undefined;

/** What looks found changed of that which has no field of its own. What is known for the first time is no change. Pure. */
export function tunnelAndDefense(before: Ledger, after: Ledger): Message[] {
  const changed = (kind: SessionKind): boolean | undefined => {
    const [was, is] = seenBoth(before.entries[kind], after.entries[kind]) ?? [];
    return was === is ? undefined : is;
  };
  const events: Message[] = [];
  const tunnel = changed("cira");
  if (tunnel !== undefined) events.push(message(tunnel ? "event.tunnel.opened" : "event.tunnel.closed", {}));
  const defense = changed("system-defense");
  if (defense !== undefined) events.push(message(defense ? "event.defense.active" : "event.defense.inactive", {}));
  return events;
}
