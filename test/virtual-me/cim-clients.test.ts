import { describe, expect, test } from "vitest";
import { readLines } from "../../build/golden.ts";
import { cimService, faultOf, propertiesOf } from "../support/cim-service.ts";

/** Requests that another client makes of its calls, as they are; `returns` is what the machine with Wi-Fi answers, null without a method. */
const requests = readLines<{ id: string; from: string; xml: string; returns: number | null }>("wsman-requests");

describe("requests of the Open AMT toolkit's own library", () => {
  test.each(requests)("$id", async ({ id, xml, returns }) => {
    const on = await cimService("acm-16-wifi");
    const answered = await on.raw(xml);
    expect(answered.status, JSON.stringify(faultOf(answered))).toBe(200);
    if (returns !== null) expect(propertiesOf(answered.content).ReturnValue).toBe(String(returns));
    if (id.endsWith(".Put")) expect(answered.content?.name).toBe(id.slice(0, -4));
    on.close();
  });
  test("there are some of every kind", () => {
    expect(requests.length).toBeGreaterThanOrEqual(22);
    expect(requests.filter(({ returns }) => returns !== null).length).toBeGreaterThanOrEqual(17);
  });
});
