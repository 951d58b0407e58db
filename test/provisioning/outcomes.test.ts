import { describe, expect, test } from "vitest";
import { codeOf } from "../../mei/errors.ts";
import { machineNames } from "../../virtual-me/machines/index.ts";
import { station, wishes } from "../support/provisioning.ts";
import table from "./outcomes.json" with { type: "json" };

interface Expected {
  readonly refused?: string;
  readonly plan?: string;
  readonly controlMode?: string;
  readonly provisioning?: string;
}
const machines: Readonly<Record<string, { readonly outcomes: Readonly<Record<string, Expected>> }>> = table.machines;

test("the table names every machine and every operation", () => {
  expect(Object.keys(machines).sort()).toEqual([...machineNames].sort());
  for (const { outcomes } of Object.values(machines)) expect(Object.keys(outcomes)).toEqual(Object.keys(wishes));
});

describe.each(Object.keys(machines))("%s", (machine) => {
  test.each(Object.entries(machines[machine]?.outcomes ?? {}))("%s", async (operation, expected) => {
    const at = await station(machine);
    try {
      const { controlMode, provisioning } = at.me.world;
      const wish = wishes[operation]?.(at.domain);
      if (!wish) throw new Error(`no such operation: ${operation}`);
      if (expected.refused !== undefined) {
        const error = await at.operate(wish).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(codeOf(error)).toBe(expected.refused);
        // before anything was sent, and so nothing is written down either
        expect(at.me.world).toMatchObject({ controlMode, provisioning });
        expect(at.journal.unfinished()).toBeUndefined();
        return;
      }
      const { plan, controlMode: mode, provisioning: state } = expected;
      expect(await at.operate(wish)).toMatchObject({ outcome: "done", plan, controlMode: mode, provisioning: state });
      expect(at.me.world).toMatchObject({ controlMode: mode, provisioning: state });
      expect(at.journal.unfinished()).toBeUndefined();
    } finally {
      await at.close();
    }
  });
});
