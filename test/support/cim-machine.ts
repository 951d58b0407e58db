import { afterEach, beforeEach, expect } from "vitest";
import { type CimService, cimService, type Json } from "./cim-service.ts";

export interface CimMachine {
  readonly on: CimService;
  /** Keys of the alerts since the machine came. */
  readonly heard: readonly string[];
  /** Another machine instead. */
  machine(name: string): Promise<void>;
  /** App and event of the newest audit record. */
  lastAudit(): string;
}

/** A fresh machine for each test, and a look that none of them leaves a timer behind. */
export function cimMachine(usual = "acm-16-wifi"): CimMachine {
  let on: CimService | undefined;
  let heard: string[] = [];
  const current = (): CimService => {
    if (!on) throw new Error("no machine outside of a test");
    return on;
  };
  async function machine(name: string): Promise<void> {
    on?.close();
    on = await cimService(name);
    heard = [];
    on.world.alerts.listen(({ id, argument }) => heard.push(`${id}-${argument}`));
  }
  beforeEach(() => machine(usual));
  afterEach(() => {
    current().close();
    expect(current().world.timers.size).toBe(0);
  });
  return {
    get on() {
      return current();
    },
    get heard() {
      return heard;
    },
    machine,
    lastAudit() {
      const record = current().service.managed.journal.audits.at(-1);
      return record ? `${record.readUInt16BE(0)}/${record.readUInt16BE(2)}` : "none";
    },
  };
}

export const theHost: Json = {
  epr: "CIM_ComputerSystem",
  selectors: { CreationClassName: "CIM_ComputerSystem", Name: "ManagedSystem" },
};
export const ok = { ReturnValue: "0" };
