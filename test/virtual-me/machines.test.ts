import { describe, expect, test } from "vitest";
import { readFixtures } from "../../build/golden.ts";
import * as provisioning from "../../mei/amthi/provisioning.ts";
import { getCodeVersions, getUuid } from "../../mei/amthi/state.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { allClients, amthi, mkhi, virtualMarker } from "../../mei/clients.ts";
import type { AnyCommand } from "../../mei/command.ts";
import { StatusError } from "../../mei/errors.ts";
import { mchiReadFileEx } from "../../mei/mkhi/commands.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import { loadMachine, machineNames } from "../../virtual-me/machines/index.ts";
import { createVirtualMe, listMachines, openVirtual } from "../../virtual-me/main.ts";
import { answering } from "../../virtual-me/provenance.ts";
import { comparable } from "../support/comparable.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { type Running, running, sensible } from "../support/virtual-machine.ts";

const fixtures = readFixtures();
/** Request and reply of a recording, in hex. */
function recordedItem(id: string): { request: string; reply: string } {
  const found = fixtures.find((fixture) => fixture.id === id);
  if (found?.seen !== "recorded" || !found.requestHex || !found.replyHex) throw new Error(`no whole recording ${id}`);
  return { request: found.requestHex, reply: found.replyHex };
}

/** A command's raw reply, straight from the firmware half. */
async function raw(name: string, client: { uuid: string }, request: string): Promise<string> {
  const me = await createVirtualMe(name, { clock: steppedClock() });
  let reply = "";
  me.connect(client.uuid, "test", { message: (bytes) => (reply = bytes.toString("hex")), gone() {} }).send(
    Buffer.from(request, "hex"),
  );
  me.close();
  return reply;
}
const outcome = async (on: Running, command: AnyCommand): Promise<unknown> =>
  on.call(command, sensible(command)).then(comparable, (error: unknown) => {
    if (error instanceof StatusError) return { status: error.status };
    throw error;
  });

test("there are at least ten, each described", async () => {
  const machines = await listMachines();
  expect(machines.length).toBeGreaterThanOrEqual(10);
  expect(machines.map(({ name }) => name)).toEqual(machineNames);
  for (const { description, version, mode } of machines) {
    expect(description).not.toBe("");
    expect(version).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
    expect(mode).not.toBe("");
  }
});

describe("recorded bytes, exactly", () => {
  test("P50: code versions, 525 bytes, and provisioning state", async () => {
    for (const id of ["amthi-1a-codeversions-p50", "amthi-11-provstate-p50"]) {
      const { request, reply } = recordedItem(id);
      expect(await raw("unprovisioned-11", amthi, request)).toBe(reply);
    }
    expect(recordedItem("amthi-1a-codeversions-p50").reply).toHaveLength(2 * 525);
  });
  test("consumer laptop: version and capabilities", async () => {
    for (const id of ["mkhi-ff02-a13a", "mkhi-0302-a13a"]) {
      const { request, reply } = recordedItem(id);
      expect(await raw("consumer-11", mkhi, request)).toBe(reply);
    }
  });
  test("Tiger Lake: OEM key hashes", async () => {
    for (const id of ["mchi-readfileex-40002300", "mchi-readfileex-40005b00", "mchi-readfileex-40005c00"]) {
      const { request, reply } = recordedItem(id);
      expect(await raw("acm-15", mchiReadFileEx.client, request)).toBe(reply);
    }
  });
  test("AMT 21 switched off: flags E0", async () => {
    const watchdog = allClients.find(({ name }) => name === "watchdog")!;
    expect(await raw("disabled-21", watchdog, "05025110")).toBe("e0");
  });
});

describe.each(machineNames)("%s", (name) => {
  test("answers every command it has with what its declaration reads, or with a status", async () => {
    const on = await running(name);
    const { facts } = on.me.machine;
    for (const command of allCommands) {
      if (command.client.name in facts.clients.value) await outcome(on, command);
      else await expect(on.call(command, sensible(command))).rejects.toMatchObject({ code: "ME_NO_CLIENT" });
    }
    await on.close();
    expect(on.me.open).toBe(0);
  });
  test("says that it is virtual, and which one", async () => {
    const on = await running(name);
    expect(await on.call(getVirtualMachine)).toEqual({ machine: name });
    await on.close();
    expect(virtualMarker.name in on.me.machine.facts.clients.value).toBe(true);
  });
  test("gives nothing away: MAC addresses are locally administered, addresses are for documentation", async () => {
    const { facts } = (await loadMachine(name))!;
    for (const lan of [facts.wired.value, facts.wireless.value]) {
      if (!lan) continue;
      expect(Number.parseInt(lan.mac.slice(0, 2), 16) & 2).toBe(2);
      expect(lan.address).toMatch(/^(0\.0\.0\.0|192\.0\.2\.\d+|198\.51\.100\.\d+)$/);
    }
    for (const fact of Object.values(facts)) expect(fact.from).not.toBe("");
  });
});

test("no two answer alike", async () => {
  const answers = new Map<string, string>();
  for (const name of machineNames.filter((one) => one !== "consumer-11")) {
    const on = await running(name);
    const all = { uuid: await on.call(getUuid), versions: await on.call(getCodeVersions) };
    answers.set(JSON.stringify(all.uuid), name);
    answers.set(JSON.stringify(all.versions), name);
    await on.close();
  }
  expect(answers.size).toBe(2 * (machineNames.length - 1));
});

test("an older ME refuses what it does not know, a malformed request is not answered as a good one", async () => {
  const on = await running("unprovisioned-9");
  await expect(
    on.call(provisioning.startConfigurationHostBased, sensible(provisioning.startConfigurationHostBased) as never),
  ).rejects.toMatchObject({ status: 0x812 });
  await on.close();
  expect(await raw("acm-15", amthi, "0101000099000004" + "00000000")).toBe("01010000990080040400000012080000");
  expect(await raw("acm-15", amthi, "0101000011000004" + "0100000000")).toBe("01010000110080040400000004000000");
  expect(await raw("acm-15", mkhi, "ff7f0000")).toBe("ffff008d");
  expect(await raw("acm-15", mkhi, "ff02000000")).toBe("ff820085");
  expect(await raw("acm-15", mkhi, "ff")).toBe("");
});

describe("provenance", () => {
  test("every command is answered by a machine; every answer says what it rests on", async () => {
    const table = await answering();
    expect(table).toHaveLength(machineNames.length * allCommands.length);
    for (const command of allCommands) {
      const answered = table.filter((row) => row.command === command.name && row.answer === "answers");
      expect(answered.length, command.name).toBeGreaterThan(0);
      for (const row of answered) expect(row.topics.length, command.name).toBeGreaterThan(0);
    }
  });
  test("what is recorded is said to be, what is made up too", async () => {
    const table = await answering();
    const kind = (machine: string, command: string) =>
      table.find((row) => row.machine === machine && row.command === command)?.kind;
    expect(kind("unprovisioned-11", "getCodeVersions")).toBe("recorded");
    expect(kind("consumer-11", "getFirmwareVersion")).toBe("recorded");
    expect(kind("consumer-11", "getEnabledFeatures")).toBe("derived");
    expect(kind("acm-15", "getCodeVersions")).toBe("synthetic"); // the BIOS name in it is
    expect(kind("acm-15", "enumerateHashHandles")).toBe("recorded");
    expect(kind("acm-15", "getPowerPolicy")).toBe("synthetic");
  });
});

test("an unknown machine names the nearest", async () => {
  await expect(openVirtual({ machine: "acm-16", clock: steppedClock() })).rejects.toMatchObject({
    code: "MACHINE_UNKNOWN",
    message: expect.stringMatching(/"acm-16": did you mean acm-1/),
  });
  await expect(openVirtual({ machine: "toString", clock: steppedClock() })).rejects.toMatchObject({
    code: "MACHINE_UNKNOWN",
  });
});
