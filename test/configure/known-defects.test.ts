import { afterEach, expect, test } from "vitest";
import { childOf, type XmlNode } from "../../mei/wsman/xml/node.ts";
import { readXml } from "../../mei/wsman/xml/read.ts";
import { actionOf, type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

/** Defects of other clients (rpc.md, Appendix B), by their number there. */
let machine: ConfiguredMachine;
afterEach(() => machine.close());
const on = async (name: string): Promise<void> => {
  machine = await configuredMachine(name);
};
/** What was sent with an action: the first element of the body. */
const sent = (action: string): XmlNode[] =>
  machine.requests
    .filter((one) => actionOf(one) === action)
    .map((one) => childOf(readXml(one), "Body")?.children[0] as XmlNode);
const value = (node: XmlNode | undefined, name: string): string | undefined =>
  node?.children.find((one) => one.name === name)?.text;

test("4, 5: a Put holds the whole object, under its own namespace", async () => {
  await on("acm-15");
  await machine.configure("hostname", { host: "pc-17" });
  await machine.configure("wired", { dot1x: { protocol: "peap-mschapv2", user: "u", password: "p" } });
  await machine.configure("wired", { dot1x: "off" });
  const [put] = sent("Put AMT_GeneralSettings");
  expect([value(put, "HostName"), value(put, "DomainName")]).toEqual(["pc-17", "example.com"]);
  for (const name of ["PingResponseEnabled", "WsmanOnlyMode", "RmcpPingResponseEnabled", "DDNSTTL"])
    expect([name, value(put, name)]).toEqual([name, expect.any(String)]);
  for (const node of [...sent("Put AMT_GeneralSettings"), ...sent("Put IPS_IEEE8021xSettings")])
    expect(node.namespace).toMatch(/^http:\/\/intel\.com\/wbem\/wscim\/1\/(amt|ips)-schema\/1\/\w+$/);
});

test.each([
  ["mps.example.org", "201"],
  ["192.0.2.77", "3"],
  ["2001:db8::1", "4"],
])("13: a server is called what it is, with the port and user that were said: %s", async (address, format) => {
  await on("ccm-12");
  await machine.configure("cira", { address, port: 4711, user: "pc17", password: "Pass-1", userInitiated: false });
  const [server] = sent("AddMpServer");
  const said = ["InfoFormat", "Port", "Username", "AuthMethod"].map((name) => value(server, name));
  expect(said).toEqual([format, "4711", "pc17", "2"]);
});

test("16, 17: what a method returns is looked at, also of CommitChanges", async () => {
  await on("acm-15");
  machine.me.world.flashWrites = 0;
  const refused = machine.configure("tls", { mode: "server" });
  await expect(refused).rejects.toMatchObject({
    code: "CONFIGURE_PARTLY",
    message: expect.stringMatching(/CommitChanges.*38 FLASH_WRITE_LIMIT_EXCEEDED/),
  });
  expect(machine.me.world.tls).toBe(false);
});

test("23: EnabledState goes back in its own numbers", async () => {
  await on("acm-15");
  await machine.configure("features", { kvm: false, sol: false, usbr: false });
  const [put] = sent("Put AMT_RedirectionService");
  expect([value(put, "EnabledState"), value(put, "ListenerEnabled")]).toEqual(["32768", "false"]);
});

test("26: selectors are escaped", async () => {
  await on("wifi-14");
  const name = `a&b<c>"d'`;
  const profile = { name, ssid: "s", security: "wpa2-psk", passphrase: "long enough" };
  await machine.configure("wifi", { profiles: [profile] });
  expect((await machine.configure("wifi", { remove: [name] })).result).toBe("done");
});
