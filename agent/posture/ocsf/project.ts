import type { Posture, PostureAdvisory, PostureCheck } from "../../api/posture.ts";
import type { Base, ComplianceFinding, InventoryInfo, OcsfEvent, StateChange, VulnerabilityFinding } from "./event.ts";

/** Pass and fail as OCSF has them; what is unknown is a warning (posture.md 4.1), what does not apply is none of them. */
export const complianceStatus = { pass: 1, unknown: 2, fail: 3, "not-applicable": 99 } as const;
/** 1 new: affected. 4 resolved: fixed. 3 suppressed: not for this machine. 0 unknown, 99 other: in none of its data. */
export const findingStatus = { affected: 1, fixed: 4, "not-applicable": 3, unknown: 0, "not-listed": 99 } as const;
const levels = { pass: 1, fail: 2, unknown: 0, "not-applicable": 99 } as const;

/** OCSF: 1 informational to 5 critical. */
function severityOf({ result, severity }: PostureCheck): number {
  if (result !== "fail") return 1;
  return severity === null ? 2 : ([5, 4, 3, 2][severity - 1] ?? 2);
}
const ofScore = (cvss: number | null): number =>
  cvss === null ? 3 : cvss >= 9 ? 5 : cvss >= 7 ? 4 : cvss >= 4 ? 3 : 2;

function base(
  posture: Posture,
  uid: string,
  classUid: number,
  activity: number,
  severity: number,
): Omit<Base, "unmapped"> {
  return {
    activity_id: activity,
    category_uid: Math.floor(classUid / 1000),
    class_uid: classUid,
    type_uid: classUid * 100 + activity,
    severity_id: severity,
    time: Date.parse(posture.collectedAt),
    metadata: {
      version: "1.9.0-dev",
      product: { name: "amt-agent", vendor_name: "amt-agent", version: posture.agent.version },
      correlation_uid: posture.id,
      sequence: posture.sequence,
      uid: `${posture.id}/${uid}`,
    },
  };
}

function inventory(posture: Posture): InventoryInfo {
  const { schema, agent, machine, me, amt, previous, history, summary, collectedAt } = posture;
  return {
    ...base(posture, "inventory", 5001, 2, 1),
    class_uid: 5001,
    device: deviceOf(posture),
    unmapped: {
      schema,
      collectedAt,
      previous,
      ...(history !== undefined && { history }),
      advisoryData: agent.advisoryData,
      machine,
      me,
      amt,
      summary,
    },
  };
}

const osTypes: Readonly<Record<string, number>> = { win32: 100, linux: 200 };
const deviceOf = ({ host: { uuid, serial, os, cpu }, bootId }: Posture): InventoryInfo["device"] => ({
  type_id: 0,
  ...(uuid === null ? {} : { uid: uuid }),
  ...(bootId === null ? {} : { boot_uid: bootId }),
  os: {
    name: os.platform,
    type_id: osTypes[os.platform] ?? 99,
    ...(os.release === null ? {} : { version: os.release }),
  },
  hw_info: {
    ...(serial === null ? {} : { serial_number: serial }),
    ...(cpu.model === null ? {} : { cpu_type: cpu.model }),
  },
});

function compliance(posture: Posture, check: PostureCheck): ComplianceFinding {
  const { id, title, result, reason, remediation, evidence, rule, part, value, expected, severity } = check;
  return {
    ...base(posture, id, 2003, 1, severityOf(check)),
    class_uid: 2003,
    finding_info: { uid: id, title },
    compliance: {
      control: id,
      standards: rule === null ? [] : [rule],
      status_id: complianceStatus[result],
      ...(reason === null ? {} : { status_detail: reason.text }),
    },
    ...(remediation === null ? {} : { remediation: { desc: remediation } }),
    evidences: evidence.map(({ source, raw }) => ({ name: source, data: raw })),
    unmapped: { part, value, expected, severity, reasonCode: reason?.code ?? null },
  };
}

function vulnerability(posture: Posture, advisory: PostureAdvisory): VulnerabilityFinding {
  const { id, title, published, verdict, by, cves, cvss, url } = advisory;
  const about = { title, advisory: { uid: id, created_time_dt: published, references: [url] } };
  return {
    ...base(posture, id, 2002, verdict === "fixed" ? 3 : 1, verdict === "affected" ? ofScore(cvss) : 1),
    class_uid: 2002,
    finding_info: { uid: id, title },
    status_id: findingStatus[verdict],
    vulnerabilities: cves.length === 0 ? [about] : cves.map((uid) => ({ ...about, cve: { uid } })),
    unmapped: { by, cvss },
  };
}

/** Every event of a document: the machine (5001), each check (2003), each advisory (2002). `read.ts` makes the document of them again. */
export const eventsOf = (posture: Posture): OcsfEvent[] => [
  inventory(posture),
  ...posture.checks.map((check) => compliance(posture, check)),
  ...posture.advisories.map((advisory) => vulnerability(posture, advisory)),
];

/** What is different from the document before (5019), check by check. */
export function changesOf(before: Posture, posture: Posture): StateChange[] {
  const earlier = new Map(before.checks.map((check) => [check.id, check]));
  return posture.checks.flatMap((check) => {
    const was = earlier.get(check.id);
    if (was === undefined || (was.result === check.result && was.value === check.value)) return [];
    return [
      {
        ...base(posture, `change/${check.id}`, 5019, 1, severityOf(check)),
        class_uid: 5019,
        device: deviceOf(posture),
        security_level_id: levels[check.result],
        prev_security_level_id: levels[was.result],
        state: check.id,
        unmapped: { from: { result: was.result, value: was.value }, to: { result: check.result, value: check.value } },
      },
    ];
  });
}
