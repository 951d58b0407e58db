import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addressWork } from "../../agent/host-services/address.ts";
import { ethernetPortSettings, hostIpSettings } from "../../mei/wsman/resources/network.ts";
import { runProgram } from "../../platform/run-program.ts";
import { maskOf, serversIn, type WiredAddress, wiredAddress } from "../../platform/wired-address.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";
import { needs } from "../support/needs.ts";

const { signal } = new AbortController();
const fixed: WiredAddress = {
  ...{ dynamic: false, address: "192.0.2.17", mask: "255.255.255.0", gateway: "192.0.2.1", dns: ["192.0.2.53"] },
};

describe("AMT's address", () => {
  let machine: ConfiguredMachine;
  beforeEach(async () => {
    machine = await configuredMachine("acm-15");
  });
  afterEach(() => machine.close());
  const asked: string[] = [];
  const carryOut = (found: WiredAddress | undefined) =>
    addressWork({
      open: (use) => use(machine.reach.wsman),
      wired: async (mac) => {
        asked.push(mac);
        return found;
      },
    }).carryOut({ signal });
  const port = async () => (await machine.reach.wsman.enumerate(ethernetPortSettings, { signal }))[0]?.value;

  test("is this PC's static one where AMT shares it, read back, and told once", async () => {
    expect(await carryOut(fixed)).toMatchObject({ is: "right", value: "192.0.2.17" });
    expect(asked.at(-1)).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    expect(await machine.reach.wsman.get(hostIpSettings, { signal })).toMatchObject({
      ...{ DHCPEnabled: false, IpAddress: "192.0.2.17", SubnetMask: "255.255.255.0", DefaultGateway: "192.0.2.1" },
      ...{ PrimaryDNS: "192.0.2.53", SecondaryDNS: "0.0.0.0" },
    });
    expect(await port()).toMatchObject({ DHCPEnabled: false, IPAddress: "192.0.2.17", SubnetMask: "255.255.255.0" });
    expect(machine.requests.join("")).toContain("IpAddress>192.0.2.17<");
    expect(await carryOut(fixed)).toEqual({ is: "right", value: "192.0.2.17", changed: undefined });
    expect(machine.writes()).toEqual(["Put IPS_HostIPSettings"]);
  });

  test("follows this PC's, and back to DHCP", async () => {
    await carryOut(fixed);
    expect(await carryOut({ ...fixed, address: "192.0.2.18" })).toMatchObject({ changed: "192.0.2.17" });
    expect(await carryOut({ ...fixed, dynamic: true })).toMatchObject({ value: "by DHCP", changed: "192.0.2.18" });
    expect(await port()).toMatchObject({ DHCPEnabled: true });
  });

  test("is not told without gateway, without name server, or without an address", async () => {
    for (const less of [{ gateway: undefined }, { dns: [] }])
      expect(await carryOut({ ...fixed, ...less })).toEqual({ is: "failing", code: "HOST_ADDRESS_INCOMPLETE" });
    expect(await carryOut(undefined)).toEqual({ is: "failing", code: "HOST_ADDRESS_NONE" });
    expect(machine.writes()).toEqual([]);
  });

  test("is left alone where AMT has one of its own", async () => {
    const before = await port();
    if (!before) throw new Error("acm-15 has a wired port");
    const own = { ...before, DHCPEnabled: false, IpSyncEnabled: false, SharedStaticIp: false };
    const given = { IPAddress: "192.0.2.99", SubnetMask: "255.255.255.0" };
    await machine.reach.wsman.put(ethernetPortSettings, { ...own, ...given }, { signal });
    expect(await carryOut(fixed)).toEqual({ is: "refused", value: "192.0.2.99" });
    expect(machine.writes()).not.toContain("Put IPS_HostIPSettings");
  });
});

test("masks, and name servers that others could ask", () => {
  expect([0, 8, 23, 25, 32].map(maskOf)).toEqual([
    ...["0.0.0.0", "255.0.0.0", "255.255.254.0", "255.255.255.128", "255.255.255.255"],
  ]);
  const text =
    "nameserver 127.0.0.53\nnameserver ::1\n#nameserver 9.9.9.9\nnameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n";
  expect(serversIn(text)).toEqual(["192.0.2.1", "192.0.2.2"]);
});

const name = `amt-agent-${process.pid}`;
const ip = (...args: string[]): void => {
  execFileSync("ip", args, { stdio: "ignore" });
};
const here = process.platform === "linux" && process.geteuid?.() === 0 && (await needs("iproute2"));
describe.runIf(here)("a network namespace's real addresses (needs root)", () => {
  beforeEach(() => {
    ip("netns", "add", name);
    ip("-n", name, "link", "add", "lan0", "address", "02:00:00:00:00:17", "type", "veth", "peer", "name", "far0");
  });
  afterEach(() => ip("netns", "delete", name));
  test("static, with mask and gateway; then with a lifetime, as by DHCP", async () => {
    const inside = (...args: string[]) => ip("-n", name, ...args);
    const look = () =>
      wiredAddress("02:00:00:00:00:17", {
        signal,
        ip: (args) => runProgram("ip", ["-n", name, ...args], { most: 65_536, signal }),
        dns: () => ["192.0.2.53"],
      });
    inside("link", "set", "lan0", "up");
    inside("link", "set", "far0", "up");
    expect(await look()).toBeUndefined();
    inside("address", "add", "192.0.2.17/24", "dev", "lan0");
    inside("route", "add", "default", "via", "192.0.2.1", "dev", "lan0");
    expect(await look()).toEqual(fixed);
    inside("address", "change", "192.0.2.17/24", "dev", "lan0", "valid_lft", "600", "preferred_lft", "600");
    expect(await look()).toMatchObject({ dynamic: true, address: "192.0.2.17" });
  });
});
