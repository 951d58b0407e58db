import { expect, test } from "vitest";
import { readLines } from "../../build/golden.ts";
import { alertKey, readAlert } from "../../mei/wsman/alert.ts";
import { alertName, alertPost, alerts, alertXml, presenceAlert } from "../../virtual-me/cim/alert.ts";
import { faultXml } from "../../virtual-me/cim/envelope.ts";
import { CimFault } from "../../virtual-me/cim/fault.ts";
import { cimService, envelope } from "../support/cim-service.ts";
import { readEnvelopes } from "../support/wsman-answers.ts";

/** Whole envelopes as AMT wrote them, identifying text replaced. */
const whole = [...readEnvelopes(), ...readLines<{ readonly id: string; readonly xml: string }>("wsman-faults")];
const xmlOf = (id: string): string => whole.find((one) => one.id === id)?.xml ?? "";

test("AMT 15's answers, byte for byte", async () => {
  const on = await cimService("acm-15");
  const uri = (name: string, family = "amt") => `http://intel.com/wbem/wscim/1/${family}-schema/1/${name}`;
  const get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
  const settings = await on.raw(envelope(get, uri("AMT_GeneralSettings"), "", {}, "0"));
  // The realm, the names and what the owner chose are this machine's own
  const own = /(<g:(DDNSUpdateEnabled|DigestRealm|DomainName|HostName|HostOSFQDN)>)[^<]*/g;
  expect(settings.xml.replace(own, "$1")).toBe(xmlOf("wsman-15023-generalsettings").replace(own, "$1"));
  await on.raw(envelope(get, uri("AMT_GeneralSettings"), ""));
  const card = await on.raw(envelope(get, "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Card", "", {}, "2"));
  const serial = /(<g:SerialNumber>)[^<]*/;
  expect(card.xml.replace(serial, "$1")).toBe(xmlOf("wsman-15023-card").replace(serial, "$1"));
  on.close();
});

test("faults, byte for byte", () => {
  expect(faultXml(new CimFault("AlreadyExists"), "31", "uuid:00000000-8086-8086-8086-000000023EEF")).toBe(
    xmlOf("fault-already-exists"),
  );
  expect(faultXml(new CimFault("DestinationUnreachable"), "0", "uuid:00000000-8086-8086-8086-000000000061")).toBe(
    xmlOf("fault-destination-unreachable"),
  );
});

test("alerts, byte for byte: to the host, and to a subscriber", () => {
  const toHost = {
    ...alerts.networkChanged,
    time: new Date("2018-08-09T15:45:00Z"),
    counter: 0x14d,
    identifier: 1635516445,
    to: "host",
  } as const;
  expect(alertXml(toHost)).toBe(xmlOf("alert-lms-iamt0057"));
  expect(alertPost(toHost).toString("latin1")).toMatch(
    /^POST \/ HTTP\/1\.1\r\nHost: localhost:0\r\nUser-Agent: Intel\(R\) AMT Agent\r\nConnection: Keep-Alive\r\nContent-Length: 2203\r\n\r\n<\?xml/,
  );
  const toSubscriber = {
    id: "iAMT0005",
    argument: 0,
    time: new Date("2017-01-31T15:40:09Z"),
    counter: 0x128538,
    identifier: 2950234687,
    to: { filter: "Intel(r) AMT:AllEvents", acknowledge: true },
  } as const;
  expect(alertXml(toSubscriber)).toBe(xmlOf("alert-network-iamt0005"));
});

test("the host reads them: 58 kinds, each by its key", () => {
  for (const kind of Object.values(alerts)) {
    const xml = alertXml({ ...kind, time: new Date("2026-01-01T00:00:00Z"), counter: 1, identifier: 1, to: "host" });
    expect(alertKey(readAlert(xml))).toBe(alertName(kind));
  }
  expect(Object.keys(alerts)).toHaveLength(58);
});

test("every alert of the tables has its own key; an agent's carries its GUID", () => {
  const keys = Object.values(alerts).map(({ id, argument }) => `${id}-${argument}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(presenceAlert(8, "03020100-0504-0706-0809-0A0B0C0D0E0F")).toEqual({
    id: "iAMT0005",
    argument: "03020100-0504-0706-0809-0A0B0C0D0E0F",
  });
});
