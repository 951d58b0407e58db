import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { openHistory } from "../../agent/events/history.ts";
import { catalogue } from "../../agent/posture/catalogue.ts";
import { collectAll } from "../../agent/posture/collect.ts";
import type { Report } from "../../agent/posture/collect-report.ts";
import { meCollectors } from "../../agent/posture/collectors/all.ts";
import { countTransitions } from "../../agent/presence/transitions.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { authorizationService } from "../../mei/wsman/resources/accounts.ts";
import { agentPresenceWatchdog } from "../../mei/wsman/resources/agent-presence.ts";
import { publicKeyManagementService } from "../../mei/wsman/resources/certificates.ts";
import { environmentDetectionSettingData } from "../../mei/wsman/resources/network.ts";
import { kvmRedirectionSettingData } from "../../mei/wsman/resources/redirection.ts";
import { generalSettings } from "../../mei/wsman/resources/setup.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { machineNames } from "../../virtual-me/machines/index.ts";
import { kindOf } from "../../virtual-me/pki/kinds.ts";
import { type PostureMachine, postureMachine, writesTo } from "../support/posture-machine.ts";
import { never } from "../support/virtual-machine.ts";

const secretOf = (text: string): Secret => new Secret(text);
const at = { signal: never };
const machines: PostureMachine[] = [];
const machine = async (name: string): Promise<PostureMachine> => {
  const made = await postureMachine(name);
  machines.push(made);
  return made;
};
afterAll(async () => {
  for (const one of machines) await one.close();
});

/** Those with local ports; the others are in cli.test.ts. */
const withPorts = machineNames.filter((name) => name !== "consumer-11" && name !== "disabled-21");

describe.each(withPorts)("%s", (name) => {
  let report: Report;
  let one: PostureMachine;
  beforeAll(async () => {
    one = await machine(name);
    report = await one.report();
  });
  test("every check of the ME and of AMT has a verdict, and what is unknown a reason", () => {
    expect(report.checks.map(({ id }) => id)).toEqual(Object.keys(catalogue));
    for (const { id, result, reason } of report.checks)
      if (result === "unknown" || result === "not-applicable") expect([id, reason?.text.length]).not.toEqual([id, 0]);
  });
  test("nothing was written to the ME", () => {
    expect(one.me.counts.of("amthi.getCodeVersions")).toBe(1);
    expect(writesTo(one.me)).toEqual([]);
  });
  test("no class was asked for twice", () => {
    const gets = Object.entries(one.me.counts.all).filter(([key]) => /^[A-Z]+_\w+\.(Get|Enumerate)$/.test(key));
    expect(gets.filter(([, count]) => count > 1)).toEqual([]);
  });
  test("what is known before it was set up or without AMT", () => {
    const amt = report.checks.filter(({ id }) => id.startsWith("amt.tls"));
    if (report.amt.provisioningState === "pre")
      expect(amt.map(({ result, reason }) => [result, reason?.code])).toEqual(
        amt.map(() => ["not-applicable", "not-set-up"]),
      );
    else expect(amt.map(({ reason }) => reason?.code)).not.toContain("not-set-up");
  });
});

test("the counter of writes is one: setting a value shows", async () => {
  const one = await machine("acm-15");
  await one.configure("features", { userConsent: "all" });
  expect(writesTo(one.me)).toContain("IPS_OptInService.Put");
});

/** Each: on which machine it fails or passes by itself, and what makes it the other. */
type Change = (machine: PostureMachine) => Promise<unknown>;
const cases: readonly (readonly [id: string, machine: string, before: string, change: Change, after: string])[] = [
  ["amt.userConsent", "acm-15", "fail", (m) => m.configure("features", { userConsent: "all" }), "pass"],
  ["amt.redirection", "acm-15", "fail", (m) => m.configure("features", { sol: false, usbr: false }), "pass"],
  [
    "amt.kvm",
    "acm-15",
    "pass",
    async ({ reach: { wsman } }) => {
      const data = await wsman.get(kvmRedirectionSettingData, at);
      await wsman.put(kvmRedirectionSettingData, { ...data, OptInPolicy: false }, at);
    },
    "fail",
  ],
  [
    "amt.ping",
    "acm-15",
    "fail",
    async ({ reach: { wsman } }) => {
      const settings = await wsman.get(generalSettings, at);
      await wsman.put(generalSettings, { ...settings, PingResponseEnabled: false, RmcpPingResponseEnabled: false }, at);
    },
    "pass",
  ],
  [
    "amt.webui",
    "acm-15",
    "fail",
    async ({ me }) => {
      me.world.features.webUi = false;
    },
    "pass",
  ],
  [
    "amt.trustedHashes",
    "acm-15",
    "pass",
    async ({ me }) => {
      const [handle] = me.world.hashes.keys();
      const hash = me.world.hashes.get(handle ?? 0);
      if (hash) me.world.hashes.set(handle ?? 0, { ...hash, isDefault: false });
    },
    "fail",
  ],
  ["amt.tls.remote", "acm-15", "fail", (m) => m.configure("tls", { mode: "server" }), "pass"],
  ["amt.auditLog", "acm-15", "pass", (m) => m.configure("audit", { on: false }), "fail"],
  [
    "amt.acl",
    "acm-15",
    "pass",
    ({ reach: { wsman } }) =>
      wsman.invoke(
        authorizationService,
        "AddUserAclEntryEx",
        {
          DigestUsername: "second",
          DigestPassword: secretOf(Buffer.alloc(16, 7).toString("base64")),
          AccessPermission: "any",
          Realms: [3],
        },
        at,
      ),
    "fail",
  ],
  ["amt.cira", "acm-15", "unknown", (m) => m.configure("cira", { off: true }), "pass"],
  [
    "amt.envDetection",
    "acm-15",
    "pass",
    async ({ reach: { wsman } }) => {
      const [item] = await wsman.enumerate(environmentDetectionSettingData, at);
      if (item) await wsman.put(environmentDetectionSettingData, { ...item.value, DetectionStrings: [] }, at);
    },
    "fail",
  ],
  ["amt.wifi", "wifi-14", "pass", async () => undefined, "pass"],
  ["amt.wifi", "acm-16-wifi", "fail", async () => undefined, "fail"],
  [
    "amt.zeroTouch",
    "unprovisioned-18",
    "fail",
    async ({ me }) => {
      me.world.zeroTouch = false;
    },
    "pass",
  ],
  ["amt.state", "acm-15", "pass", async ({ me }) => void Object.assign(me.world, { provisioning: "in" }), "fail"],
];

/** AMT says all it says, but for these properties of that class: what its owner set in the BIOS extension cannot be set here. */
async function saying({ sources }: PostureMachine, id: string, className: string, said: object): Promise<unknown> {
  const alter = <T>(of: { className: string }, value: T): T =>
    of.className === className ? { ...value, ...said } : value;
  const wsman = async (): Promise<Wsman> => {
    const real = await sources.wsman();
    return {
      ...real,
      get: async (of, options) => alter(of, await real.get(of, options)),
      enumerate: async (of, options) =>
        (await real.enumerate(of, options)).map((item) => ({ ...item, value: alter(of, item.value) })),
    };
  };
  const only = meCollectors.filter(({ ids }) => ids.includes(id));
  return (await collectAll(only, { ...sources, wsman }, at))[0];
}
test.each([
  ["amt.privacyLevel", "AMT_GeneralSettings", { PrivacyLevel: "default" }, "fail"],
  ["amt.privacyLevel", "AMT_GeneralSettings", { PrivacyLevel: "enhanced" }, "pass"],
  ["amt.privacyLevel", "AMT_GeneralSettings", { PrivacyLevel: undefined }, "unknown"],
  ["amt.passwordModel", "AMT_SetupAndConfigurationService", { PasswordModel: "separate" }, "pass"],
  ["amt.passwordModel", "AMT_SetupAndConfigurationService", { PasswordModel: "coupled" }, "fail"],
  ["amt.8021x", "IPS_IEEE8021xSettings", { Enabled: "enabledWithoutCertificates" }, "fail"],
  ["amt.8021x", "IPS_IEEE8021xSettings", { Enabled: "enabled" }, "pass"],
  ["amt.8021x", "IPS_IEEE8021xSettings", { Enabled: "disabled" }, "not-applicable"],
  ["amt.tls.mutual", "AMT_TLSSettingData", { Enabled: true, MutualAuthentication: true }, "pass"],
  ["amt.tls.mutual", "AMT_TLSSettingData", { Enabled: true, MutualAuthentication: false }, "fail"],
  ["amt.tls.mutual", "AMT_TLSSettingData", { Enabled: false }, "not-applicable"],
  ["amt.tls.local", "AMT_TLSSettingData", { Enabled: true, AcceptNonSecureConnections: false }, "pass"],
  ["amt.tls.local", "AMT_TLSSettingData", { Enabled: true, AcceptNonSecureConnections: true }, "fail"],
] as const)("%s where AMT says of %s %j: %s", async (id, className, said, result) => {
  expect(await saying(await machine("acm-15"), id, className, said)).toMatchObject({ id, result });
});

test.each([
  ["", "corp.example.com", "pass"],
  ["example.com", "corp.example.com", "pass"],
  ["elsewhere.test", "corp.example.com", "fail"],
  ["elsewhere.test", null, "unknown"],
] as const)("amt.pkiDnsSuffix: %j in AMT and %j at this PC: %s", async (suffix, dnsSuffix, result) => {
  const one = await machine("unprovisioned-18");
  one.me.world.pkiSuffix = suffix;
  const info = await one.sources.info();
  const sources = { ...one.sources, info: async () => ({ ...info, host: { ...info.host, dnsSuffix } }) };
  const only = meCollectors.filter(({ ids }) => ids.includes("amt.pkiDnsSuffix"));
  expect(await collectAll(only, sources, at)).toMatchObject([{ id: "amt.pkiDnsSuffix", result }]);
});

test("amt.cira: no server passes; whether one is yours nobody here can say, so it never fails", async () => {
  const one = await machine("acm-15");
  expect(await one.check("amt.cira")).toMatchObject({ result: "unknown", reason: { code: "no-rule" } });
});

test.each(cases)("%s on %s: %s, and after the change", async (id, name, before, change, after) => {
  const one = await machine(name);
  expect((await one.check(id))?.result).toBe(before);
  await change(one);
  expect(await one.check(id)).toMatchObject({ id, result: after });
});

test("amt.presence: no watchdog, one that was not started, one that expired", async () => {
  const one = await machine("acm-15");
  const { wsman } = one.reach;
  expect((await one.check("amt.presence"))?.result).toBe("not-applicable");
  const id = Buffer.from("03020100050407060809AABBCCDDEEFF", "hex").toString("base64");
  const dog = {
    CreationClassName: "AMT_AgentPresenceWatchdog",
    DeviceID: id,
    MonitoredEntityDescription: "backup",
    StartupInterval: 300,
    SystemCreationClassName: "CIM_ComputerSystem",
    SystemName: "Intel(r) AMT",
    TimeoutInterval: 60,
  } as const;
  await wsman.create(agentPresenceWatchdog, dog, at);
  expect(await one.check("amt.presence")).toMatchObject({ result: "pass", value: "1 notStarted" });
  expect(await saying(one, "amt.presence", "AMT_AgentPresenceWatchdog", { CurrentState: "expired" })).toMatchObject({
    result: "fail",
    value: "1 expired",
  });
  // With what AMT said of it meanwhile, where there is a service that heard it
  const since = new Date("2026-11-28T08:00:00Z");
  const history = await openHistory({ clock: realClock });
  const transitions = countTransitions(history, since);
  const agent = "00010203-0405-0607-0809-AABBCCDDEEFF";
  for (const code of ["event.agent.running", "event.agent.expired", "event.agent.running"] as const)
    history.add({ message: message(code, { agent }), origin: "alert", foundLater: false, alert: null });
  const [checked] = await collectAll(
    meCollectors.filter(({ ids }) => ids.includes("amt.presence")),
    { ...one.sources, transitions },
    at,
  );
  expect(checked?.evidence.at(-1)).toEqual({
    source: `AMT's alerts of ${agent.toLowerCase()} since 2026-11-28T08:00:00.000Z`,
    raw: '{"notStarted":0,"running":2,"expired":1,"stopped":0,"suspended":0}',
  });
  await history.close();
});

test.each([
  ["provisioning", "pass", "1 good"],
  ["expired", "fail", "expired"],
  ["not-yet-valid", "fail", "not valid yet"],
  ["weak-key", "fail", "RSA key of 1024 bits"],
] as const)("amt.certs: one certificate in AMT, %s: %s", async (kind, result, value) => {
  const one = await machine("acm-15");
  const [leaf] = kindOf(kind).make("example.com").chain;
  if (leaf === undefined) throw new Error("no leaf");
  expect((await one.check("amt.certs"))?.result).toBe("not-applicable");
  await one.reach.wsman.invoke(publicKeyManagementService, "AddCertificate", { CertificateBlob: leaf.der }, at);
  expect(await one.check("amt.certs")).toMatchObject({ result, value: expect.stringContaining(value) });
});

test("amt.mebxDefault is never tried, whatever the machine", async () => {
  const one = await machine("unprovisioned-18");
  expect(await one.check("amt.mebxDefault")).toMatchObject({ result: "unknown", reason: { code: "untestable" } });
});
