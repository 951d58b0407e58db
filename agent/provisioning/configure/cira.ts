import type { X509Certificate } from "node:crypto";
import { referTo } from "../../../mei/wsman/reference.ts";
import { selectorsOf } from "../../../mei/wsman/resource.ts";
import { environmentDetectionSettingData } from "../../../mei/wsman/resources/network.ts";
import {
  managementPresenceRemoteSap,
  remoteAccessPolicyAppliesToMps,
  remoteAccessPolicyRule,
  remoteAccessService,
  userInitiatedConnectionService,
} from "../../../mei/wsman/resources/remote-access.ts";
import { formatOf } from "./address.ts";
import { storeCertificate } from "./certificate-store.ts";
import { type CiraAct, planCira, type WantedServer } from "./cira-plan.ts";
import { type CiraState, readCira, showCira } from "./cira-state.ts";
import { storeCredential } from "./credentials.ts";
import { ConfigureError } from "./error.ts";
import type { Reach, Subject } from "./subject.ts";

/** The tunnel that AMT opens to a management server when it is outside (rpc.md 3.12). */
export const cira: Subject<"cira", CiraState, CiraAct> = {
  name: "cira",
  title: "Remote access (CIRA)",
  read: readCira,
  plan: planCira,
  async carryOut(at, act) {
    const { wsman, signal } = at;
    switch (act.do) {
      case "remove rule":
        await wsman.delete(remoteAccessPolicyRule, {
          selectors: selectorsOf(remoteAccessPolicyRule, act.rule),
          signal,
        });
        return;
      case "remove server": {
        const selectors = selectorsOf(managementPresenceRemoteSap, act.server);
        await wsman.delete(managementPresenceRemoteSap, { selectors, signal });
        return;
      }
      case "trust":
        await storeCertificate(at, act.certificate satisfies X509Certificate, { root: true });
        return;
      case "add server":
        await addServer(at, act.server);
        return;
      case "add rule": {
        const server = await serverAt(at, act.address);
        const rule = { Trigger: act.trigger, TunnelLifeTime: act.lifetime, MpServer: [server] };
        const input = act.data === undefined ? rule : { ...rule, ExtendedData: act.data };
        await wsman.invoke(remoteAccessService, "AddRemoteAccessPolicyRule", input, { signal });
        await forBoth(at);
        return;
      }
      case "for both":
        await forBoth(at);
        return;
      case "user may ask":
        await wsman.invoke(
          userInitiatedConnectionService,
          "RequestStateChange",
          { RequestedState: act.to },
          { signal },
        );
        return;
      case "home":
        await wsman.put(environmentDetectionSettingData, act.detection, { signal });
    }
  },
  show: showCira,
};

async function addServer(at: Reach, { wanted, commonName, credential }: WantedServer): Promise<void> {
  const { client } = await storeCredential(at, { ...credential, root: undefined });
  const input = {
    AccessInfo: wanted.address,
    InfoFormat: formatOf(wanted.address),
    Port: wanted.port,
    CN: commonName,
    ...(client === undefined
      ? { AuthMethod: "password" as const, Username: wanted.user, Password: wanted.password }
      : { AuthMethod: "mutual" as const, Certificate: client }),
  };
  await at.wsman.invoke(remoteAccessService, "AddMpServer", input, at);
}

/** Its name is AMT's to choose, so it is looked up. */
async function serverAt({ wsman, signal }: Reach, address: string) {
  const servers = await wsman.enumerate(managementPresenceRemoteSap, { signal });
  const found = servers.find(({ value }) => value.AccessInfo === address);
  if (found === undefined)
    throw new ConfigureError("CONFIGURE_NOT_TAKEN", `AMT took the server ${address} and does not have it`);
  return referTo(managementPresenceRemoteSap.uri, selectorsOf(managementPresenceRemoteSap, found.value));
}

/** Every rule that there is counts for tunnels from outside and from inside: however many there are. */
async function forBoth({ wsman, signal }: Reach): Promise<void> {
  for (const { value } of await wsman.enumerate(remoteAccessPolicyAppliesToMps, { signal })) {
    if (value.MpsType === undefined || value.MpsType === "both") continue;
    const selectors = selectorsOf(remoteAccessPolicyAppliesToMps, value);
    await wsman.put(remoteAccessPolicyAppliesToMps, { ...value, MpsType: "both" }, { selectors, signal });
  }
}
