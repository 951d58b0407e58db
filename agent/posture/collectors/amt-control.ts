import {
  kvmRedirectionSap,
  kvmRedirectionSettingData,
  optInService,
  redirectionService,
} from "../../../mei/wsman/resources/redirection.ts";
import { generalSettings, setupAndConfigurationService } from "../../../mei/wsman/resources/setup.ts";
import { ifThere } from "../../provisioning/configure/if-there.ts";
import { notApplicable, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { properties, web } from "./amt-web.ts";

const silent = (what: string) => unknown("unsupported", `AMT does not say its ${what}`);

/** Who may see and drive this machine, and who is asked. */
export const amtControl: readonly Collector[] = [
  web("amt.userConsent", async ({ wsman, signal }) => {
    const service = await wsman.get(optInService, { signal });
    const { OptInRequired: required, CanModifyOptInPolicy } = service;
    return {
      judged:
        required === undefined
          ? silent("user consent")
          : verdict(
              required === "all" || required === "kvm",
              required,
              `all or kvm (may be changed: ${CanModifyOptInPolicy ?? "not said"})`,
            ),
      evidence: [properties("IPS_OptInService", service, ["OptInRequired", "CanModifyOptInPolicy"])],
    };
  }),
  web("amt.redirection", async ({ wsman, signal }) => {
    const service = await wsman.get(redirectionService, { signal });
    const { EnabledState: enabled, ListenerEnabled = false } = service;
    const on = enabled !== undefined && ["ider", "sol", "iderAndSol"].includes(String(enabled));
    const value = `${enabled ?? "not said"}${on ? (ListenerEnabled ? ", listening" : ", not listening") : ""}`;
    return {
      judged:
        enabled === undefined
          ? silent("redirection")
          : verdict(!on || !ListenerEnabled, value, "off, or not listening"),
      evidence: [properties("AMT_RedirectionService", service, ["EnabledState", "ListenerEnabled"])],
    };
  }),
  web("amt.kvm", async ({ wsman, signal }) => {
    const sap = await ifThere(wsman.get(kvmRedirectionSap, { signal }));
    if (sap === undefined) return { judged: notApplicable("unsupported", "this AMT has no KVM"), evidence: [] };
    const evidence = [properties("CIM_KVMRedirectionSAP", sap, ["EnabledState"])];
    if (sap.EnabledState !== "enabled" && sap.EnabledState !== "enabledButOffline")
      return { judged: verdict(true, "off", "off, or with consent and without port 5900"), evidence };
    const data = await wsman.get(kvmRedirectionSettingData, { signal });
    const weak = [
      ...(data.Is5900PortEnabled === true ? ["port 5900 open, without TLS"] : []),
      ...(data.OptInPolicy === false ? ["without consent"] : []),
    ];
    return {
      judged: verdict(
        weak.length === 0,
        weak.length === 0 ? "on" : `on: ${weak.join(", ")}`,
        "off, or with consent and without port 5900",
      ),
      evidence: [...evidence, properties("IPS_KVMRedirectionSettingData", data, ["Is5900PortEnabled", "OptInPolicy"])],
    };
  }),
  web("amt.ping", async ({ wsman, signal }) => {
    const settings = await wsman.get(generalSettings, { signal });
    const { PingResponseEnabled: ping, RmcpPingResponseEnabled: rmcp } = settings;
    const value = [...(ping ? ["ping"] : []), ...(rmcp ? ["RMCP ping"] : [])].join(" and ") || "none";
    return {
      judged:
        ping === undefined && rmcp === undefined
          ? silent("replies to pings")
          : verdict(value === "none", value, "none"),
      evidence: [properties("AMT_GeneralSettings", settings, ["PingResponseEnabled", "RmcpPingResponseEnabled"])],
    };
  }),
  web("amt.privacyLevel", async ({ wsman, signal }) => {
    const settings = await wsman.get(generalSettings, { signal });
    const { PrivacyLevel: level } = settings;
    return {
      judged:
        level === undefined
          ? silent("privacy level")
          : verdict(level === "enhanced" || level === "extreme", level, "enhanced or extreme"),
      evidence: [properties("AMT_GeneralSettings", settings, ["PrivacyLevel"])],
    };
  }),
  web("amt.passwordModel", async ({ wsman, signal }) => {
    const service = await wsman.get(setupAndConfigurationService, { signal });
    const { PasswordModel: model } = service;
    return {
      judged: model === undefined ? silent("password model") : verdict(model !== "coupled", model, "not coupled"),
      evidence: [properties("AMT_SetupAndConfigurationService", service, ["PasswordModel"])],
    };
  }),
];
