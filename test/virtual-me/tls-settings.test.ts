import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import { lme } from "../../mei/clients.ts";
import { fixed } from "../../virtual-me/pki/authorities.ts";
import type { Issued, KeyPair } from "../../virtual-me/web/certificate.ts";
import { type CimService, cimOf, faultOf } from "../support/cim-service.ts";
import { localTls, type Shown, shown } from "../support/local-tls.ts";
import { never, type Running, running } from "../support/virtual-machine.ts";
import { quiet } from "../support/web.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const rsa = (): KeyPair => generateKeyPairSync("rsa", { modulusLength: 2048 });
const localId = "Intel(r) AMT LMS TLS Settings";
const keyService = "AMT_PublicKeyManagementService";
const base64 = ({ der }: Issued): string => der.toString("base64");

async function session(
  name: string,
): Promise<{ on: Running; cim: CimService; endpoint: Endpoint; ports: () => number[] }> {
  const on = await running(name);
  cleanups.push(() => on.close());
  const endpoint = runEndpoint({
    connection: await on.driver.connect(lme, { signal: never }),
    machine: hostSession(),
    clock: on.clock,
  });
  cleanups.push(() => endpoint.close());
  await on.me.web(); // the same objects as behind the ports
  return { on, cim: cimOf(on.me.world, on.clock), endpoint, ports: () => endpoint.forwards.map(({ port }) => port) };
}
/** The owner's authority, a certificate of it for a key that AMT has made, and AMT told to show it. */
async function owned(cim: CimService): Promise<{ root: Issued; leaf: Issued; client: Shown }> {
  const root = fixed({ subject: [["CN", "the owner's root"]], keys: rsa(), issuer: undefined, authority: true });
  await cim.output(keyService, "AddTrustedRootCertificate", { CertificateBlob: base64(root) });
  const { KeyPair } = await cim.output(keyService, "GenerateKeyPair", { KeyAlgorithm: "0", KeyLength: "2048" });
  const { selectors } = KeyPair as { selectors: { InstanceID: string } };
  const { DERKey } = await cim.properties("AMT_PublicPrivateKeyPair", selectors);
  const publicKey = createPublicKey({ key: Buffer.from(String(DERKey), "base64"), format: "der", type: "pkcs1" });
  const issuer = root;
  const leaf = fixed({
    subject: [["CN", "optiplex.example.com"]],
    keys: { publicKey, privateKey: root.keys.privateKey },
    issuer,
    authority: false,
  });
  const added = await cim.output(keyService, "AddCertificate", { CertificateBlob: base64(leaf) });
  const keys = rsa();
  const own = fixed({ subject: [["CN", "console"]], keys, issuer, authority: false });
  const context = {
    ElementInContext: added.CreatedCertificate!,
    ElementProvidingContext: {
      epr: "AMT_TLSProtocolEndpointCollection",
      selectors: { ElementName: "TLSProtocolEndpointInstances Collection" },
    },
  };
  expect((await cim.create("AMT_TLSCredentialContext", context)).status).toBe(200);
  // A key that a certificate needs stays
  expect(faultOf(await cim.remove("AMT_PublicPrivateKeyPair", selectors)).subcode).toBe("e:AccessDenied");
  return { root, leaf, client: shown({ chain: [own], key: keys }) };
}
async function settings(cim: CimService, wanted: Record<string, string>): Promise<number> {
  const before = await cim.properties("AMT_TLSSettingData", { InstanceID: localId });
  return (await cim.put("AMT_TLSSettingData", { ...before, ...wanted }, { InstanceID: localId })).status;
}
const commit = async (cim: CimService) =>
  (await cim.output("AMT_SetupAndConfigurationService", "CommitChanges")).ReturnValue;

test("TLS beside plain, instead of it, mutual, and gone again: the host's ports follow each commit", async () => {
  const { on, cim, endpoint, ports } = await session("acm-15");
  await endpoint.whenForwarded([623], { signal: never });
  const { leaf, client } = await owned(cim);
  expect(await settings(cim, { Enabled: "true", AcceptNonSecureConnections: "true" })).toBe(200);
  await quiet();
  expect(ports()).toEqual([16992, 623]); // not yet
  expect(await commit(cim)).toBe("0");
  await endpoint.whenForwarded([664], { signal: never });
  expect(ports()).toEqual([16992, 623, 16993, 664]);
  expect((await localTls(on.me))!.leaf!.raw).toEqual(leaf.der);

  await settings(cim, { AcceptNonSecureConnections: "false", MutualAuthentication: "true" });
  expect(await commit(cim)).toBe("0");
  await quiet();
  expect(ports()).toEqual([16993, 664]);
  await expect(endpoint.openChannel(16992, { signal: never })).rejects.toMatchObject({ code: "APF_NOT_FORWARDED" });
  const stranger = rsa();
  const self = fixed({ subject: [["CN", "console"]], keys: stranger, issuer: undefined, authority: false });
  for (const bad of [undefined, shown({ chain: [self], key: stranger })]) {
    const tls = await localTls(on.me, bad);
    if (tls) await expect(tls.post("x", "AMT_GeneralSettings", "")).rejects.toThrow("over");
  }
  expect((await (await localTls(on.me, client))!.post("x", "AMT_GeneralSettings", "")).status).toBe(401);
  // The names that are wanted count, once there are any
  await settings(cim, { TrustedCN: "another" });
  expect(await commit(cim)).toBe("0");
  const named = await localTls(on.me, client);
  if (named) await expect(named.post("x", "AMT_GeneralSettings", "")).rejects.toThrow("over");
  // No root can be added meanwhile (guide, "Add a Trusted Root Certificate")
  const more = fixed({ subject: [["CN", "more"]], keys: stranger, issuer: undefined, authority: true });
  const refused = await cim.output(keyService, "AddTrustedRootCertificate", { CertificateBlob: base64(more) });
  expect(refused.ReturnValue).toBe("16");

  await settings(cim, { Enabled: "false", MutualAuthentication: "false" });
  expect(await commit(cim)).toBe("0");
  await quiet();
  expect(ports()).toEqual([16992, 623]);
  expect(await localTls(on.me)).toBeUndefined();
});

test("whoever loses AMT loses the ports, too; a machine that has TLS only keeps it", async () => {
  const { cim, endpoint, ports } = await session("acm-15");
  await endpoint.whenForwarded([623], { signal: never });
  await owned(cim);
  await settings(cim, { Enabled: "true", AcceptNonSecureConnections: "false" });
  await commit(cim);
  await quiet();
  expect(ports()).toEqual([16993, 664]);
  await cim.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" });
  await quiet();
  expect(ports()).toEqual([16992, 623]);

  const enforced = await session("acm-16-tls");
  await enforced.endpoint.whenForwarded([664], { signal: never });
  await owned(enforced.cim);
  for (const wanted of [{ Enabled: "false" }, { AcceptNonSecureConnections: "true" }]) {
    const before = await enforced.cim.properties("AMT_TLSSettingData", { InstanceID: localId });
    const answered = await enforced.cim.put("AMT_TLSSettingData", { ...before, ...wanted }, { InstanceID: localId });
    expect(faultOf(answered).subcode).toBe("d:InvalidRepresentation");
  }
});
