import type { Posture, PostureAdvisory, PostureCheck } from "../../api/posture.ts";
import type { ComplianceFinding, InventoryInfo, OcsfEvent, StateChange, VulnerabilityFinding } from "./event.ts";
import { complianceStatus, findingStatus } from "./project.ts";

const named = <T extends string>(table: Readonly<Record<T, number>>, value: number): T =>
  (Object.keys(table) as T[]).find((name) => table[name] === value) as T;

/** What a projection left where OCSF has no name: as project.ts put it there. */
type Whole = Pick<Posture, "schema" | "collectedAt" | "previous" | "history" | "machine" | "me" | "amt" | "summary"> & {
  readonly advisoryData: Posture["agent"]["advisoryData"];
};

/** The document that these events were made of; they may come in any order. Undefined: the event of its machine (5001) is missing. */
export function postureFrom(events: readonly OcsfEvent[]): Posture | undefined {
  const inventory = events.find((one): one is InventoryInfo => one.class_uid === 5001);
  if (inventory === undefined) return undefined;
  const { metadata, device, unmapped } = inventory;
  const { advisoryData, collectedAt, machine, me, amt, previous, history, schema, summary } =
    unmapped as unknown as Whole;
  return {
    schema,
    id: metadata.correlation_uid,
    collectedAt,
    bootId: device.boot_uid ?? null,
    sequence: metadata.sequence,
    previous,
    ...(history !== undefined && { history }),
    agent: { name: "amt-agent", version: metadata.product.version, advisoryData },
    machine,
    host: {
      uuid: device.uid ?? null,
      serial: device.hw_info.serial_number ?? null,
      os: { platform: device.os.name, release: device.os.version ?? null },
      cpu: { model: device.hw_info.cpu_type ?? null },
    },
    me,
    amt,
    checks: events.filter((one): one is ComplianceFinding => one.class_uid === 2003).map(checkFrom),
    advisories: events.filter((one): one is VulnerabilityFinding => one.class_uid === 2002).map(advisoryFrom),
    summary,
  };
}

function checkFrom({ finding_info, compliance, evidences, remediation, unmapped }: ComplianceFinding): PostureCheck {
  const { part, value, expected, severity, reasonCode } = unmapped as Pick<
    PostureCheck,
    "part" | "value" | "expected" | "severity"
  > & {
    reasonCode: string | null;
  };
  return {
    id: finding_info.uid,
    part,
    title: finding_info.title,
    result: named(complianceStatus, compliance.status_id),
    value,
    expected,
    severity,
    rule: compliance.standards[0] ?? null,
    evidence: evidences.map(({ name, data }) => ({ source: name, raw: data })),
    reason: reasonCode === null ? null : { code: reasonCode, text: compliance.status_detail ?? "" },
    remediation: remediation?.desc ?? null,
  };
}

function advisoryFrom({ finding_info, status_id, vulnerabilities, unmapped }: VulnerabilityFinding): PostureAdvisory {
  const { by, cvss } = unmapped as Pick<PostureAdvisory, "by" | "cvss">;
  const [first] = vulnerabilities;
  return {
    id: finding_info.uid,
    title: finding_info.title,
    published: first?.advisory.created_time_dt ?? "",
    verdict: named(findingStatus, status_id),
    by,
    cves: vulnerabilities.flatMap(({ cve }) => (cve ? [cve.uid] : [])),
    cvss,
    url: first?.advisory.references[0] ?? "",
  };
}

/** A change as it was told: which check, from what to what. */
export const changeFrom = ({
  state,
  unmapped,
}: StateChange): { readonly id: string; readonly from: unknown; readonly to: unknown } => ({
  id: state,
  from: unmapped.from,
  to: unmapped.to,
});
