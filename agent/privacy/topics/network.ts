import { message } from "../../api/texts.ts";
import { type Answer, answerOf, firstKnown, inInfo, isKnown, type Known, part } from "../known.ts";
import { amt, asked, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** From where AMT takes connections, and how they are protected. */
export const network: Topic = (readings) => {
  const { info, guarded } = readings;
  const { wired } = info.network;
  const noWire = info.unknown.some(
    (one) => one.field === "network.wired" && one.message.code === "unknown.no-interface",
  );
  const link = noWire
    ? { value: false }
    : inInfo(info, "network.wired", wired === null ? null : wired.enabled && wired.linkUp);
  const address = wired && wired.address !== "0.0.0.0" ? wired.address : "";
  const say = (code: Parameters<typeof message>[0] & `privacy.network.${string}`) => (state: Answer) =>
    message(code, { state } as never);
  const redirection = amt("AMT_RedirectionService");
  return topic("network", [
    asked(link, (state) => message("privacy.network.wired", { state, address }), me("getLanInterfaceSettings")),
    tls(readings),
    asked(localTls(readings), say("privacy.network.local-tls"), amt("AMT_TLSSettingData"), { yes: "fact", no: "fact" }),
    asked(
      part(guarded.redirection, ([one]) => one?.ListenerEnabled),
      say("privacy.network.listener"),
      redirection,
    ),
    asked(
      part(guarded.kvmSettings, ([one]) => (one === undefined ? false : one.Is5900PortEnabled)),
      say("privacy.network.vnc"),
      amt("IPS_KVMRedirectionSettingData"),
    ),
    asked(inInfo(info, "sessions.webUi", info.sessions.webUi), say("privacy.network.web"), me("getFeaturesState")),
    asked(
      part(guarded.general, ([one]) => one?.PingResponseEnabled),
      say("privacy.network.ping"),
      amt("AMT_GeneralSettings"),
      { yes: "fact", no: "fact" },
    ),
  ]);
};

type Settings = NonNullable<ReturnType<typeof settingsOf>>;
const settingsOf = ({ guarded }: Readings, which: RegExp) =>
  isKnown(guarded.tls) ? guarded.tls.value.find(({ InstanceID }) => which.test(InstanceID ?? "")) : undefined;
const plainToo = ({ AcceptNonSecureConnections: plain }: Settings): Answer =>
  plain === undefined ? "unknown" : plain ? "yes" : "no";

function tls(readings: Readings) {
  const { guarded, info } = readings;
  const settings = settingsOf(readings, /802\.3/);
  const source = amt("AMT_TLSSettingData");
  const said = (state: Answer, plain: Answer, mutual: Answer) =>
    message("privacy.network.tls", { state, plain, mutual });
  if (settings?.Enabled !== undefined) {
    const { Enabled, MutualAuthentication = false } = settings;
    const plain = plainToo(settings);
    const isTight = Enabled && plain === "no";
    const what = said(Enabled ? "yes" : "no", plain, MutualAuthentication ? "yes" : "no");
    return says(isTight ? "closed" : "open", what, source);
  }
  // The ME's own word, which says nothing of connections that are not encrypted beside those that are
  const known = inInfo(info, "amt.tls", info.amt.tls);
  if (isKnown(known) && !known.value)
    return says("open", said("no", "unknown", "unknown"), me("getSecurityParameters"));
  const why = isKnown(guarded.tls) ? message("unknown.not-reported", {}) : guarded.tls.why;
  return unknown(said("unknown", "unknown", "unknown"), why, source);
}

function localTls(readings: Readings): Known<boolean> {
  const { guarded, info } = readings;
  const settings = settingsOf(readings, /LMS/);
  const byAmt: Known<boolean> =
    settings?.Enabled === undefined
      ? isKnown(guarded.tls)
        ? { why: message("unknown.not-reported", {}) }
        : guarded.tls
      : { value: settings.Enabled && plainToo(settings) === "no" };
  const byMe = inInfo(info, "amt.localPortsTlsOnly", info.amt.localPortsTlsOnly);
  return answerOf(byMe) === "yes" ? byMe : firstKnown(byAmt, byMe);
}
