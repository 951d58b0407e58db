import { afterEach, describe, expect, test } from "vitest";
import { PrivacyReport } from "../../agent/api/privacy.ts";
import { renderPrivacy } from "../../agent/cli/render-privacy.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { machineNames } from "../../virtual-me/machines/index.ts";
import { machineToRead, type ReadMachine, saysOf } from "../support/privacy.ts";

let machine: ReadMachine | undefined;
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const on = async (...args: Parameters<typeof machineToRead>): Promise<ReadMachine> => {
  machine = await machineToRead(...args);
  return machine;
};
const plain = { paint: (_style: string, text: string) => text, width: 100 };

/** The first line of each machine, written down here and not derived. */
const answers: Readonly<Record<string, [code: string, consent?: string, now?: string]>> = {
  "consumer-11": ["absent"],
  "disabled-21": ["off"],
  "unprovisioned-9": ["unconfigured"],
  "unprovisioned-11": ["unconfigured"],
  "unprovisioned-18": ["unconfigured"],
  "unprovisioned-19": ["unconfigured"],
  "standard-9": ["unconfigured"],
  "ccm-12": ["managed", "all", "nobody"],
  "wifi-14": ["managed", "all", "nobody"],
  "acm-15": ["managed", "none", "nobody"],
  "acm-16-wifi": ["managed", "none", "nobody"],
  "acm-16-tls": ["managed", "none", "nobody"],
};

describe("every virtual machine", () => {
  test("is named here", () => expect(Object.keys(answers).toSorted()).toEqual(machineNames.toSorted()));

  test.each(machineNames)("%s: the answer, and each finding with source, reason and way to change it", async (name) => {
    const { read } = await on(name);
    const report = PrivacyReport.parse(await read());
    const [code = "", consent, now] = answers[name] ?? [];
    expect(report.answer.code).toBe(`privacy.answer.${code}`);
    if (consent) expect(report.answer.params).toEqual({ consent, now });
    for (const { findings, change, title } of report.topics) {
      expect([title.text, findings.length > 0, change.text.length > 10]).toEqual([title.text, true, true]);
      for (const { state, why, source, message } of findings) {
        expect([message.text, state === "unknown"]).toEqual([message.text, why !== null]);
        expect(source).toMatch(/\w/);
      }
    }
    const lines = renderPrivacy(report, plain);
    expect(lines[0]).toBe(report.answer.text);
    expect(lines.join("\n")).not.toMatch(/undefined|\[object|null|NaN/);
    expect(JSON.stringify(report)).not.toContain(virtualPassword);
  });

  test.each(["acm-15", "acm-16-tls", "ccm-12"])("%s is left as it was: nothing was written", async (name) => {
    const { read, me } = await on(name);
    const audits = async (): Promise<number> => (await me.web()).manageability.managed.journal.audits.length;
    const before = await audits();
    const first = await read();
    const second = await read();
    expect({ ...second, at: "" }).toEqual({ ...first, at: "" });
    expect(await audits()).toBe(before);
  });
});

describe("what cannot be read", () => {
  const accounts = "unknown: Which accounts there are besides the administrator's.";

  test("accounts are the administrator's to see; with his login they are there, with their rights", async () => {
    const { read } = await on("acm-15");
    expect(saysOf(await read(), "accounts")).toContain(accounts);
    const seen = saysOf(await read({ asAdmin: true }), "accounts");
    expect(seen).not.toContain(accounts);
    expect(seen[0]).toBe("open: admin, AMT's administrator: everything, from the network and this PC.");
    expect(seen).toContain("open: $$uns: be told what AMT does; from this PC only.");
  });

  test("without a link to AMT's web service it is unknown with the reason, never closed", async () => {
    const { read } = await on("acm-15");
    const report = await read({ link: false });
    expect(report.answer.params).toEqual({ consent: "unknown", now: "nobody" });
    expect(report.answer.text).toContain("whether you are asked is not known");
    const unknowns = report.topics.flatMap(({ findings }) => findings.filter(({ state }) => state === "unknown"));
    expect(new Set(unknowns.map(({ why }) => why?.text))).toEqual(
      new Set(["AMT's web service cannot be reached from here (LMS_FAILING)"]),
    );
    expect(unknowns.length).toBeGreaterThan(10);
    for (const topic of ["accounts", "consent", "servers", "certificates", "boot", "logs", "network"] as const)
      expect([topic, saysOf(report, topic).some((one) => one.startsWith("unknown:"))]).toEqual([topic, true]);
    expect(saysOf(report, "boot").every((one) => one.startsWith("unknown:"))).toBe(true);
  });

  test("client control mode always asks, whether or not AMT could be asked", async () => {
    const { read } = await on("ccm-12");
    const report = await read({ link: false });
    expect(report.answer.params.consent).toBe("all");
    expect(saysOf(report, "consent")[0]).toMatch(/^closed: Yes: six digits/);
  });

  test("a link that ends in the middle leaves the rest unknown, and is not tried again class by class", async () => {
    let taken = 0;
    const onTaken = (): void => {
      taken += 1;
    };
    const fault = { client: "web", kind: "resetBefore", at: "IPS_OptInService.Enumerate", times: 99, onTaken } as const;
    const { read } = await on("acm-15", [fault]);
    const report = await read();
    expect(saysOf(report, "network").some((one) => /^open: Connections .*NOT encrypted/.test(one))).toBe(true);
    expect(saysOf(report, "boot").every((one) => one.startsWith("unknown:"))).toBe(true);
    expect(taken).toBeLessThanOrEqual(2); // a read may be repeated once
  });
});

test("what firmware leaves out of an answer is not known: neither off nor on", async () => {
  const { read, me } = await on("acm-15");
  const { store } = (await me.web()).manageability.managed;
  const leaveOut = (name: string, property: string, more = {}): void => {
    for (const one of store.list(name)) {
      const { [property]: _, ...rest } = one;
      store.replace(name, one, { ...rest, ...more });
    }
  };
  leaveOut("IPS_KVMRedirectionSettingData", "Is5900PortEnabled");
  leaveOut("AMT_KerberosSettingData", "KrbEnabled");
  leaveOut("AMT_TLSSettingData", "AcceptNonSecureConnections", { Enabled: true });
  const report = await read();
  expect(saysOf(report, "network")).toContain(
    "unknown: Whether the screen can be reached with a plain VNC viewer (port 5900).",
  );
  expect(saysOf(report, "network")).toContain(
    "open: Connections from the network are encrypted (TLS); whether those that are not are taken too is not known.",
  );
  expect(saysOf(report, "accounts").at(-1)).toMatch(/^unknown: /);
});

test("how to change it fits the machine", async () => {
  const change = async (name: string): Promise<string> => {
    const report = await (await on(name)).read();
    await machine?.close();
    machine = undefined;
    return report.topics.find(({ topic }) => topic === "owner")?.change.text ?? "";
  };
  expect(await change("consumer-11")).toMatch(/^Nothing to do/);
  expect(await change("disabled-21")).toContain("configure amt on");
  expect(await change("unprovisioned-19")).toMatch(/^amt-agent activate/);
  expect(await change("ccm-12")).toMatch(/^amt-agent deactivate/);
});

describe("what goes on", () => {
  const perform = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) await machine?.me.operator.perform(line.split(" "));
  };

  test("a screen session is the first thing said", async () => {
    const { read } = await on("acm-15");
    await perform(["kvm open"]);
    const report = await read();
    expect(report.answer.text).toContain("SOMEBODY SEES AND CONTROLS THE SCREEN RIGHT NOW");
    expect(saysOf(report, "now")[0]).toBe("open: Somebody sees this screen and can use keyboard and mouse.");
  });

  test("names that firmware holds are shown as one short line", async () => {
    const { read, me } = await on("acm-16-wifi");
    const { store } = (await me.web()).manageability.managed;
    const [root] = store.list("AMT_PublicKeyCertificate");
    store.replace("AMT_PublicKeyCertificate", root!, { ...root, Subject: `CN=\u202eevil\n${"x".repeat(10_000)}` });
    const report = await read();
    const text = renderPrivacy(report, plain).join("\n");
    expect(text).toContain("CN=?evil?xxx");
    expect(text.includes("\u202e") || text.includes("x".repeat(80))).toBe(false);
  });

  test("options for the next start are named; their secrets are not read out", async () => {
    const { read, me } = await on("acm-15");
    const { store } = (await me.web()).manageability.managed;
    const [settings] = store.list("AMT_BootSettingData");
    store.replace("AMT_BootSettingData", settings!, { ...settings, UseIDER: true, RSEPassword: "Hush-1-hush" });
    const report = await read();
    expect(saysOf(report, "boot")[0]).toBe("open: The owner has set for it: it starts from a remote disk.");
    expect(JSON.stringify(report)).not.toContain("Hush");
  });
});
