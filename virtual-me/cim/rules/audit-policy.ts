import { realms } from "../../accounts.ts";
import { audits } from "../audits.ts";
import { type Call, type Managed, type Rules, returns, success } from "../rule.ts";
import { isTrue, listOf, numberOf, type Properties, type Scalar } from "../value.ts";

const rule = "AMT_AuditPolicyRule";
/** Which of them AMT returns is not documented ("will return an error"). */
const code = { parameter: 0x24, notPermitted: 16 };
const LOCKED = 2;
/** Events a rule has room for (class reference: `uint32[128]`). */
const room = 128;
/** Cleared and recovered (guide, "Security Audit Log events"). */
const always: ReadonlySet<number> = new Set([0x14_0000, 0x14_0005]);
/** All of the audit log's own but the change of the policy. */
const neverCritical: ReadonlySet<number> = new Set([0x14_0000, 0x14_0002, 0x14_0003, 0x14_0004, 0x14_0005]);

const names = ["Enable", "AuditedAppID", "EventID", "PolicyType"] as const;

interface Wish {
  readonly on: boolean;
  /** The application in the upper half, the event in the lower. */
  readonly id: number;
  readonly type: number;
}

/** Which events are written down, and which may not happen unless they are (guide, "Event Groups and Event IDs"). */
export function auditPolicyRules(me: Managed): Rules {
  const { journal, store, world } = me;
  const numbers = (of: Properties | undefined, name: string): number[] => listOf(of?.[name]).map(Number);
  const current = (): Map<number, number> => {
    const [now] = store.list(rule);
    const types = numbers(now, "PolicyType");
    return new Map(numbers(now, "AuditApplicationEventID").map((id, at) => [id, types[at] ?? 0]));
  };
  journal.isAudited = (application, event) => current().has(application * 0x1_0000 + event);

  function apply(call: Call, wishes: readonly Wish[]): Properties {
    audits(journal, call).auditPolicy(); // also where it is refused
    const may = call.user.realms.some((one) => one === realms.auditLog || one === realms.administration);
    const [log] = store.list("AMT_AuditLog");
    if (!may || world.controlMode !== "admin" || (numberOf(log?.AuditState) & LOCKED) !== 0)
      return returns(code.notPermitted); // guessed
    const policy = current();
    for (const { on, id, type } of wishes) {
      const isWrong = !Number.isInteger(id) || (type !== 0 && type !== 1);
      if (isWrong || (!on && always.has(id)) || (on && type === 1 && neverCritical.has(id)))
        return returns(code.parameter);
      if (on) policy.set(id, type);
      else policy.delete(id);
    }
    if (policy.size > room) return returns(code.parameter);
    const [now] = store.list(rule);
    const all = [...policy].sort(([a], [b]) => a - b);
    if (now)
      store.replace(rule, now, {
        ...now,
        AuditApplicationEventID: all.map(([id]) => id),
        PolicyType: all.map(([, type]) => type),
      });
    return success;
  }
  const wishOf = (
    enable: Scalar | undefined,
    application: Scalar | undefined,
    event: Scalar | undefined,
    type: Scalar = 0,
  ): Wish => ({
    on: isTrue(enable),
    id: numberOf(application) * 0x1_0000 + numberOf(event),
    type: numberOf(type),
  });
  return {
    [rule]: {
      read: [realms.auditLog, realms.generalInfo],
      write: [realms.auditLog],
      methods: {
        SetAuditPolicy(call, input) {
          const [on, application, event, type] = names.map((name) => listOf(input[name])[0]);
          return apply(call, [wishOf(on, application, event, type)]);
        },
        /** All of them, or none; of one that is there twice the last counts. */
        SetAuditPolicyBulk(call, input) {
          const [on = [], applications = [], events = [], types = []] = names.map((name) => listOf(input[name]));
          const lengths = new Set([on, applications, events, types].map(({ length }) => length));
          if (lengths.size !== 1 || lengths.has(0)) return returns(code.parameter);
          return apply(
            call,
            on.map((one, at) => wishOf(one, applications[at], events[at], types[at])),
          );
        },
      },
    },
  };
}
