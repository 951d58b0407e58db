import { derived, type Fact, recorded } from "../../fact.ts";
import { ofAmt, type Properties } from "../value.ts";

/** Events of each application, by presence-posture.md 3.8. */
type Events = Readonly<Record<number, readonly number[]>>;
const upTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, event) => event);

/** Those that a machine writes down before anybody asks for more. */
const usual: Events = {
  16: [...upTo(14), 17, 18, 19],
  17: upTo(4),
  18: upTo(12),
  19: upTo(1),
  20: upTo(5),
  21: [0],
  27: [3, 4],
  29: upTo(4),
  30: upTo(2),
};
const more: Events = {
  16: [15, 16],
  17: [5, 6, 7, 8, 9],
  21: [1, 2],
  22: upTo(5),
  24: upTo(3),
  26: upTo(2),
  27: [0, 1, 2],
  33: [1, 2],
};
/** The application in the upper half, the event in the lower. */
const numbers = (events: Events): number[] =>
  Object.entries(events).flatMap(([application, all]) => all.map((event) => Number(application) * 0x1_0000 + event));

const rule = (events: readonly number[]): Properties => ({
  AuditApplicationEventID: [...events].sort((a, b) => a - b),
  CreationClassName: "AMT_AuditPolicyRule",
  ElementName: "Intel(r) AMT Audit Policy Rule",
  PolicyRuleName: "Audit Policy Rule",
  PolicyType: events.map(() => 0),
  ...ofAmt,
});

export const auditPolicyOf = (owned: boolean): Fact<readonly Properties[]> =>
  owned
    ? derived(
        "the recorded events, and all others that these machines write down, as an owner would have switched on",
        [rule([...numbers(usual), ...numbers(more)])],
      )
    : recorded(
        "a GetResponse of AMT_AuditPolicyRule with 55 events, none critical, in the tests of a public WS-Man parser",
        [rule(numbers(usual))],
      );
