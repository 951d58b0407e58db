import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { inInfo, isKnown } from "../known.ts";
import { amt, asked, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** AMT has room for four (AMT_RemoteAccessCapabilities). */
const MOST = 8;

/** Servers outside that AMT calls, and can then be reached through (CIRA). */
export const servers: Topic = (readings) => {
  const { info } = readings;
  const help = inInfo(info, "remoteAccess.helpFromOs", info.remoteAccess.helpFromOs);
  const say = (state: string) => message("privacy.servers.help", { state });
  return topic("servers", [
    connected(readings),
    ...listed(readings),
    asked(help, say, me("getUserInitiatedInterfaces"), { yes: "fact", no: "fact" }),
    home(readings),
  ]);
};

function connected({ info }: Readings): PrivacyFinding {
  const { connection, server } = info.remoteAccess;
  const source = me("getRemoteAccessStatus");
  const known = inInfo(info, "remoteAccess.connection", connection);
  if (!isKnown(known)) return unknown(message("privacy.servers.connected-unknown", {}), known.why, source);
  const what = message("privacy.servers.connected", {
    server: server ? tame(server) : "a server",
    connection: String(known.value),
  });
  return says(known.value === "none" ? "closed" : "open", what, source);
}

function listed({ guarded }: Readings): PrivacyFinding[] {
  const source = amt("AMT_ManagementPresenceRemoteSAP");
  const known = guarded.servers;
  if (!isKnown(known)) return [unknown(message("privacy.servers.list", {}), known.why, source)];
  if (known.value.length === 0) return [says("closed", message("privacy.servers.none", {}), source)];
  const all = known.value.slice(0, MOST).map(({ AccessInfo = "a server", Port }) => {
    const server = `${tame(AccessInfo)}${Port === undefined ? "" : `:${Port}`}`;
    return says("open", message("privacy.servers.server", { server }), source);
  });
  const rules = isKnown(guarded.policies) ? guarded.policies.value.slice(0, MOST) : [];
  const when = rules.map(({ Trigger }) =>
    says("fact", message("privacy.servers.when", { trigger: String(Trigger) }), amt("AMT_RemoteAccessPolicyRule")),
  );
  return [...all, ...when];
}

function home({ info, guarded }: Readings): PrivacyFinding {
  const source = amt("AMT_EnvironmentDetectionSettingData");
  const { homeDomains } = info.network;
  const domains = isKnown(guarded.environment)
    ? (guarded.environment.value[0]?.DetectionStrings ?? homeDomains ?? [])
    : homeDomains;
  if (domains === null || domains === undefined) {
    const why = isKnown(guarded.environment) ? message("unknown.not-reported", {}) : guarded.environment.why;
    return unknown(message("privacy.servers.home-unknown", {}), why, source);
  }
  const words = domains.slice(0, MOST).map(tame).join(", ");
  return says("fact", message("privacy.servers.home", { domains: words }), source);
}
