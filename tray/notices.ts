import {
  type ButtonName,
  type EventCode,
  type NotificationRule,
  notificationPolicy,
  subjectAliases,
} from "../agent/api/notification-policy.ts";
import type { Event, Sessions } from "../agent/api/snapshot.ts";
import { type Message, message } from "../agent/api/texts.ts";

/** A notification as it is to be shown; one of the same subject replaces it. */
export interface Notice {
  readonly subject: string;
  readonly message: Message;
  readonly is: NotificationRule["is"];
  readonly who: NotificationRule["who"];
  readonly stays: NotificationRule["stays"];
  readonly buttons: readonly ButtonName[];
}
export type NoticeStep =
  | { readonly do: "show" | "replace"; readonly notice: Notice }
  | { readonly do: "withdraw"; readonly subject: string };

/** What is kept from one start of the tray to the next, as JSON. */
export interface NoticeState {
  /** The newest event that was judged; undefined: none ever. */
  readonly seen: { readonly id: number; readonly at: string } | undefined;
  /** Notices that are not over, by subject, with the event's time; null: since when is not known. */
  readonly open: Readonly<Record<string, { readonly kind: string; readonly since: string | null }>>;
  /** Held back while the desktop is not to be disturbed, by subject. */
  readonly held: Readonly<Record<string, Notice>>;
}
export const nothingShown: NoticeState = { seen: undefined, open: {}, held: {} };

export interface NoticeSetting {
  /** The desktop's own word that its user is not to be disturbed. */
  readonly quiet: boolean;
  /** Of what may disturb all the same, what the user wants to: `kvm` is screen sessions and what asks for one. */
  readonly despiteQuiet: "all" | "kvm" | "none";
  /** By an administrator's policy alone. */
  readonly sessions: boolean;
  /** Is this user at the PC's own screen? */
  readonly atConsole: boolean;
}

interface Step {
  readonly state: NoticeState;
  readonly steps: readonly NoticeStep[];
}
/** Not remembered without bound: hostile firmware can name as many agents as it likes. */
const MOST_OPEN = 32;

const ruleOf = (code: string): NotificationRule | undefined =>
  Object.hasOwn(notificationPolicy, code) ? notificationPolicy[code as EventCode] : undefined;
const without = <T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
function subjectOf({ subject }: NotificationRule, { params }: Message): string {
  const whole = subject.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? "").slice(0, 80));
  return subjectAliases[whole] ?? whole;
}

/** Was this event judged before? A history that began anew counts from 1 again, and its events are later than what was seen. */
export const isNew = ({ seen }: NoticeState, { id, at }: Event): boolean =>
  seen === undefined || id > seen.id || at > seen.at;

/** One event, in the order of the history: at most one notice of it, and what it takes away. Pure. */
export function noticeOf(state: NoticeState, event: Event, setting: NoticeSetting): Step {
  if (!isNew(state, event)) return { state, steps: [] };
  const next = { ...state, seen: { id: event.id, at: event.at } };
  const rule = ruleOf(event.message.code);
  if (rule === undefined || rule.is === "info") return { state: next, steps: [] };
  const subject = subjectOf(rule, event.message);
  if (rule.ends) return over(next, { subject, rule, until: event.at, setting });
  const notice = noticeFor(rule, subject, event.message);
  const kind = String(event.message.params.kind ?? subject);
  const ended = (rule.alsoEnds ?? []).filter((one) => one !== subject && Object.hasOwn(next.open, one));
  const stillOpen = Object.entries(next.open).filter(([one]) => !ended.includes(one));
  const rest = { ...next, open: Object.fromEntries(stillOpen) };
  const { state: after, steps } = shown(rest, notice, { kind, since: event.at, disturbs: rule.disturbs, setting });
  return { state: after, steps: [...ended.map((one) => ({ do: "withdraw" as const, subject: one })), ...steps] };
}

/**
 * What the service's state says of sessions, over what events said: one that is over without an event is taken away, one that is open
 * without a notice gets one. What is not known changes nothing. Pure.
 */
export function noticesOfSessions(
  state: NoticeState,
  sessions: Sessions,
  {
    at,
    knownAt = at,
    since,
    setting,
  }: {
    readonly at: string;
    /** When the firmware was asked: it may have been before a session opened that an event told of. */
    readonly knownAt?: string;
    readonly since: string | null;
    readonly setting: NoticeSetting;
  },
): Step {
  const kinds = { kvm: "KVM", consentPending: "consent asked", sol: "SOL", storage: "remote storage" } as const;
  const steps: NoticeStep[] = [];
  let now = state;
  for (const [name, kind] of Object.entries(kinds)) {
    const is = sessions[name as keyof Sessions];
    const opened = notificationPolicy[kind === "consent asked" ? "event.consent.requested" : "event.session.opened"];
    const subject = kind === "consent asked" ? opened.subject : `session:${kind}`;
    const isOpen = Object.hasOwn(now.open, subject);
    let step: Step = { state: now, steps: [] };
    if (is === false && isOpen && knownAt >= (now.open[subject]?.since ?? "")) {
      const closed = notificationPolicy[kind === "consent asked" ? "event.consent.ended" : "event.session.closed"];
      step = over(now, { subject, rule: closed, until: at, setting });
    } else if (is === true && !isOpen) {
      const what =
        kind === "consent asked" ? message("event.consent.requested", {}) : message("notice.still-open", { kind });
      step = shown(now, noticeFor(opened, subject, what), { kind, since, disturbs: opened.disturbs, setting });
    }
    now = step.state;
    steps.push(...step.steps);
  }
  return { state: now, steps };
}

/** The desktop may be disturbed again: what was held back and still holds. Pure. */
export const release = (state: NoticeState): Step => ({
  state: { ...state, held: {} },
  steps: Object.values(state.held).map((notice) => ({ do: "show" as const, notice })),
});

/**
 * What happened while this tray did not run, oldest first: sessions and requests that are still open as themselves, everything else as one
 * notice. The first tray ever tells nothing of the past. Pure.
 */
export function noticesSinceLast(state: NoticeState, events: readonly Event[], setting: NoticeSetting): Step {
  const fresh = events.filter((event) => isNew(state, event));
  const last = fresh.at(-1);
  if (last === undefined) return { state, steps: [] };
  const seen = { id: last.id, at: last.at };
  if (state.seen === undefined) return { state: { ...state, seen }, steps: [] };
  let now = state;
  const worth: Event[] = [];
  for (const event of fresh) {
    const rule = ruleOf(event.message.code);
    const step = noticeOf(now, event, { ...setting, quiet: false });
    now = step.state;
    if (rule && rule.is !== "info" && !rule.ends) worth.push(event);
  }
  const stillOpen = Object.entries(now.open).filter(([subject]) => !Object.hasOwn(state.open, subject));
  const gone: NoticeStep[] = Object.keys(state.open)
    .filter((subject) => !Object.hasOwn(now.open, subject))
    .map((subject) => ({ do: "withdraw", subject }));
  const told: { notice: Notice; disturbs: NotificationRule["disturbs"] }[] = [];
  for (const [subject] of stillOpen) {
    const event = worth.findLast(
      ({ message: what }) => subjectOf(ruleOf(what.code) as NotificationRule, what) === subject,
    );
    const rule = event && ruleOf(event.message.code);
    if (event && rule && mayShow(rule, setting))
      told.push({ notice: noticeFor(rule, subject, event.message), disturbs: rule.disturbs });
  }
  const past = worth.filter(
    (event) => !Object.hasOwn(now.open, subjectOf(ruleOf(event.message.code) as NotificationRule, event.message)),
  );
  if (past.length > 0) told.push({ notice: awayNotice(past), disturbs: "never" });
  const waits = ({ notice, disturbs }: (typeof told)[number]): boolean =>
    setting.quiet && !mayDisturb(disturbs, notice.subject, setting);
  const held = Object.fromEntries(told.filter(waits).map(({ notice }) => [notice.subject, notice]));
  const steps = told.filter((one) => !waits(one)).map(({ notice }): NoticeStep => ({ do: "show", notice }));
  return { state: { ...now, seen, held: bounded({ ...state.held, ...held }) }, steps: [...gone, ...steps] };
}

function awayNotice(past: readonly Event[]): Notice {
  const sessions = past.filter(({ message: { code } }) => code === "event.session.opened").length;
  const what = message("notice.away", { count: past.length, sessions });
  return { subject: "away", message: what, is: "change", who: "all", stays: "until-closed", buttons: ["details"] };
}

const noticeFor = ({ is, who, stays, buttons }: NotificationRule, subject: string, what: Message): Notice => ({
  subject,
  message: what,
  is,
  who,
  stays,
  buttons,
});
const mayShow = ({ is, who }: Pick<NotificationRule, "is" | "who">, { sessions, atConsole }: NoticeSetting): boolean =>
  (is !== "session" || sessions) && (who === "all" || atConsole);

function shown(
  state: NoticeState,
  notice: Notice,
  {
    kind,
    since,
    disturbs,
    setting,
  }: { kind: string; since: string | null; disturbs: NotificationRule["disturbs"]; setting: NoticeSetting },
): Step {
  const { subject } = notice;
  if (!mayShow(notice, setting)) return { state, steps: [] };
  const was = Object.hasOwn(state.open, subject);
  const open =
    notice.stays === "until-over" && (was || Object.keys(state.open).length < MOST_OPEN)
      ? { ...state.open, [subject]: state.open[subject] ?? { kind, since } }
      : state.open;
  if (setting.quiet && !mayDisturb(disturbs, subject, setting))
    return { state: { ...state, open, held: bounded({ ...state.held, [subject]: notice }) }, steps: [] };
  return {
    state: { ...state, open, held: without(state.held, subject) },
    steps: [{ do: was ? "replace" : "show", notice }],
  };
}

const bounded = (held: Readonly<Record<string, Notice>>): Record<string, Notice> =>
  Object.fromEntries(Object.entries(held).slice(-MOST_OPEN));

const mayDisturb = (
  disturbs: NotificationRule["disturbs"],
  subject: string,
  { despiteQuiet }: NoticeSetting,
): boolean =>
  disturbs === "by-setting" &&
  (despiteQuiet === "all" || (despiteQuiet === "kvm" && (subject === "session:KVM" || subject === "consent")));

/** What is over: its notice goes, and of a session it is said how long it lasted. */
function over(
  state: NoticeState,
  { subject, rule, until, setting }: { subject: string; rule: NotificationRule; until: string; setting: NoticeSetting },
): Step {
  const was = state.open[subject];
  const next = { ...state, open: without(state.open, subject), held: without(state.held, subject) };
  const gone: NoticeStep[] = was ? [{ do: "withdraw", subject }] : [];
  if (rule.ends !== "told" || !mayShow(rule, setting)) return { state: next, steps: gone };
  const kind = was?.kind ?? subject.replace(/^session:/, "");
  const seconds = was?.since ? Math.round((Date.parse(until) - Date.parse(was.since)) / 1_000) : Number.NaN;
  const what = seconds >= 0 ? message("notice.lasted", { kind, seconds }) : message("notice.over", { kind });
  const notice = noticeFor(rule, subject, what);
  if (setting.quiet) return { state: { ...next, held: bounded({ ...next.held, [subject]: notice }) }, steps: gone };
  return { state: next, steps: [{ do: was ? "replace" : "show", notice }] };
}
