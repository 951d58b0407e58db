import { afterEach, describe, expect, test } from "vitest";
import { getCodeVersions } from "../../mei/amthi/state.ts";
import { allClients, amthi, mkhi, virtualMarker, watchdog } from "../../mei/clients.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import type { Fault } from "../../virtual-me/faults.ts";
import type { BusOptions } from "../../virtual-me/hbm/bus.ts";
import { busClients, taggedMarker } from "../../virtual-me/hbm/clients.ts";
import type { Machine } from "../../virtual-me/machine.ts";
import { loadMachine, machineNames } from "../../virtual-me/machines/index.ts";
import { hex, type TestHost, testHost } from "../support/hbm-host.ts";

const MKHI_FIXED = "55213584-9a29-4916-badf-0fb7ed682aeb";
const hosts: TestHost[] = [];
async function host(machine = "acm-15", options: Partial<BusOptions> & { faults?: readonly Fault[] } = {}) {
  const made = await testHost(machine, options);
  hosts.push(made);
  return made;
}
async function started(machine = "acm-15", options: Parameters<typeof host>[1] = {}) {
  const made = await host(machine, options);
  made.start();
  return made;
}
afterEach(() => {
  for (const made of hosts.splice(0)) made.close();
});
const machineOf = async (name: string): Promise<Machine> => {
  const machine = await loadMachine(name);
  if (!machine) throw new Error(name);
  return machine;
};
const codeVersions = getCodeVersions.encodeRequest({});

describe("start", () => {
  test("registers first, then ready at the host's reset, then the version", async () => {
    const on = await host();
    expect(on.letters).toBe("F");
    expect(on.status).toEqual([0xa000_0245, 0x8010_8106, 0x30, 0x4004, 0x1004_1f03, 0xc460_03c9]);
    on.reset();
    expect(on.letters).toBe("FY");
    expect(on.hbm("01 00 02 02")).toEqual(["81010202"]);
  });
  // request: minor, major; answer: is the host's spoken, and the ME's own
  test.each([
    ["the host's own", "2.2", "02 02", "81010202", true],
    ["a newer host", "2.0", "02 02", "81000002", false],
    ["a newer major of the host", "2.2", "00 03", "81000202", true],
    ["an older host", "2.2", "00 01", "81010202", false],
    ["an older minor of the host", "2.2", "01 02", "81010202", false],
  ])("%s: the older version is spoken", async (_what, mine, theirs, answer, hasCapabilities) => {
    const [major = 0, minor = 0] = mine.split(".").map(Number);
    const on = await host("acm-15", { version: { major, minor } });
    on.reset();
    expect(on.hbm(`01 00 ${theirs}`)).toEqual([answer]);
    // what came with 2.2 is there only where 2.2 is spoken
    expect(on.hbm("13 05 0000")).toEqual(hasCapabilities ? ["93010000"] : []);
    expect(on.violations).toHaveLength(hasCapabilities ? 0 : 1);
  });
  test.each([
    ["standard-9", "81000101"],
    ["unprovisioned-11", "81000002"],
    ["ccm-12", "81000102"],
    ["acm-15", "81010202"],
  ])("%s speaks what its generation does", async (machine, answer) => {
    const on = await host(machine);
    on.reset();
    expect(on.hbm("01 00 02 02")).toEqual([answer]);
  });
  test("virtual tags are granted only if asked for; client DMA and DMA rings are not", async () => {
    const on = await started();
    expect(on.hbm("13 05 0000")).toEqual(["93010000"]);
    expect(on.hbm("13 04 0000")).toEqual(["93000000"]);
    expect(on.hbm(`12 000000 ${"00".repeat(36)}`)).toEqual(["92050000"]);
    expect(on.hbm(`14 01 0000 ${"00".repeat(12)}`)).toEqual(["9405"]);
    expect(on.hbm("15 00 01 00")).toEqual(["9505"]);
  });
});

describe.each(machineNames)("clients of %s", (name) => {
  test("are those of the machine's facts, and the fixed MKHI", async () => {
    const machine = await machineOf(name);
    const on = await started(name);
    const found = on.enumerate();
    const facts = Object.entries(machine.facts.clients.value).map(([client, limits]) => ({
      uuid: allClients.find((candidate) => candidate.name === client)?.uuid,
      ...limits,
      fixed: 0,
      vtag: false,
    }));
    const tagged = { ...facts.find(({ uuid }) => uuid === virtualMarker.uuid), uuid: taggedMarker.uuid, vtag: true };
    expect(
      found.map(({ uuid, maxMessage, version, maxConnections, fixed, flags }) => ({
        uuid,
        maxMessage,
        version,
        maxConnections,
        fixed,
        vtag: flags === 2,
      })),
    ).toEqual([
      { uuid: MKHI_FIXED, maxMessage: 2048, version: 1, maxConnections: 0, fixed: 7, vtag: false },
      ...facts,
      tagged,
    ]);
    expect(on.status).toEqual(machine.facts.firmwareStatus.value);
    expect(new Set(found.map(({ address }) => address)).size).toBe(found.length);
    // every one that is connected to can be, as often as it says
    for (const { address, uuid, maxConnections, fixed } of found) {
      // the tagged one is the marker again, which has its connections by then
      if (fixed || uuid === taggedMarker.uuid) continue;
      for (let at = 1; at <= maxConnections; at += 1) expect(on.connect(address, at)).toBe(0);
      if (maxConnections < 255) expect(on.connect(address, maxConnections + 1)).toBe(2);
    }
    expect(on.violations).toEqual([]);
  });
  test("tells the kernel its version without a connection", async () => {
    const machine = await machineOf(name);
    const on = await started(name);
    // bus-fixup.c, mei_fwver: reserved and result are what the driver's stack held, seen with the real one
    on.packet(7, 0, hex("ff02c0de"));
    const reply = on.message(7, 0);
    expect(reply.subarray(0, 4).toString("hex")).toBe("ff820000");
    // mkhi_fw_ver_block: u16 minor, u8 major, u8 platform, u16 build, u16 hotfix
    const blocks = Array.from({ length: (reply.length - 4) / 8 }, (_, index) => reply.subarray(4 + 8 * index));
    expect(blocks.map((at) => [at[2], at.readUInt16LE(0), at.readUInt16LE(6), at.readUInt16LE(4), at[3]])).toEqual(
      machine.facts.firmware.value.map((version) => [...version, 0]),
    );
  });
});

test("an address without a client has no properties", async () => {
  const on = await started();
  expect(on.hbm("05 fe 0000")).toEqual([`85fe0100${"00".repeat(24)}`]);
});

describe("connect", () => {
  test("says why not: status of the header file", async () => {
    const on = await started("acm-15", { faults: [{ client: "mkhi", kind: "busy" }] });
    const amthiAt = on.addressOf(amthi.uuid);
    expect(on.connect(0xfe, 1)).toBe(1); // NOT_FOUND
    expect(on.connect(7, 1)).toBe(5); // NOT_ALLOWED: a fixed address
    expect(on.connect(amthiAt, 0)).toBe(4); // invalid parameter: the host's own bus address
    expect(on.connect(amthiAt, 1)).toBe(0);
    expect(on.connect(amthiAt, 1)).toBe(2); // ALREADY_STARTED
    expect(on.connect(amthiAt, 2)).toBe(2); // one connection, taken
    expect(on.connect(on.addressOf(mkhi.uuid), 3)).toBe(2); // somebody else has it
    expect(on.me.open).toBe(1);
  });
  test("more than the client has: out of resources", async () => {
    const machine = await machineOf("acm-15");
    const clients = busClients(machine).map((one) => (one.name === "mkhi" ? { ...one, maxConnections: 2 } : one));
    const on = await started("acm-15", { clients });
    const at = on.addressOf(mkhi.uuid);
    expect(on.connect(at, 1)).toBe(0);
    expect(on.connect(at, 2)).toBe(3); // the ME itself has one only
  });
  test("gives one credit, and one more for each message", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.packet(0, 0, Buffer.from([6, at, 3, 0]));
    const credit = `08${at.toString(16)}030000000000`;
    expect(on.said()).toEqual([`86${at.toString(16)}0300`, credit]);
    on.send(at, 3, codeVersions);
    expect(on.said()).toEqual([credit]);
  });
  test("and disconnect frees it; what comes after is dropped", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    const address = at.toString(16);
    expect(on.connect(at, 1)).toBe(0);
    expect(on.hbm(`07 ${address} 01 00`)).toEqual([`87${address}0100`]);
    expect(on.me.open).toBe(0);
    // the driver's queues are emptied only with the answer
    on.credit(at, 1);
    on.send(at, 1, codeVersions);
    expect(on.said()).toEqual([]);
    expect(on.hbm(`07 ${address} 01 00`)).toEqual([`87${address}0100`]);
    expect(on.connect(at, 2)).toBe(0);
    expect(on.violations).toEqual([]);
  });
  test("from the ME's side", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    const address = at.toString(16);
    expect(on.connect(at, 1)).toBe(0);
    on.bus.disconnect("amthi");
    expect(on.said()).toEqual([`07${address}0100`]);
    expect(on.me.open).toBe(0);
    on.send(at, 1, codeVersions); // on its way already
    expect(on.hbm(`87 ${address} 01 00`)).toEqual([]);
    expect(on.violations).toEqual([]);
  });
});

describe("messages", () => {
  test.each([44, 48, 64, 100, 128, 256, 512])("in buffers of %i bytes, both ways", async (bufferBytes) => {
    const on = await started("acm-15", { bufferBytes });
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 5);
    on.credit(at, 5);
    on.said();
    on.send(at, 5, codeVersions);
    const packets = on.taken();
    const reply = Buffer.concat(packets.filter(({ me }) => me === at).map(({ payload }) => payload));
    expect(getCodeVersions.decodeReply(reply).versions).toHaveLength(11);
    const parts = packets.filter(({ me }) => me === at);
    const room = Math.min(508, bufferBytes - 4);
    expect(parts.length).toBe(Math.ceil(reply.length / (room - (room % 4))));
    expect(parts.map(({ complete }) => complete)).toEqual(parts.map((_, index) => index === parts.length - 1));
    // 128 bytes in, so that the request is in parts too: firmware says no to it, but has put it together
    on.credit(at, 5);
    on.send(at, 5, Buffer.concat([codeVersions, Buffer.alloc(700)]));
    expect(on.message(at, 5).subarray(0, 4).toString("hex")).toBe("01010000");
    expect(on.violations).toEqual([]);
  });
  test("wait for the host's credit, and none is dropped", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.said();
    on.send(at, 1, codeVersions);
    expect(on.taken().filter(({ me }) => me === at)).toEqual([]);
    on.send(at, 1, codeVersions);
    on.credit(at, 1);
    getCodeVersions.decodeReply(on.message(at, 1));
    expect(() => on.message(at, 1)).toThrow("no whole message");
    on.credit(at, 1);
    getCodeVersions.decodeReply(on.message(at, 1));
  });
  test("a host that never reads is given no more credit, and gets all when it reads", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.said();
    let sent = 0;
    for (let credits = 1; credits > 0 && sent < 1_000; sent += 1) {
      on.send(at, 1, codeVersions);
      credits += on.said().length - 1;
    }
    expect(sent).toBe(16);
    for (let read = 0; read < sent; read += 1) {
      on.credit(at, 1);
      getCodeVersions.decodeReply(on.message(at, 1));
    }
    expect(on.said()).toHaveLength(1); // the credit that was owed
    expect(on.violations).toEqual([]);
  });
  test("without the ME's credit reset the link", async () => {
    const on = await started("acm-15", { faults: [{ client: "amthi", kind: "hang", times: 9 }] });
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.packet(at, 1, codeVersions.subarray(0, 4), { complete: false });
    on.packet(at, 1, codeVersions.subarray(4));
    expect(on.violations).toEqual([]);
    const shared = await started("acm-15", {
      clients: busClients(await machineOf("acm-15")).map((one) => ({ ...one, singleBuffer: one.name === "virtual" })),
    });
    const marker = shared.addressOf(virtualMarker.uuid);
    shared.connect(marker, 1);
    shared.connect(marker, 2);
    shared.packet(marker, 1, Buffer.alloc(4), { complete: false });
    shared.packet(marker, 2, Buffer.alloc(4)); // the one buffer is taken
    expect(shared.violations).toEqual(["HBM_VIOLATION: virtual: a message without credit"]);
    expect(shared.letters.slice(-1)).toBe("X");
  });
  test("of a client with a single buffer: one credit for all connections, given back with a half message", async () => {
    const on = await started("acm-15", {
      clients: busClients(await machineOf("acm-15")).map((one) => ({ ...one, singleBuffer: one.name === "virtual" })),
    });
    const at = on.addressOf(virtualMarker.uuid);
    const address = at.toString(16);
    const credit = `08${address}000000000000`;
    expect(on.enumerate().find((client) => client.address === at)?.flags).toBe(1);
    expect(on.hbm(`06 ${address} 01 00`)).toEqual([`86${address}0100`, credit]);
    expect(on.hbm(`06 ${address} 02 00`)).toEqual([`86${address}0200`]);
    on.credit(at, 2);
    on.packet(at, 2, getVirtualMachine.encodeRequest({}));
    getVirtualMachine.decodeReply(on.message(at, 2));
    expect(on.said()).toEqual([credit]);
    on.packet(at, 1, Buffer.alloc(4), { complete: false });
    expect(on.hbm(`06 ${address} 03 00`)).toEqual([`86${address}0300`]);
    expect(on.hbm(`07 ${address} 01 00`)).toEqual([credit, `87${address}0100`]);
    expect(on.hbm(`07 ${address} 02 00`)).toEqual([`87${address}0200`]);
    expect(on.hbm(`07 ${address} 03 00`)).toEqual([`87${address}0300`]);
    // the host forgot the credit with its last connection
    expect(on.hbm(`06 ${address} 04 00`)).toEqual([`86${address}0400`, credit]);
    expect(on.violations).toEqual([]);
  });
  test("with a virtual tag are answered with it, where it was agreed on", async () => {
    const on = await started();
    on.hbm("13 01 0000");
    const at = on.addressOf(taggedMarker.uuid);
    on.connect(at, 1);
    on.said();
    for (const vtag of [7, undefined, 255]) {
      on.credit(at, 1);
      on.send(at, 1, getVirtualMachine.encodeRequest({}), vtag);
      const reply = on.taken().filter(({ me }) => me === at);
      expect(reply.map((one) => one.vtag)).toEqual([vtag]);
    }
    const amthiAt = on.addressOf(amthi.uuid);
    on.connect(amthiAt, 1);
    on.send(amthiAt, 1, codeVersions, 7);
    expect(on.violations).toEqual(["HBM_VIOLATION: amthi: a virtual tag, which it does not take"]);
  });
  test("too large for the client reset the link", async () => {
    const on = await started();
    const at = on.addressOf(watchdog.uuid);
    on.connect(at, 1);
    on.send(at, 1, Buffer.alloc(64));
    expect(on.violations).toEqual([]);
    on.send(at, 1, Buffer.alloc(65));
    expect(on.violations).toEqual(["HBM_VIOLATION: watchdog: a message of more than 64 bytes"]);
  });
});

describe("reset", () => {
  test("by the host ends every connection; the ME is ready at once", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.packet(at, 1, codeVersions.subarray(0, 4), { complete: false });
    on.reset();
    expect(on.me.open).toBe(0);
    expect(on.letters.endsWith("YY".slice(1))).toBe(true);
    on.hbm("01 00 02 02");
    expect(on.connect(at, 1)).toBe(0);
    on.said();
    on.credit(at, 1);
    on.send(at, 1, codeVersions);
    getCodeVersions.decodeReply(on.message(at, 1));
  });
  test("within a reply: its start has come, the rest never does", async () => {
    const on = await started("acm-15", { bufferBytes: 64, faults: [{ client: "amthi", kind: "reset" }] });
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.credit(at, 1);
    on.said();
    on.send(at, 1, codeVersions);
    const parts = on.taken().filter(({ me }) => me === at);
    expect(parts.map(({ complete, payload }) => [complete, payload.length])).toEqual([[false, 60]]);
    expect(on.letters.endsWith("DX")).toBe(true);
    expect(on.me.open).toBe(0);
  });
  test("by the ME: told once, deaf until the host has reset, ready when it is up again", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.said();
    on.me.operator.reset({ downFor: 500 });
    expect(on.letters.slice(-1)).toBe("X");
    const before = on.letters;
    on.credit(at, 1);
    on.send(at, 1, codeVersions); // sent before the host knew
    on.me.operator.reset();
    expect(on.letters).toBe(before);
    on.me.operator.reset({ downFor: 500 });
    on.reset();
    on.clock.advance(499);
    on.me.operator.reset({ downFor: 100 }); // once more, with the host waiting
    on.clock.advance(99);
    expect(on.letters).toBe(before);
    on.clock.advance(1);
    expect(on.letters).toBe(`${before}Y`);
    expect(on.hbm("01 00 02 02")).toEqual(["81010202"]);
    on.clock.advance(1_000);
    expect(on.connect(at, 1)).toBe(0);
    expect(on.violations).toEqual([]);
  });
  test("by a fault in mid-exchange, and while idle without a connection", async () => {
    const on = await started("acm-15", { faults: [{ client: "amthi", kind: "reset" }] });
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.send(at, 1, codeVersions);
    expect(on.letters.slice(-1)).toBe("X");
    on.start();
    on.me.operator.reset();
    expect(on.letters.slice(-1)).toBe("X");
    expect(on.violations).toEqual([]);
  });
  test("stop: confirmed, then deaf until the next reset", async () => {
    const on = await started();
    on.connect(on.addressOf(amthi.uuid), 1);
    on.said();
    expect(on.hbm("02 00 0000")).toEqual(["82000000"]);
    expect(on.me.open).toBe(0);
    expect(on.hbm("04 03 0000")).toEqual([]);
    on.start();
    expect(on.enumerate().length).toBeGreaterThan(3);
  });
});

describe("the watchdog", () => {
  const start = hex(`02 15 13 10 7800 ${"00".repeat(17)}`);
  test("answers as mei_wdt wants it", async () => {
    const on = await started();
    const at = on.addressOf(watchdog.uuid);
    on.connect(at, 1);
    on.credit(at, 1);
    on.send(at, 1, start);
    expect(on.message(at, 1).toString("hex")).toBe("020483100000");
    expect(on.me.world.watchdog).toMatchObject({ running: true, timeout: 120 });
    on.send(at, 1, hex("02021410"));
    expect(on.me.world.watchdog.running).toBe(false);
  });
  test("says 'not required' and notifies when it is", async () => {
    const on = await started("unprovisioned-18");
    const at = on.addressOf(watchdog.uuid);
    const address = at.toString(16);
    on.connect(at, 1);
    on.said();
    expect(on.hbm(`10 ${address} 02 01`)).toEqual([`90${address}020101000000`]);
    expect(on.hbm(`10 ${address} 01 00`)).toEqual([`90${address}010700000000`]);
    expect(on.hbm(`10 ${address} 01 01`)).toEqual([`90${address}010001000000`]);
    expect(on.hbm(`10 ${address} 01 01`)).toEqual([`90${address}010601000000`]);
    on.credit(at, 1);
    on.send(at, 1, start);
    expect(on.message(at, 1).toString("hex")).toBe("020483100001");
    on.said();
    on.me.operator.provision("client");
    on.credit(at, 1); // whatever moves the bus next
    expect(on.said()).toEqual([`11${address}0100`]);
    on.credit(at, 1);
    expect(on.said()).toEqual([]);
    expect(on.hbm(`10 ${address} 01 00`)).toEqual([`90${address}010000000000`]);
  });
  test("is the only one that notifies", async () => {
    const on = await started();
    const at = on.addressOf(amthi.uuid);
    on.connect(at, 1);
    on.said();
    expect(on.hbm(`10 ${at.toString(16)} 01 01`)).toEqual([`90${at.toString(16)}010401000000`]);
  });
});

test("power gating: isolated, the ME asks to be let out before it speaks", async () => {
  const on = await started("acm-15", { faults: [{ client: "amthi", kind: "late", ms: 1_000 }] });
  const at = on.addressOf(amthi.uuid);
  on.connect(at, 1);
  on.credit(at, 1);
  on.send(at, 1, codeVersions);
  on.said();
  expect(on.hbm("0a 000000")).toEqual(["8a000000"]);
  on.clock.advance(1_000);
  expect(on.said()).toEqual(["0b000000"]);
  on.packet(0, 0, hex("8b 000000"));
  getCodeVersions.decodeReply(on.message(at, 1));
  expect(on.hbm("0a 000000")).toEqual(["8a000000"]);
  expect(on.hbm("05 fe 0000")).toHaveLength(1); // the host has woken by itself
});

test("a client that comes later is offered where the host takes it", async () => {
  const on = await started();
  const late = { ...(busClients(await machineOf("acm-15"))[1] ?? never()), address: 0x60 };
  expect(on.bus.addClient(late)).toBe(false); // nothing enumerated yet
  on.enumerate();
  expect(on.bus.addClient(late)).toBe(true);
  const [offer = ""] = on.said();
  expect(offer.slice(0, 8)).toBe("0f600000");
  expect(offer).toHaveLength(56);
  expect(on.hbm("8f 60 01 00")).toEqual([]);
  expect(on.connect(0x60, 1)).toBe(1); // the host did not want it
  expect(on.bus.addClient(late)).toBe(true);
  on.said();
  on.hbm("8f 60 00 00");
  expect(on.connect(0x60, 1)).toBe(0);
});
const never = (): never => {
  throw new Error("no client");
};
