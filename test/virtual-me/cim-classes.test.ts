import { describe, expect, test } from "vitest";
import { resources } from "../../mei/wsman/catalogue.ts";
import { createWsman } from "../../mei/wsman/client.ts";
import type { Selectors } from "../../mei/wsman/reference.ts";
import { type Resource, selectorsOf } from "../../mei/wsman/resource.ts";
import { machineNames } from "../../virtual-me/machines/index.ts";
import { administrator, cimService } from "../support/cim-service.ts";

const { signal } = new AbortController();

/** Declared for hosts, not offered by the virtual ME yet. */
const notOffered = [
  "AMT_AgentPresenceInterfacePolicy",
  "AMT_AssetTable",
  "AMT_ThirdPartyDataStorageAdministrationService",
  "AMT_ThirdPartyDataStorageService",
  "AMT_WebUIService",
  "CIM_AlertIndication", // never an instance: only posted
  "CIM_ComputerSystem",
  "CIM_NumericSensor",
  "CIM_PhysicalPackage", // their heirs are
  "CIM_ServiceAvailableToElement",
  "CIM_SystemPackaging",
  "IPS_RasSessionUsingPort",
];

describe.each(machineNames)("%s", (machine) => {
  test("every class enumerates, pulls and is got by its keys, with what is declared and no more", async () => {
    const on = await cimService(machine);
    const strange: string[] = [];
    const wsman = createWsman({
      onDiagnostic: ({ path }) => strange.push(path),
      async post(body) {
        const { status, body: xml } = await on.service.answer(
          { body: Buffer.from(body), user: administrator, over: "local", tls: false },
          { signal },
        );
        return { status, contentType: "application/soap+xml", body: Buffer.from(xml) };
      },
    });
    const { names } = on.service.classes;
    expect(names.length).toBeGreaterThan(80);
    for (const name of names) {
      const of = resources.get(name);
      expect(of, name).toBeDefined();
      if (!of) continue;
      for (const { className, value } of await wsman.enumerate(of, { signal })) {
        const own = resources.get(className)!;
        const keys = keysThere(own, value);
        if (className === name) expect(await wsman.get(of, { selectors: keys, signal }), name).toBeDefined();
      }
    }
    expect([...new Set(strange)]).toEqual([]);
    expect(on.service.enumerations).toBe(0);
    on.close();
  });
});

function keysThere(of: Resource, value: object): Selectors {
  const there = of.keys.filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  return selectorsOf({ ...of, keys: there }, value as never);
}

test("what is declared is offered, or known not to be; a method that is offered is declared", async () => {
  const on = await cimService("acm-16-wifi");
  const { names } = on.service.classes;
  expect([...resources.keys()].filter((name) => !names.includes(name))).toEqual(notOffered);
  const undeclared = names.flatMap((name) =>
    Object.keys(on.service.classes.rule(name).methods ?? {})
      .filter((method) => !Object.hasOwn(resources.get(name)?.methods ?? {}, method))
      .map((method) => `${name}.${method}`),
  );
  expect(undeclared).toEqual([]);
  const missing = names.flatMap((name) =>
    Object.keys(resources.get(name)?.methods ?? {})
      .filter((method) => !Object.hasOwn(on.service.classes.rule(name).methods ?? {}, method))
      .map((method) => `${name}.${method}`),
  );
  console.log(`declared methods that the virtual ME does not offer (ActionNotSupported):\n  ${missing.join("\n  ")}`);
  on.close();
});
