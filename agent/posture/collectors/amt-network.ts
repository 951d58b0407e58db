import { wired8021xSettings } from "../../../mei/wsman/resources/ieee8021x.ts";
import { environmentDetectionSettingData } from "../../../mei/wsman/resources/network.ts";
import { managementPresenceRemoteSap } from "../../../mei/wsman/resources/remote-access.ts";
import { wifiEndpointSettings, wifiPortConfigurationService } from "../../../mei/wsman/resources/wifi.ts";
import { ifThere } from "../../provisioning/configure/if-there.ts";
import { notApplicable, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { type Asked, properties, web } from "./amt-web.ts";

const servers = async ({ wsman, signal }: Asked) =>
  ((await ifThere(wsman.enumerate(managementPresenceRemoteSap, { signal }))) ?? []).map(({ value }) => value);

/** Readable without its key by anybody near, or with a broken cipher. */
const weakMethods: readonly unknown[] = ["open", "sharedKey", "wpaPsk", "wpa8021x"];
const weakCiphers: readonly unknown[] = ["wep", "tkip", "none"];

export const amtNetwork: readonly Collector[] = [
  web("amt.cira", async (asked) => {
    const found = await servers(asked);
    const evidence = found.map((one) =>
      properties("AMT_ManagementPresenceRemoteSAP", one, ["AccessInfo", "Port", "CN"]),
    );
    if (found.length === 0) return { judged: verdict(true, "none", "none"), evidence };
    const names = found.map(({ AccessInfo = "", Port = 0 }) => `${AccessInfo}:${Port}`).join(", ");
    return { judged: unknown("no-rule", "whether the server is yours only you know", names), evidence };
  }),
  web("amt.envDetection", async (asked) => {
    if ((await servers(asked)).length === 0)
      return { judged: notApplicable("not-here", "AMT connects to no server outside"), evidence: [] };
    const [settings] = await asked.wsman.enumerate(environmentDetectionSettingData, { signal: asked.signal });
    const strings = settings?.value.DetectionStrings ?? [];
    return {
      judged: verdict(strings.length > 0, strings.length > 0 ? strings.join(", ") : "none", "at least one home domain"),
      evidence: settings
        ? [properties("AMT_EnvironmentDetectionSettingData", settings.value, ["DetectionStrings"])]
        : [],
    };
  }),
  web("amt.wifi", async ({ wsman, signal }) => {
    const service = await ifThere(wsman.get(wifiPortConfigurationService, { signal }));
    if (service === undefined)
      return { judged: notApplicable("not-here", "AMT has no wireless interface"), evidence: [] };
    const profiles = (await wsman.enumerate(wifiEndpointSettings, { signal })).map(({ value }) => value);
    const weak = profiles.filter(
      ({ AuthenticationMethod: method, EncryptionMethod: cipher }) =>
        weakMethods.includes(method) || weakCiphers.includes(cipher),
    );
    // No names: a network's says where somebody is
    const named = `${weak.length} of ${profiles.length}: ${[...new Set(weak.map((one) => String(one.AuthenticationMethod)))].join(", ")}`;
    return {
      judged: verdict(
        weak.length === 0,
        weak.length === 0 ? `${profiles.length} profiles` : named,
        "WPA2 or WPA3, CCMP",
      ),
      evidence: [
        properties("AMT_WiFiPortConfigurationService", service, [
          "localProfileSynchronizationEnabled",
          "NoHostCsmeSoftwarePolicy",
          "UEFIWiFiProfileShareEnabled",
        ]),
        ...profiles.map((one) =>
          properties("CIM_WiFiEndpointSettings", one, ["AuthenticationMethod", "EncryptionMethod", "Priority"]),
        ),
      ],
    };
  }),
  web("amt.8021x", async ({ wsman, signal }) => {
    const settings = await ifThere(wsman.get(wired8021xSettings, { signal }));
    if (settings === undefined)
      return { judged: notApplicable("unsupported", "this AMT has no such settings"), evidence: [] };
    const evidence = [properties("IPS_IEEE8021xSettings", settings, ["Enabled", "AuthenticationProtocol"])];
    const on = settings.Enabled === "enabled" || settings.Enabled === "enabledWithoutCertificates";
    if (!on)
      return {
        judged: notApplicable("not-here", "none is set up; only the network knows whether it asks for it"),
        evidence,
      };
    return {
      judged: verdict(settings.Enabled === "enabled", String(settings.Enabled), "enabled, with certificates"),
      evidence,
    };
  }),
];
