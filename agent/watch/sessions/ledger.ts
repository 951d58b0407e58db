import type { LiveSession, SessionKind, Who } from "../../api/snapshot.ts";

/** Somebody's word that a session is open, or is not. */
export interface Word {
  readonly open: boolean;
  /** Which word is the newer one. */
  readonly order: number;
}
/** A device that only a remote session brings. */
export interface Evidence {
  /** What it is, for people. */
  readonly what: string;
  /** Nothing else looks like it. */
  readonly exact: boolean;
}
interface Shown extends Evidence {
  readonly order: number;
  /** AMT has said that this session is open while the device was there: what is left of it afterwards proves nothing. */
  readonly explained: boolean;
  readonly told: boolean;
}
export interface Live {
  readonly since: string;
  readonly source: LiveSession["source"];
  readonly who?: LiveSession["who"];
}
/** All that is known of one kind of session. */
export interface Entry {
  readonly alert?: Word;
  readonly amt?: Word;
  readonly host?: Shown;
  /** AMT was asked since it last said something, and said nothing. */
  readonly unsure: boolean;
  /** What AMT said before does not count any more, but for telling what changed: it was reset, or the machine slept. */
  readonly stale: boolean;
  readonly live?: Live;
}
/** What every source says of every kind of session: alerts, AMT when it is asked, this PC's own devices. */
export interface Ledger {
  readonly order: number;
  readonly entries: Readonly<Partial<Record<SessionKind, Entry>>>;
  /** The server at the other end of AMT's tunnel. */
  readonly server: string | null;
}
/** null: asked, and not told. */
export type Words = Readonly<Partial<Record<SessionKind, boolean | null>>>;

export const emptyLedger: Ledger = { order: 0, entries: {}, server: null };
const nothing: Entry = { unsure: false, stale: false };

/** AMT's own newest word. undefined: none that counts. */
export function wordOf(entry: Entry | undefined): boolean | undefined {
  if (!entry || entry.stale) return undefined;
  const { alert, amt } = entry;
  if (alert && (!amt || alert.order > amt.order)) return alert.open;
  return amt?.open;
}

/** undefined: no such session goes on, nor may. Pure. */
export function confidenceOf(kind: SessionKind, entry: Entry): LiveSession["confidence"] | undefined {
  const word = wordOf(entry);
  if (word === true) return kind === "web-ui" ? "possible" : entry.unsure ? "likely" : "certain";
  if (!entry.host || entry.host.explained) return undefined;
  return word === undefined && entry.host.exact ? "likely" : "possible";
}

/** Sets what is live by what is known: since when, and by whom it was said first. AMT's own word counts more than a device. */
function settled(kind: SessionKind, entry: Entry, at: Date, source: LiveSession["source"]): Entry {
  const { live, ...rest } = entry;
  if (confidenceOf(kind, entry) === undefined) return rest;
  if (live && !(live.source === "host" && wordOf(entry) === true)) return entry;
  return { ...rest, live: { since: live?.since ?? at.toISOString(), source } };
}

function change(ledger: Ledger, kinds: readonly SessionKind[], to: (entry: Entry, kind: SessionKind) => Entry): Ledger {
  const entries = { ...ledger.entries };
  for (const kind of kinds) entries[kind] = to(entries[kind] ?? nothing, kind);
  return { ...ledger, entries };
}
const kindsOf = (of: object): SessionKind[] => Object.keys(of) as SessionKind[];

/** AMT has said something by itself. */
export function heard(before: Ledger, words: Words, at: Date): Ledger {
  const order = before.order + 1;
  return change({ ...before, order }, kindsOf(words), (entry, kind) => {
    const open = words[kind] === true;
    const { host } = entry;
    const explained = host && open ? { host: { ...host, explained: true } } : {};
    return settled(kind, { ...entry, ...explained, alert: { open, order }, stale: false, unsure: false }, at, "alert");
  });
}

/** AMT was asked when the ledger's order was `order`, and this is what it said. */
export function answered(before: Ledger, words: Words, { order, at }: { order: number; at: Date }): Ledger {
  return change(before, kindsOf(words), (entry, kind) => {
    const open = words[kind];
    if (open === null || open === undefined) return settled(kind, { ...entry, unsure: true }, at, "amthi");
    // AMT may have said something newer meanwhile: that stays the newest word, unless it is of before a reset
    const { alert, ...rest } = entry;
    const newer = alert && !entry.stale ? { alert } : {};
    const host = entry.host && open ? { host: { ...entry.host, explained: true } } : {};
    const now = { ...rest, ...newer, ...host, amt: { open, order }, stale: false, unsure: false };
    return settled(kind, now, at, "amthi");
  });
}

/** AMT does not answer. `over`: it was reset or the machine slept, which ends sessions. */
export const silent = (before: Ledger, { over, at }: { over: boolean; at: Date }): Ledger =>
  change(before, kindsOf(before.entries), (entry, kind) =>
    settled(kind, { ...entry, unsure: true, stale: entry.stale || over }, at, "amthi"),
  );

/** Devices that this PC has now. */
export function shown(before: Ledger, devices: Readonly<Partial<Record<SessionKind, Evidence>>>, at: Date): Ledger {
  const order = before.order + 1;
  const had = kindsOf(before.entries).filter((kind) => before.entries[kind]?.host);
  return change({ ...before, order }, [...new Set([...had, ...kindsOf(devices)])], (entry, kind) => {
    const now = devices[kind];
    const { host, ...rest } = entry;
    if (!now) return settled(kind, rest, at, "host");
    if (host?.what === now.what) return entry;
    const explained = wordOf(entry) === true;
    return settled(kind, { ...rest, host: { ...now, order, explained, told: false } }, at, "host");
  });
}

/** Devices against AMT's word, given since they are there: each once. */
export function contradictions(before: Ledger): { ledger: Ledger; told: { kind: SessionKind; evidence: string }[] } {
  const kinds = kindsOf(before.entries).filter((kind) => {
    const { host, amt, stale } = before.entries[kind] as Entry;
    return host && !host.explained && !host.told && !stale && amt?.open === false && amt.order >= host.order;
  });
  const told = kinds.map((kind) => ({ kind, evidence: before.entries[kind]?.host?.what ?? "" }));
  const mark = (entry: Entry): Entry => (entry.host ? { ...entry, host: { ...entry.host, told: true } } : entry);
  return { ledger: change(before, kinds, mark), told };
}

/** Who has this session; without effect on one that is over. */
export const whoIs = (before: Ledger, { kind, since }: Pick<LiveSession, "kind" | "since">, who: Who): Ledger =>
  change(before, [kind], (entry) => (entry.live?.since === since ? { ...entry, live: { ...entry.live, who } } : entry));
