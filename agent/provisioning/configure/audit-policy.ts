import type { Wsman } from "../../../mei/wsman/client.ts";
import type { Instance } from "../../../mei/wsman/resource.ts";
import { auditPolicyRule } from "../../../mei/wsman/resources/logs.ts";
import type { Wanted } from "../../api/wanted.ts";
import { auditApplicationName } from "../../api/wanted-audit.ts";
import { absent, cannotMean, refuse } from "./error.ts";
import { ifThere } from "./if-there.ts";

type Policy = "off" | "on" | "critical";
type WantedEvent = Wanted["audit"]["events"][number];
/** What AMT writes down, by application and event; what is not in it is off. */
export type AuditPolicy = ReadonlyMap<number, Exclude<Policy, "off">>;

/** AMT's own numbers: the application in the upper half. */
const numberOf = ({ application, event }: Pick<WantedEvent, "application" | "event">): number =>
  application * 0x1_0000 + event;
const partsOf = (number: number) => ({ application: Math.floor(number / 0x1_0000), event: number % 0x1_0000 });
const nameOf = (number: number): string => {
  const { application, event } = partsOf(number);
  return `${auditApplicationName(application)}/${event}`;
};

/** Of the log itself: always written down, and never critical (guide, "Security Audit Log events"). */
const auditLog = 20;
const always: ReadonlySet<number> = new Set([0, 5].map((event) => numberOf({ application: auditLog, event })));
const neverCritical: ReadonlySet<number> = new Set(
  [0, 2, 3, 4, 5].map((event) => numberOf({ application: auditLog, event })),
);

/** Undefined where AMT has none. */
export async function readAuditPolicy(
  wsman: Wsman,
  options: { signal: AbortSignal },
): Promise<AuditPolicy | undefined> {
  const rules = await ifThere(wsman.enumerate(auditPolicyRule, options));
  const rule: Instance<typeof auditPolicyRule> | undefined = rules?.[0]?.value;
  if (rule === undefined) return undefined;
  const types = rule.PolicyType ?? [];
  return new Map(
    (rule.AuditApplicationEventID ?? []).map((number, at) => [number, types[at] === "critical" ? "critical" : "on"]),
  );
}

/** Those that are another way now. Throws ConfigureError for what AMT would refuse. */
export function otherEvents(now: AuditPolicy | undefined, wanted: readonly WantedEvent[]): readonly WantedEvent[] {
  if (wanted.length === 0) return [];
  if (now === undefined) return absent("This machine's AMT has no policy for single events of the audit log");
  const numbers = wanted.map(numberOf);
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (twice !== undefined) cannotMean(`The event ${nameOf(twice)} is named twice`);
  const others = wanted.filter((one) => policyOf(now, numberOf(one)) !== one.policy);
  for (const one of others) {
    const number = numberOf(one);
    if (one.policy === "off" && always.has(number))
      refuse(`AMT always writes ${nameOf(number)} down: it cannot be off`);
    if (one.policy === "critical" && neverCritical.has(number))
      refuse(`AMT takes ${nameOf(number)} for critical never: say on or off`);
  }
  return others;
}

const policyOf = (now: AuditPolicy, number: number): Policy => now.get(number) ?? "off";

/** `before` and `after` of these events, for people. */
export const shownEvents = (now: AuditPolicy, wanted: readonly WantedEvent[]) => ({
  before: Object.fromEntries(wanted.map((one) => [nameOf(numberOf(one)), policyOf(now, numberOf(one))])),
  after: Object.fromEntries(wanted.map((one) => [nameOf(numberOf(one)), one.policy])),
});

/** In one request: where AMT refuses one of them, nothing is changed. */
export async function setEvents(
  wsman: Wsman,
  wanted: readonly WantedEvent[],
  options: { signal: AbortSignal },
): Promise<void> {
  const each = wanted.map(({ application, event, policy }) => ({
    Enable: policy !== "off",
    AuditedAppID: application,
    EventID: event,
    PolicyType: policy === "critical" ? ("critical" as const) : ("none" as const),
  }));
  const [first] = each;
  // The method for many came with AMT 7
  if (each.length === 1 && first) await wsman.invoke(auditPolicyRule, "SetAuditPolicy", first, options);
  else
    await wsman.invoke(
      auditPolicyRule,
      "SetAuditPolicyBulk",
      {
        Enable: each.map((one) => one.Enable),
        AuditedAppID: each.map((one) => one.AuditedAppID),
        EventID: each.map((one) => one.EventID),
        PolicyType: each.map((one) => one.PolicyType),
      },
      options,
    );
}

/** A line for each application. */
export function shownPolicy(now: AuditPolicy) {
  const applications = [...new Set([...now.keys()].map((number) => partsOf(number).application))].sort((a, b) => a - b);
  return applications.map((application) => {
    const events = (policy: Policy): number[] =>
      [...now]
        .filter(([number, one]) => one === policy && partsOf(number).application === application)
        .map(([number]) => partsOf(number).event)
        .sort((a, b) => a - b);
    return { application: auditApplicationName(application), on: events("on"), critical: events("critical") };
  });
}
