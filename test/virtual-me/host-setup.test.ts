import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestRealm, realms } from "../../virtual-me/accounts.ts";
import type { Caller } from "../../virtual-me/cim/rule.ts";
import { unprovision } from "../../virtual-me/rules/provisioning.ts";
import { cimMachine, ok } from "../support/cim-machine.ts";
import { faultOf, type Properties } from "../support/cim-service.ts";

const at = cimMachine("unprovisioned-11");
const service = "IPS_HostBasedSetupService";
/** `$$OsAdmin`, which needs no owner. */
const system: Caller = { name: "$$OsAdmin", realms: [realms.generalInfo, realms.localSystem] };
const password = "Aa1!\"&<>'\\~";

const digest = (): string =>
  createHash("md5")
    .update(`admin:${digestRealm(at.on.world.machine)}:${password}`)
    .digest("hex");
const passwordInput = (): Properties => ({ NetAdminPassEncryptionType: "2", NetworkAdminPassword: digest() });
const setup = async (input: Properties = passwordInput(), who: Caller = system) =>
  (await at.on.output(service, "Setup", input, {}, who)).ReturnValue;

describe("client control mode", () => {
  test.each(["unprovisioned-9", "unprovisioned-11"])("%s: one call, and AMT has an owner", async (name) => {
    await at.machine(name);
    expect(await setup()).toBe("0");
    const { world } = at.on;
    expect(world).toMatchObject({ provisioning: "post", controlMode: "client" });
    expect(world.accounts.get("admin")?.digest.reveal()).toBe(digest());
    expect(at.heard).toEqual(["iAMT0055-1", "iAMT0055-2", "iAMT0055-4"]);
    expect(await at.on.properties(service)).toMatchObject({ CurrentControlMode: "1" });
    expect(await at.on.properties("AMT_SetupAndConfigurationService")).toMatchObject({ ProvisioningState: "2" });
    // Its own record of it, at its own time, and no other
    expect(await at.on.properties("IPS_ProvisioningRecordLog")).toMatchObject({ CurrentNumberOfRecords: "1" });
    const [record, ...more] = await at.on.all("IPS_ClientProvisioningRecord");
    expect(more).toEqual([]);
    const [year, month] = world.setup!.time;
    expect(record!.properties.CreationTimeStamp).toEqual({
      Datetime: expect.stringMatching(new RegExp(`^${year}-${String(month).padStart(2, "0")}-`)),
    });
    expect(await at.on.all("IPS_AdminProvisioningRecord")).toEqual([]);
    expect(await setup()).toBe("2");
  });

  test.each(["unprovisioned-18", "unprovisioned-19"])(
    "%s, whose local ports are TLS only: nothing counts before CommitChanges",
    async (name) => {
      await at.machine(name);
      expect(await setup()).toBe("0");
      expect(at.on.world).toMatchObject({ provisioning: "in", controlMode: "client" });
      expect(await at.on.output("AMT_SetupAndConfigurationService", "CommitChanges")).toEqual(ok);
      expect(at.on.world).toMatchObject({ provisioning: "post", controlMode: "client" });
      expect(at.heard).toEqual(["iAMT0055-1", "iAMT0055-4", "iAMT0055-2"]);
    },
  );

  test("what does not fit is refused with AMT's own numbers, and changes nothing", async () => {
    expect(await setup({ ...passwordInput(), NetAdminPassEncryptionType: "0" })).toBe("3");
    expect(await setup({ ...passwordInput(), NetworkAdminPassword: password })).toBe("3");
    at.on.world.flashWrites = 0;
    expect(await setup()).toBe("6");
    at.on.world.flashWrites = 1;
    const stranger: Caller = { name: "x", realms: [realms.generalInfo] };
    const refused = await at.on.invoke(service, "Setup", passwordInput(), {}, stranger);
    expect(faultOf(refused).subcode).toBe("e:AccessDenied");
    expect(await at.on.output(service, "DisableClientControlMode", {}, {}, system)).toEqual(ok);
    expect(await at.on.properties(service)).toMatchObject({ AllowedControlModes: "2" });
    expect(await setup()).toBe("4");
    expect(at.on.world).toMatchObject({ provisioning: "pre", controlMode: "none", flashWrites: 1 });
    expect(at.on.world.accounts.list()).toEqual([]);
    expect(at.heard).toEqual([]);
  });

  test("ended over MEI by its host, or over WS-Management by its owner; then it may begin again", async () => {
    expect(await setup()).toBe("0");
    expect(unprovision(at.on.world)).toEqual({ state: [] });
    expect(at.on.world).toMatchObject({ provisioning: "pre", controlMode: "none", setup: undefined });
    expect(await setup()).toBe("0");
    expect(await at.on.output("AMT_SetupAndConfigurationService", "PartialUnprovision")).toEqual({ ReturnValue: "16" });
    expect(await at.on.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" })).toEqual(
      ok,
    );
    expect(at.lastAudit()).toBe("16/19");
    expect(await setup()).toBe("0");
  });
});
