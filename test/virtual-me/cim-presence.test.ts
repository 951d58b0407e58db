import { describe, expect, test } from "vitest";
import { setPower } from "../../virtual-me/cim/rules/power.ts";
import { cimMachine, ok } from "../support/cim-machine.ts";
import { faultOf, type Properties } from "../support/cim-service.ts";

const at = cimMachine();

describe("agent presence", () => {
  const dog = "AMT_AgentPresenceWatchdog";
  const DeviceID = "AAECAwQFBgcICQoLDA0ODw==";
  const create = (timeout = "60") =>
    at.on.create(dog, {
      DeviceID,
      MonitoredEntityDescription: "us",
      StartupInterval: "120",
      TimeoutInterval: timeout,
      CreationClassName: "0",
      SystemName: "0",
      SystemCreationClassName: "0",
    });
  const state = async () => (await at.on.properties(dog, { DeviceID })).CurrentState;
  const call = (method: string, input: Properties = {}) => at.on.output(dog, method, input, { DeviceID });
  const beat = (number: number) => call("AssertPresence", { SequenceNumber: String(number % 2 ** 32) });

  test("registers, beats, expires, registers again, stops", async () => {
    expect((await create()).status).toBe(200);
    expect(faultOf(await create()).subcode).toBe("e:AlreadyExists");
    const all = { OldState: "31", NewState: "31", EventOnTransition: "true" };
    expect(await call("AddAction", all)).toEqual(ok);
    expect(await state()).toBe("1");
    const { SessionSequenceNumber, TimeoutInterval } = await call("RegisterAgent");
    expect(TimeoutInterval).toBe("60");
    const number = Number(SessionSequenceNumber);
    expect(await state()).toBe("4");
    at.on.clock.advance(59_000);
    expect(await beat(number + 1)).toEqual(ok);
    expect((await beat(number + 1)).ReturnValue).not.toBe("0"); // the same number again
    at.on.clock.advance(59_000);
    expect(await beat(number + 2)).toEqual(ok);
    at.on.clock.advance(60_000);
    expect(await state()).toBe("8");
    expect((await beat(number + 3)).ReturnValue).not.toBe("0");
    const again = Number((await call("RegisterAgent")).SessionSequenceNumber);
    expect(await call("AssertShutdown", { SequenceNumber: String(again) })).toEqual(ok); // wrong, and silently ignored
    expect(await state()).toBe("4");
    expect(await call("AssertShutdown", { SequenceNumber: String((again + 1) % 2 ** 32) })).toEqual(ok);
    expect(await state()).toBe("2");
    const guid = "03020100-0504-0706-0809-0A0B0C0D0E0F";
    expect(at.heard).toEqual([`iAMT0004-${guid}`, `iAMT0005-${guid}`, `iAMT0004-${guid}`, `iAMT0003-${guid}`]);
    expect(at.on.service.managed.journal.events[0]?.subarray(13).toString("hex")).toBe("aa00010203040502");
    expect((await at.on.remove(dog, { DeviceID })).status).toBe(200);
    expect(await at.on.all("AMT_AgentPresenceWatchdogAction")).toEqual([]);
    expect((await at.on.all("CIM_ConcreteDependency")).length).toBe(1); // the owner's own
  });
  test("who never registers expires after the startup interval", async () => {
    await create();
    at.on.clock.advance(120_000);
    expect(await state()).toBe("8");
    await at.on.remove(dog, { DeviceID });
  });
  test("timers stand still while the machine sleeps", async () => {
    await create();
    await call("RegisterAgent");
    at.on.clock.advance(30_000);
    setPower(at.on.service.managed, 4);
    expect(await state()).toBe("16");
    at.on.clock.advance(3_600_000);
    setPower(at.on.service.managed, 2);
    expect(await state()).toBe("4");
    at.on.clock.advance(29_000);
    expect(await state()).toBe("4");
    at.on.clock.advance(1_000);
    expect(await state()).toBe("8");
    setPower(at.on.service.managed, 10);
    expect(await state()).toBe("1");
    await at.on.remove(dog, { DeviceID });
  });
  test("an expired one that is paired resets the machine, once, unless somebody stops it", async () => {
    await create();
    const settings = {
      InstanceID: "Intel (r) AMT Watch Dog Action",
      AgentPresenceWatchDogExpirationAction: "1",
      Timeout: "30",
    };
    await at.on.put("IPS_WatchDogAction", settings);
    const pair = { AgentPresenceWatchDog: { epr: dog, selectors: { DeviceID } }, ActionEnable: "true" };
    expect(await at.on.output("IPS_WatchDogAction", "ApplyActionOnWatchDog", pair)).toEqual(ok);
    await call("RegisterAgent");
    at.on.clock.advance(60_000);
    expect(await at.on.output("IPS_WatchDogAction", "CancelRebootAction")).toEqual(ok);
    await call("RegisterAgent");
    at.on.clock.advance(60_000 + 30_000);
    expect(at.heard).toContain("iAMT0070-0");
    expect(await state()).toBe("1"); // the machine started anew
    expect(await at.on.properties("IPS_WatchDogAction")).toMatchObject({ ReArmReset: "false" });
    await at.on.remove(dog, { DeviceID });
  });
  test("sixteen agents, no zero GUID", async () => {
    expect(
      faultOf(
        await at.on.create(dog, {
          DeviceID: Buffer.alloc(16).toString("base64"),
          StartupInterval: "1",
          TimeoutInterval: "1",
        }),
      ).subcode,
    ).toBe("d:InvalidRepresentation");
    for (let n = 1; n <= 16; n++) {
      const id = Buffer.alloc(16, n).toString("base64");
      expect((await at.on.create(dog, { DeviceID: id, StartupInterval: "100", TimeoutInterval: "100" })).status).toBe(
        200,
      );
    }
    expect(faultOf(await create()).subcode).toBe("e:QuotaLimit");
    at.on.clock.advance(100_000);
  });
});
