import { type Reference, referTo } from "../../../mei/wsman/reference.ts";
import type { Instance } from "../../../mei/wsman/resource.ts";
import { cim8021xSettings } from "../../../mei/wsman/resources/ieee8021x.ts";
import {
  wifiEndpoint,
  wifiEndpointCapabilities,
  wifiEndpointSettings,
  wifiPort,
  wifiPortConfigurationService,
} from "../../../mei/wsman/resources/wifi.ts";
import { storeCredential } from "./credentials.ts";
import { dot1xProperties } from "./dot1x.ts";
import { absent } from "./error.ts";
import { ifThere } from "./if-there.ts";
import type { Change, Reach, Subject } from "./subject.ts";
import { type Logins, type ProfileAct, planProfiles } from "./wifi-plan.ts";
import { type StoredProfile, showProfile, wpa3Sae } from "./wifi-profile.ts";

type Service = Instance<typeof wifiPortConfigurationService>;
interface State {
  /** Undefined: no Wi-Fi. */
  readonly service: Service | undefined;
  readonly profiles: readonly StoredProfile[];
  readonly logins: Logins;
  readonly methods: readonly number[] | undefined;
  readonly port: string | number | undefined;
}
type Act = ProfileAct | { readonly service: Service } | { readonly port: "on" };

const settings8021x = "Intel(r) AMT: 8021X Settings ";
const nameIn = (elementName: string | undefined): string => elementName ?? "";
const isSynced = ({ localProfileSynchronizationEnabled: sync = 0 }: Service): boolean =>
  sync !== 0 && sync !== "disabled";

/** Wi-Fi for AMT of its own: profiles, and whether it takes over those of the operating system (rpc.md 3.10). */
export const wifi: Subject<"wifi", State, Act> = {
  name: "wifi",
  title: "Wi-Fi",
  async read({ wsman, signal }) {
    const service = await ifThere(wsman.get(wifiPortConfigurationService, { signal }));
    if (service === undefined) return { service, profiles: [], logins: new Map(), methods: undefined, port: undefined };
    const profiles = await wsman.enumerate(wifiEndpointSettings, { signal });
    const logins = (await ifThere(wsman.enumerate(cim8021xSettings, { signal }))) ?? [];
    const capabilities = await ifThere(wsman.get(wifiEndpointCapabilities, { signal }));
    const port = await ifThere(wsman.get(wifiPort, { signal }));
    return {
      service,
      profiles: profiles.map(({ value }) => value),
      logins: new Map(logins.map(({ value }) => [nameIn(value.ElementName), value])),
      methods: capabilities?.SupportedAuthenticationMethods,
      port: port?.EnabledState,
    };
  },
  plan(now, wanted) {
    const { service, port, methods } = now;
    if (service === undefined) return absent("This machine's AMT has no Wi-Fi");
    const sae = wanted.profiles.find(({ security }) => security === "wpa3-sae");
    if (sae !== undefined && methods !== undefined && !methods.includes(wpa3Sae))
      absent(`The Wi-Fi profile "${sae.name}" cannot be used: this machine's AMT does not know WPA3`);
    const changes: Change<Act>[] = [...planProfiles(now, wanted)];
    const [sync, uefi] = [isSynced(service), service.UEFIWiFiProfileShareEnabled];
    if (wanted.uefiSync === true && uefi === undefined)
      absent("This machine's AMT does not share Wi-Fi profiles with UEFI");
    const [toSync, toUefi] = [wanted.sync ?? sync, uefi === undefined ? undefined : (wanted.uefiSync ?? uefi)];
    if (toSync !== sync || toUefi !== uefi) {
      const next: Service = {
        ...service,
        ...(toSync !== sync && { localProfileSynchronizationEnabled: toSync ? "unrestricted" : "disabled" }),
        ...(toUefi !== undefined && { UEFIWiFiProfileShareEnabled: toUefi }),
      };
      const shown = (os: boolean, firmware: boolean | undefined) => ({ sync: os, uefiSync: firmware ?? null });
      changes.push({ name: "sync", before: shown(sync, uefi), after: shown(toSync, toUefi), act: { service: next } });
    }
    if (port === "disabled" && (toSync || wanted.profiles.length > 0))
      changes.push({ name: "port", before: false, after: true, act: { port: "on" } });
    return changes;
  },
  async carryOut(at, act) {
    const { wsman, signal } = at;
    if ("service" in act) await wsman.put(wifiPortConfigurationService, act.service, { signal });
    else if ("port" in act)
      await wsman.invoke(wifiPort, "RequestStateChange", { RequestedState: "enabledInS0AndSx" }, { signal });
    else if ("remove" in act) {
      const { InstanceID = "" } = act.remove;
      await wsman.delete(wifiEndpointSettings, { selectors: { InstanceID }, signal });
    } else await keepProfile(at, act);
  },
  expected: (wanted) => ({ ...wanted, renew: false }),
  show: ({ service, profiles, port }) => ({
    profiles: profiles.map(showProfile),
    sync: service === undefined ? null : isSynced(service),
    uefiSync: service?.UEFIWiFiProfileShareEnabled ?? null,
    port: port ?? null,
  }),
};

/** One new profile, or another content of one that is there; the others stay. */
async function keepProfile(at: Reach, { profile, priority, over }: Exclude<ProfileAct, { remove: unknown }>) {
  const { wanted, settings, dot1x } = profile;
  const InstanceID = over?.InstanceID ?? `Intel(r) AMT:WiFi Endpoint Settings ${wanted.name}`;
  const { client, root } = dot1x ? await storeCredential(at, dot1x.credential) : { client: undefined, root: undefined };
  const input = {
    WiFiEndpointSettingsInput: {
      ElementName: wanted.name,
      InstanceID,
      ...settings,
      SSID: wanted.ssid,
      Priority: priority,
      ...(wanted.passphrase !== undefined && { PSKPassPhrase: wanted.passphrase }),
    },
    ...(dot1x !== undefined && {
      IEEE8021xSettingsInput: {
        ElementName: wanted.name,
        InstanceID: `${settings8021x}${wanted.name}`,
        ...dot1xProperties(dot1x),
      },
    }),
    ...(client !== undefined && { ClientCredential: client }),
    ...(root !== undefined && { CACredential: root }),
  };
  if (over === undefined) {
    const call = { WiFiEndpoint: endpoint, ...input };
    await at.wsman.invoke(wifiPortConfigurationService, "AddWiFiSettings", call, at);
  } else {
    const call = { WiFiEndpointSettings: referTo(wifiEndpointSettings.uri, { InstanceID }), ...input };
    await at.wsman.invoke(wifiPortConfigurationService, "UpdateWiFiSettings", call, at);
  }
}

const endpoint: Reference = referTo(wifiEndpoint.uri, { Name: "WiFi Endpoint 0" });
