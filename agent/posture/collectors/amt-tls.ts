import type { Instance } from "../../../mei/wsman/resource.ts";
import { tlsSettingData } from "../../../mei/wsman/resources/certificates.ts";
import { networkTls } from "../../provisioning/configure/tls-state.ts";
import { type Judged, notApplicable, seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { type Asked, properties, type Told, web } from "./amt-web.ts";

type Settings = Instance<typeof tlsSettingData>;
const all = ["Enabled", "AcceptNonSecureConnections", "MutualAuthentication", "NonSecureConnectionsSupported"] as const;

/** For the network, and for this machine's own programs (rpc.md 3.7). */
const where = { network: (id: string) => id === networkTls, local: (id: string) => id !== networkTls };

const judged =
  (which: keyof typeof where, judge: (settings: Settings) => Judged) =>
  async ({ wsman, signal }: Asked): Promise<Told> => {
    const found = await wsman.enumerate(tlsSettingData, { signal });
    const settings = found.find(({ value }) => where[which](value.InstanceID ?? ""))?.value;
    if (settings === undefined) throw new NoAnswer("unsupported", `no TLS settings for ${which} connections`);
    return {
      judged: judge(settings),
      evidence: [properties(`AMT_TLSSettingData "${settings.InstanceID}"`, settings, all)],
    };
  };

function onlyTls({ Enabled, AcceptNonSecureConnections }: Settings): Judged {
  if (Enabled === undefined) return unknown("malformed", "AMT does not say whether TLS is on");
  const value = !Enabled ? "off" : AcceptNonSecureConnections === true ? "on, and plain connections too" : "on";
  return verdict(value === "on", value, "on, without plain connections");
}

export const amtTls: readonly Collector[] = [
  web("amt.tls.remote", judged("network", onlyTls)),
  web("amt.tls.local", async (asked) => {
    // Firmware that serves only TLS to its own machine says so over MEI (CSME 16.1 and newer)
    if (asked.info.amt.localPortsTlsOnly === true)
      return {
        judged: verdict(true, "only TLS", "on, without plain connections"),
        evidence: [seen("IsChangeToAMTEnabled bit 6", "1")],
      };
    return judged("local", onlyTls)(asked);
  }),
  web(
    "amt.tls.ports",
    judged("network", ({ NonSecureConnectionsSupported: said }) =>
      said === undefined
        ? notApplicable("unsupported", "only CSME 16.1 and newer has it")
        : unknown("no-rule", "Intel's guide and rpc-go read it in opposite ways", said),
    ),
  ),
  web(
    "amt.tls.mutual",
    judged("network", ({ Enabled, MutualAuthentication = false }) =>
      Enabled === true
        ? verdict(MutualAuthentication, MutualAuthentication ? "on" : "off", "on")
        : notApplicable("not-here", "TLS is off"),
    ),
  ),
];
