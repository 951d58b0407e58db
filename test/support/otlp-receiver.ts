/** A body of OTLP/HTTP with JSON, judged field by field against opentelemetry-proto 1.x (collector/logs/v1, logs/v1, common/v1, resource/v1). */
type Judge = (value: unknown, at: string) => void;

const refuse = (at: string, why: string): never => {
  throw new Error(`${at}: ${why}`);
};
const text: Judge = (value, at) => void (typeof value === "string" || refuse(at, "is no string"));
const flag: Judge = (value, at) => void (typeof value === "boolean" || refuse(at, "is no bool"));
const double: Judge = (value, at) => void (typeof value === "number" || refuse(at, "is no number"));
const whole =
  (most: number): Judge =>
  (value, at) =>
    void (
      (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most) ||
      refuse(at, "is no small integer")
    );
/** 64 bits are decimal strings in protobuf's JSON mapping. */
const long =
  (form: RegExp, least: bigint, most: bigint): Judge =>
  (value, at) => {
    if (typeof value !== "string" || !form.test(value)) return refuse(at, `is no 64-bit integer as a string: ${value}`);
    if (BigInt(value) < least || BigInt(value) > most) refuse(at, "is out of range");
  };
const fixed64 = long(/^(0|[1-9]\d*)$/, 0n, 2n ** 64n - 1n);
const int64 = long(/^(0|-?[1-9]\d*)$/, -(2n ** 63n), 2n ** 63n - 1n);
/** OTLP writes ids in hex, not in base64. */
const hex =
  (bytes: number): Judge =>
  (value, at) =>
    void (
      (typeof value === "string" && new RegExp(`^[0-9a-f]{${bytes * 2}}$`).test(value)) ||
      refuse(at, "is no hex id")
    );
const many =
  (of: Judge): Judge =>
  (value, at) => {
    if (!Array.isArray(value)) return refuse(at, "is no list");
    for (const [index, one] of value.entries()) of(one, `${at}[${index}]`);
  };
const message =
  (fields: Readonly<Record<string, Judge>>, { oneOf = false } = {}): Judge =>
  (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(at, "is no message");
    const members = Object.entries(value);
    if (oneOf && members.length > 1) refuse(at, "sets more than one of its kinds");
    for (const [name, member] of members) {
      const judge = fields[name];
      if (judge === undefined) return refuse(`${at}.${name}`, "is no field of this message");
      judge(member, `${at}.${name}`);
    }
  };

const anyValue: Judge = (value, at) =>
  message(
    {
      stringValue: text,
      boolValue: flag,
      intValue: int64,
      doubleValue: double,
      arrayValue: message({ values: many(anyValue) }),
      kvlistValue: message({ values: many(keyValue) }),
      bytesValue: text,
    },
    { oneOf: true },
  )(value, at);
const keyValue: Judge = (value, at) => message({ key: text, value: anyValue })(value, at);
const attributes = { attributes: many(keyValue), droppedAttributesCount: whole(0xffff_ffff) };

const logRecord = message({
  ...attributes,
  timeUnixNano: fixed64,
  observedTimeUnixNano: fixed64,
  severityNumber: whole(24),
  severityText: text,
  body: anyValue,
  flags: whole(0xffff_ffff),
  traceId: hex(16),
  spanId: hex(8),
  eventName: text,
});
const request = message({
  resourceLogs: many(
    message({
      resource: message(attributes),
      scopeLogs: many(
        message({
          scope: message({ ...attributes, name: text, version: text }),
          logRecords: many(logRecord),
          schemaUrl: text,
        }),
      ),
      schemaUrl: text,
    }),
  ),
});

/** Throws where the body is not what the protocol says. */
export const judgeLogs = (body: unknown): void => request(body, "request");
