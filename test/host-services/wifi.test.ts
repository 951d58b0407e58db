import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { wifiWork } from "../../agent/host-services/wifi.ts";
import { wifiEndpointSettings } from "../../mei/wsman/resources/wifi.ts";
import { realClock } from "../../platform/clock.ts";
import { networkManagerWifi } from "../../platform/linux-wifi.ts";
import { Secret } from "../../platform/secret.ts";
import type { WifiProfile } from "../../platform/wifi-profiles.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";
import { logindPackages } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { type NetworkManager, startNetworkManager } from "../support/network-manager.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Json } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

const { signal } = new AbortController();
const of = (name: string, more: Partial<WifiProfile> = {}): WifiProfile => ({
  ...{ name, ssid: name.toLowerCase(), security: "wpa2-psk", passphrase: new Secret("correct horse"), ...more },
});

describe("AMT's wireless networks", () => {
  let machine: ConfiguredMachine;
  afterEach(() => machine.close());
  let found: readonly WifiProfile[] = [];
  const asked: number[] = [];
  const working = async (name = "acm-16-wifi", line = "wlan sync") => {
    machine = await configuredMachine(name);
    if (line !== "") await machine.me.operator.perform(line.split(" "));
    return wifiWork({
      open: (use) => use(machine.reach.wsman),
      profiles: async (options) => {
        asked.push(options.most);
        return found;
      },
    });
  };
  const stored = async () =>
    (await machine.reach.wsman.enumerate(wifiEndpointSettings, { signal })).map(({ value }) => value);

  test("are this PC's, given once, read back, and changed and taken back with them", async () => {
    const work = await working();
    found = [of("Office"), of("Home", { security: "wpa3-sae" })];
    expect(await work.carryOut({ signal })).toEqual({ is: "right", value: "home, office", changed: "none" });
    expect((await stored()).filter(({ InstanceID = "" }) => InstanceID.includes("User Settings"))).toMatchObject([
      {
        ElementName: "amt-agent Office",
        InstanceID: "Intel(r) AMT:WiFi Endpoint User Settings amt-agent Office",
        ...{ SSID: "office", AuthenticationMethod: "wpa2Psk", EncryptionMethod: "ccmp" },
      },
      { SSID: "home", AuthenticationMethod: "wpa3Sae" },
    ]);
    expect(machine.writes()).toEqual(["AddWiFiSettings", "AddWiFiSettings"]);
    expect(await work.carryOut({ signal })).toMatchObject({ changed: undefined });
    expect(machine.writes()).toHaveLength(2);
    found = [of("Office", { passphrase: new Secret("battery staple") })];
    expect(await work.carryOut({ signal })).toMatchObject({ value: "office", changed: "home, office" });
    expect(machine.writes().slice(2)).toEqual(["Delete CIM_WiFiEndpointSettings", "UpdateWiFiSettings"]);
    expect(machine.requests.at(-3)).toContain("battery staple");
  });

  test("of the administrator's and of other programs' none is touched", async () => {
    const work = await working();
    const names = async () => (await stored()).map(({ ElementName }) => ElementName);
    const before = await names();
    const profile = { name: "Staff", ssid: "staff", security: "wpa2-psk", passphrase: "correct horse" };
    expect((await machine.configure("wifi", { profiles: [profile] })).result).toBe("done");
    found = [of("Office")];
    await work.carryOut({ signal });
    found = [];
    expect(await work.carryOut({ signal })).toMatchObject({ is: "right", value: "none", changed: "office" });
    expect(await names()).toEqual([...before, "Staff"]);
  });

  test("are left alone where AMT's owner wants none, and where AMT has no Wi-Fi; nobody is asked for a passphrase then", async () => {
    found = [of("Office")];
    const before = asked.length;
    const work = await working("acm-16-wifi", "wlan no-sync");
    expect(await work.carryOut({ signal })).toEqual({ is: "refused", value: null });
    expect([machine.writes(), asked.length]).toEqual([[], before]);
    await machine.close();
    const without = await working("acm-15", "");
    expect(await without.carryOut({ signal })).toEqual({ is: "failing", code: "HOST_WIFI_ABSENT" });
    expect(asked.length).toBe(before);
  });

  test("with long names that begin alike are one, and no letter is cut", async () => {
    const work = await working();
    found = [of(`x${"ü".repeat(20)}a`, { ssid: "a" }), of("Office")];
    expect(await work.carryOut({ signal })).toMatchObject({ value: "a, office" });
    expect((await stored()).map(({ ElementName }) => ElementName)).toContain(`amt-agent x${"ü".repeat(10)}`);
  });
});

const here = process.platform === "linux" && (await needs(...logindPackages));
describe.runIf(here)("with a NetworkManager", () => {
  let manager: NetworkManager;
  let office = "";
  beforeAll(async () => {
    manager = await startNetworkManager();
    office = await manager.add({ id: "Office", ssid: "office", keys: "wpa-psk", psk: "correct horse", usedAt: 5 });
    await manager.add({ id: "Home", ssid: "Höme", keys: "sae", psk: "battery staple", usedAt: 9 });
    await manager.add({ id: "Cafe", ssid: "cafe" });
    await manager.add({ id: "Uni", ssid: "uni", keys: "wpa-eap" });
    await manager.add({ id: "Mine", ssid: "mine", keys: "wpa-psk", psk: null });
    await manager.add({ id: "Hex", ssid: "hex", keys: "wpa-psk", psk: "ab".repeat(32) });
  }, 60_000);
  afterAll(() => manager?.stop());
  const read = (most = 8) => {
    const uid = process.geteuid?.() ?? 0;
    const host = { platform: "linux" as const, uid, home: "/", env: manager.env, exists: () => false };
    return networkManagerWifi(host, realClock, { most, signal });
  };

  test("those with a passphrase of the system's are read, the newest first", async () => {
    const profiles = await read();
    expect(profiles.map((one) => [one.name, one.ssid, one.security, one.passphrase.reveal()])).toEqual([
      ["Home", "Höme", "wpa3-sae", "battery staple"],
      ["Office", "office", "wpa2-psk", "correct horse"],
    ]);
    expect(inspect(profiles) + JSON.stringify(profiles)).not.toMatch(/staple|horse/);
    expect((await read(1)).map(({ name }) => name)).toEqual(["Home"]);
  });

  test("the running service gives them to AMT and shows it; a passphrase is nowhere to be read", async () => {
    const dir = folder();
    const machine = await served("acm-16-wifi");
    await machine.me.operator.perform(["wlan", "sync"]);
    const socket = ["--socket", dir.in("agent.sock")];
    const args = ["serve", "--mei", `socket:${machine.path}`, ...socket, "--state-dir", dir.in("state")];
    const env = { ...manager.env, AMT_AGENT_HOST_SERVICES_WIFI: "yes", AMT_AGENT_LOG_LEVEL: "debug" };
    const running = await amtAgentStays(args, /AMT went from|READY/, { env });
    try {
      const view = async (): Promise<Json> => (await amtAgentJson(["status", ...socket])).json.hostServices[0];
      while ((await view()).state === "waiting");
      expect(await view()).toMatchObject({ name: "wifi", state: "right", value: "Höme, office", code: null });
      const { stdout } = await amtAgent(["status", ...socket]);
      expect(stdout).toMatch(/AMT's Wi-Fi +by this PC's: Höme, office, read back/);
      const doctor = await amtAgent(["doctor", ...socket]);
      expect(doctor.stdout).toContain("AMT has it, read back: wifi");
    } finally {
      await running.stop();
      await machine.stop();
      dir.remove();
    }
    expect(running.said()).toContain("AMT was given what it is to have");
    expect(running.said()).not.toMatch(/staple|horse/);
  }, 120_000);

  test("who may see no passphrase is told so; without NetworkManager there is none", async () => {
    const machine = await configuredMachine("acm-16-wifi");
    try {
      await machine.me.operator.perform(["wlan", "sync"]);
      const work = wifiWork({
        open: (use) => use(machine.reach.wsman),
        profiles: (options) => read(options.most),
      });
      expect(await work.carryOut({ signal })).toMatchObject({ is: "right", value: "Höme, office" });
      await manager.remove(office);
      expect(await work.carryOut({ signal })).toMatchObject({ is: "right", value: "Höme" });
      const again = await manager.add({ id: "Office", ssid: "office", keys: "wpa-psk", usedAt: 99 });
      await manager.refuse(again);
      expect(await work.carryOut({ signal })).toEqual({ is: "failing", code: "HOST_WIFI_NOT_ALLOWED" });
      await manager.stop();
      expect(await work.carryOut({ signal })).toEqual({ is: "failing", code: "HOST_WIFI_NONE" });
    } finally {
      await machine.close();
    }
  }, 60_000);
});
