import type { Json } from "../../document/canonical.ts";
import { eventsOf } from "../../ocsf/project.ts";
import { type Letter, marksOf } from "../letter.ts";

/**
 * ExportLogsServiceRequest of OpenTelemetry's logs, as protobuf's JSON mapping writes it: names in lowerCamelCase, 64-bit integers as decimal
 * strings, enums as numbers (opentelemetry-proto 1.x, collector/logs/v1 and logs/v1; OTLP/HTTP with JSON encoding).
 */
export type AnyValue =
  | Record<string, never>
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } };
interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** SeverityNumber: INFO, WARN, ERROR. */
const severities = { 9: "INFO", 13: "WARN", 17: "ERROR" } as const;
type Severity = keyof typeof severities;

/** No value is the empty message. */
export function anyValue(value: Json): AnyValue {
  if (value === null) return {};
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: keyValues(value as Readonly<Record<string, Json>>) } };
}
const keyValues = (members: Readonly<Record<string, Json>>): KeyValue[] =>
  Object.entries(members).map(([key, value]) => ({ key, value: anyValue(value) }));

/** A report as records: first itself as it was sealed, which can be checked; then each of its OCSF events, which can be searched. */
export function logsOf(letter: Letter) {
  const { posture, text } = letter;
  const { id, sequence, signer, digest } = marksOf(letter);
  const timeUnixNano = `${Date.parse(posture.collectedAt)}000000`;
  const marks = { "amt_agent.report.id": id, "amt_agent.report.sequence": Number(sequence) };
  const record = (
    eventName: string,
    severity: Severity,
    body: AnyValue,
    more: Readonly<Record<string, Json>> = {},
  ) => ({
    timeUnixNano,
    observedTimeUnixNano: timeUnixNano,
    severityNumber: severity as number,
    severityText: severities[severity] as string,
    eventName,
    body,
    attributes: keyValues({ ...marks, ...more }),
  });
  const { fail, advisories } = posture.summary;
  const worst: Severity = fail > 0 || advisories.affected > 0 ? 13 : 9;
  const sealed = record("amt_agent.posture", worst, { stringValue: text }, { "amt_agent.report.digest": digest });
  const events = eventsOf(posture).map((event) =>
    record("amt_agent.posture.ocsf", event.severity_id > 1 ? 17 : 9, anyValue(event as unknown as Json), {
      "ocsf.class_uid": event.class_uid,
    }),
  );
  const resource = {
    "service.name": "amt-agent",
    "service.version": posture.agent.version,
    "service.instance.id": signer,
    "os.type": posture.host.os.platform === "win32" ? "windows" : posture.host.os.platform,
  };
  return {
    resourceLogs: [
      {
        resource: { attributes: keyValues(resource) },
        scopeLogs: [
          { scope: { name: "amt-agent.posture", version: posture.agent.version }, logRecords: [sealed, ...events] },
        ],
      },
    ],
  };
}

/** How many records the receiver says it did not take (ExportLogsPartialSuccess). */
export function rejectedIn(body: string): number {
  if (body.trim() === "") return 0;
  try {
    const { partialSuccess } = JSON.parse(body) as { partialSuccess?: { rejectedLogRecords?: unknown } };
    return Number(partialSuccess?.rejectedLogRecords ?? 0) || 0;
  } catch {
    return 0; // a success with an answer in another form
  }
}
