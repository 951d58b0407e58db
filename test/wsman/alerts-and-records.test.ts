import { describe, expect, it } from "vitest";
import { alertKey, readAlert, writeAlert } from "../../mei/wsman/alert.ts";
import { decodeAuditRecord, encodeAuditRecord } from "../../mei/wsman/records/audit-record.ts";
import { decodeEventRecord, encodeEventRecord } from "../../mei/wsman/records/event-record.ts";
import { readEnvelopes, readRecords } from "../support/wsman-answers.ts";

const recorded = (id: string): string => readEnvelopes().find((one) => one.id === id)?.xml ?? "";

describe("alerts", () => {
  it("to the local service and to a subscriber are read by one parser (golden.md 4.17)", () => {
    const local = readAlert(recorded("alert-lms-iamt0057"));
    expect(local).toMatchObject({
      messageId: "uuid:00000000-8086-8086-8086-00000000014D",
      ackRequested: false,
      indication: {
        AlertType: "environmental",
        IndicationTime: "2018-08-09T15:45:00.000Z",
        OwningEntity: "Intel(r) AMT",
      },
    });
    expect(alertKey(local)).toBe("iAMT0057-0");
    const remote = readAlert(recorded("alert-network-iamt0005"));
    expect(remote).toMatchObject({ ackRequested: true, indication: { AlertType: "security" } });
    expect(alertKey(remote)).toBe("iAMT0005-0");
    for (const alert of [local, remote]) expect(readAlert(writeAlert(alert))).toEqual(alert);
  });

  it("may come without arguments, or with a GUID as the first", () => {
    const alert = (...MessageArguments: string[]) => ({
      messageId: "1",
      ackRequested: false,
      indication: { MessageID: "iAMT0071", MessageArguments },
    });
    expect(alertKey(alert())).toBe("iAMT0071");
    expect(alertKey(alert(""))).toBe("iAMT0071");
    expect(alertKey(alert("03020100-0504-0706-0809-0A0B0C0D0E0F"))).toBe(
      "iAMT0071-03020100-0504-0706-0809-0A0B0C0D0E0F",
    );
  });

  it("are nothing else", () => {
    expect(() => readAlert(recorded("wsman-15023-card"))).toThrow("no alert");
  });
});

describe("records of the logs", () => {
  const records = readRecords();
  it("are all there", () => expect(records.length).toBe(37));

  for (const { id, kind, hex } of records) {
    it(`${id} is read to the last byte, and written the same`, () => {
      const bytes = Buffer.from(hex, "hex");
      const again =
        kind === "audit" ? encodeAuditRecord(decodeAuditRecord(bytes)) : encodeEventRecord(decodeEventRecord(bytes));
      expect(again.toString("hex")).toBe(hex);
    });
  }

  it("say what they were recorded to say", () => {
    const of = (id: string): Buffer => Buffer.from(records.find((one) => one.id === id)?.hex ?? "", "hex");
    expect(decodeAuditRecord(of("audit-a-4"))).toEqual({
      application: "securityAdmin",
      event: 18,
      initiator: { kind: "digest", user: "admin" },
      time: Date.parse("2020-06-29T11:54:55Z") / 1000,
      location: "ipv4",
      address: "127.0.0.1",
      data: Buffer.alloc(0),
    });
    expect(decodeEventRecord(of("event-29"))).toMatchObject({
      time: Date.parse("2024-01-06T03:26:27Z") / 1000,
      sensorType: 6,
      severity: "critical",
      entity: 38,
      data: Buffer.from("aa0a000000000000", "hex"),
    });
    expect(() => decodeEventRecord(Buffer.alloc(22))).toThrow();
    expect(() => decodeAuditRecord(of("audit-a-4").subarray(0, 20))).toThrow();
  });
});
