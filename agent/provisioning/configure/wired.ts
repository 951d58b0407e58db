import type { Instance } from "../../../mei/wsman/resource.ts";
import { wired8021xCredentialContext, wired8021xSettings } from "../../../mei/wsman/resources/ieee8021x.ts";
import { ethernetPortSettings } from "../../../mei/wsman/resources/network.ts";
import type { Plain } from "../../wsman/plain.ts";
import { certificatesOf } from "./certificate-store.ts";
import { storeCredential } from "./credentials.ts";
import { checkDot1x, type Dot1x, dot1xProperties, protocolName } from "./dot1x.ts";
import { absent, ConfigureError, cannotMean } from "./error.ts";
import { ifThere } from "./if-there.ts";
import { type Port, planAddresses, showAddresses } from "./port-addresses.ts";
import type { Change, Reach, Subject } from "./subject.ts";

type Settings8021x = Instance<typeof wired8021xSettings>;
interface State {
  readonly port: Port | undefined;
  readonly dot1x: Settings8021x | undefined;
  /** That AMT logs in with, and that it expects of the server: DER. */
  readonly certificates: readonly Buffer[];
}
type Act =
  | { readonly set: "port"; readonly port: Port }
  | { readonly set: "dot1x"; readonly dot1x: Dot1x; readonly pxeTimeout: number | undefined }
  | { readonly set: "dot1x off" };

/** AMT's own port; a second one is Wi-Fi (rpc.md 7.5). */
export const wiredPort = "Intel(r) AMT Ethernet Port Settings 0";

const isOn = (dot1x: Settings8021x | undefined): boolean =>
  dot1x?.Enabled === "enabled" || dot1x?.Enabled === "enabledWithoutCertificates";
const shown8021x = (now: Settings8021x | undefined): Plain =>
  isOn(now)
    ? {
        protocol: protocolName(now?.AuthenticationProtocol),
        user: now?.Username ?? null,
        pxeTimeout: now?.PxeTimeout ?? null,
      }
    : "off";

/** Only EAP-TLS binds certificates here: with a password AMT is given none. */
const isBound = (bound: readonly Buffer[], { wanted, credential: { client, root } }: Dot1x): boolean =>
  wanted.protocol !== "eap-tls" ||
  [client?.certificate, root].every((one) => one === undefined || bound.some((there) => there.equals(one.raw)));

async function boundCertificates(at: Reach): Promise<Buffer[]> {
  const contexts = (await ifThere(at.wsman.enumerate(wired8021xCredentialContext, at))) ?? [];
  const handles = contexts.map(({ value }) => value.ElementInContext?.selectors.InstanceID);
  const stored = await certificatesOf(at);
  return stored.flatMap(({ InstanceID, X509Certificate }) =>
    X509Certificate !== undefined && InstanceID !== undefined && handles.includes(InstanceID) ? [X509Certificate] : [],
  );
}

/** AMT's wired port: how it comes to its address, and 802.1x (rpc.md 3.11). */
export const wired: Subject<"wired", State, Act> = {
  name: "wired",
  title: "Wired network",
  async read(at) {
    const { wsman, signal } = at;
    const selectors = { InstanceID: wiredPort };
    const dot1x = await ifThere(wsman.get(wired8021xSettings, { signal }));
    return {
      port: await ifThere(wsman.get(ethernetPortSettings, { selectors, signal })),
      dot1x,
      certificates: isOn(dot1x) && dot1x?.AuthenticationProtocol === "eapTls" ? await boundCertificates(at) : [],
    };
  },
  plan({ port, dot1x, certificates }, wanted) {
    if (port === undefined) return absent("This machine's AMT has no wired port");
    const changes: Change<Act>[] = planAddresses(port, wanted).map(({ act, ...change }) => ({
      ...change,
      act: { set: "port", port: act },
    }));
    if (wanted.dot1x === undefined) return changes;
    if (dot1x === undefined) return absent("This machine's AMT has no 802.1x for its wired port (it came with AMT 11)");
    if (wanted.dot1x === "off") {
      if (isOn(dot1x))
        changes.push({ name: "802.1x", before: shown8021x(dot1x), after: "off", act: { set: "dot1x off" } });
      return changes;
    }
    const { pxeTimeout } = wanted.dot1x;
    const checked = checkDot1x(wanted.dot1x, "802.1x of the wired port");
    if (wanted.dot1x.protocol === "eap-tls" && checked.credential.root === undefined)
      cannotMean("802.1x of the wired port needs the root certificate of its server (caCertificate): EAP-TLS");
    const properties = dot1xProperties(checked);
    const differs =
      !isOn(dot1x) ||
      !isBound(certificates, checked) ||
      (pxeTimeout !== undefined && pxeTimeout !== dot1x.PxeTimeout) ||
      (["AuthenticationProtocol", "Username", "Domain", "ServerCertificateName"] as const).some(
        (name) => (properties as Settings8021x)[name] !== dot1x[name],
      );
    if (differs)
      changes.push({
        name: "802.1x",
        before: shown8021x(dot1x),
        after: { protocol: wanted.dot1x.protocol, user: wanted.dot1x.user, pxeTimeout: pxeTimeout ?? null },
        act: { set: "dot1x", dot1x: checked, pxeTimeout },
      });
    return changes;
  },
  async carryOut(at, act, now) {
    const { wsman, signal } = at;
    if (act.set === "port") {
      await wsman.put(ethernetPortSettings, act.port, { selectors: { InstanceID: wiredPort }, signal });
      return;
    }
    if (now.dot1x === undefined) throw new ConfigureError("CONFIGURE_ABSENT", "no 802.1x for the wired port");
    if (act.set === "dot1x off") {
      const { InstanceID, ElementName } = now.dot1x;
      await wsman.put(wired8021xSettings, { InstanceID, ElementName, Enabled: "disabled" }, { signal });
      return;
    }
    const { client, root } = await storeCredential(at, act.dot1x.credential);
    const PxeTimeout = act.pxeTimeout ?? now.dot1x.PxeTimeout ?? 120;
    const { AuthenticationProtocol: _p, Username: _u, Domain: _d, ...before } = now.dot1x;
    await wsman.put(
      wired8021xSettings,
      { ...before, ...dot1xProperties(act.dot1x), AvailableInS0: true, Enabled: "enabled", PxeTimeout },
      { signal },
    );
    if (client !== undefined && root !== undefined)
      await wsman.invoke(
        wired8021xSettings,
        "SetCertificates",
        { ServerCertificateIssuer: root, ClientCertificate: client },
        { signal },
      );
  },
  show: ({ port, dot1x }) => ({ ...(port && showAddresses(port)), dot1x: shown8021x(dot1x) }),
};
