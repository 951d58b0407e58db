import { escapeText } from "../../mei/wsman/xml/characters.ts";

/** `MessageID` and the sub-code in `MessageArguments[0]`; an agent's events carry its GUID there since AMT 8 (presence-posture.md 1.9). */
export interface AlertKind {
  readonly id: `iAMT${string}`;
  readonly argument: number | string;
}
const alert = (id: `iAMT${string}`, argument: number | string = 0): AlertKind => ({ id, argument });

/** What AMT tells the host about, by name (lms.md 3.2, presence-posture.md 3.2). */
export const alerts = {
  manageabilityEnabled: alert("iAMT0050"),
  provisioningPre: alert("iAMT0055", 0),
  provisioningIn: alert("iAMT0055", 1),
  provisioningPost: alert("iAMT0055", 2),
  unprovisioning: alert("iAMT0055", 3),
  controlModeChanged: alert("iAMT0055", 4),
  networkChanged: alert("iAMT0057"),
  disableAttempt: alert("iAMT0071", ""), // peers know it without an argument
  systemDefenseTxStopped: alert("iAMT0050", 16),
  systemDefenseTxLimited: alert("iAMT0050", 17),
  systemDefenseRxStopped: alert("iAMT0050", 18),
  systemDefenseRxLimited: alert("iAMT0050", 19),
  systemDefenseChanged: alert("iAMT0056"),
  eacChanged: alert("iAMT0050", 32),
  eacEnabled: alert("iAMT0050", 33),
  eacDisabled: alert("iAMT0050", 34),
  solOpened: alert("iAMT0050", 48),
  solClosed: alert("iAMT0050", 49),
  storageOpened: alert("iAMT0050", 50),
  storageClosed: alert("iAMT0050", 51),
  wlanProfileInsufficient: alert("iAMT0050", 66),
  wlanSessionOpened: alert("iAMT0050", 67),
  wlanSecurityInsufficient: alert("iAMT0050", 68),
  wlanSessionClosed: alert("iAMT0050", 69),
  wifiSyncChanged: alert("iAMT0054", 70),
  wifiSyncDisabled: alert("iAMT0049", 0),
  wifiSyncEnabled: alert("iAMT0049", 1),
  wlanProtectionOff: alert("iAMT0068", 0),
  wlanProtectionPassive: alert("iAMT0068", 1),
  wlanProtectionHigh: alert("iAMT0068", 2),
  wlanControlByHost: alert("iAMT0066", 0),
  wlanControlByMe: alert("iAMT0066", 1),
  spriteChanged: alert("iAMT0060"),
  kvmRequested: alert("iAMT0052", 0),
  kvmStarted: alert("iAMT0052", 1),
  kvmStopped: alert("iAMT0052", 2),
  kvmData: alert("iAMT0052", 3),
  kvmDisabled: alert("iAMT0059", 0),
  kvmEnabled: alert("iAMT0059", 1),
  tunnelClosed: alert("iAMT0058", 0),
  tunnelOpened: alert("iAMT0058", 1),
  ipSyncDisabled: alert("iAMT0062", 0),
  ipSyncEnabled: alert("iAMT0062", 1),
  proxySyncDisabled: alert("iAMT0063", 0),
  proxySyncEnabled: alert("iAMT0063", 1),
  consentGranted: alert("iAMT0064", 1),
  consentEnded: alert("iAMT0064", 2),
  consentRequested: alert("iAMT0064", 3),
  consentChanged: alert("iAMT0064", 4),
  refreshLan: alert("iAMT0065", 0),
  refreshWlan: alert("iAMT0065", 1),
  shutdownRequested: alert("iAMT0067", 0),
  rebootRequested: alert("iAMT0067", 1),
  sleepRequested: alert("iAMT0067", 2),
  hibernateRequested: alert("iAMT0067", 3),
  timeSyncDisabled: alert("iAMT0069", 0),
  timeSyncEnabled: alert("iAMT0069", 1),
  watchdogReset: alert("iAMT0070"),
} as const satisfies Readonly<Record<string, AlertKind>>;

/** The state's event: 0002 not started, 0003 stopped, 0004 running, 0005 expired, 0006 suspended. */
export const presenceAlert = (state: 1 | 2 | 4 | 8 | 16, agent: string): AlertKind =>
  alert(`iAMT000${{ 1: 2, 2: 3, 4: 4, 8: 5, 16: 6 }[state]}`, agent);

/** As peers name it: `iAMT0052-1`; `iAMT0071` where there is no argument. */
export const alertName = ({ id, argument }: AlertKind): string => (argument === "" ? id : `${id}-${argument}`);

export interface Alert extends AlertKind {
  readonly time: Date;
  /** The 12 hex digits at the end of the MessageID. */
  readonly counter: number;
  /** Behind `Intel(r):`, 32 bits. */
  readonly identifier: number;
  /** `host`: the predefined "User Notification" through LME; else the filter collection that a subscriber named. */
  readonly to: "host" | { readonly filter: string; readonly acknowledge: boolean };
}

const anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const namespaces = [
  ["a", "http://www.w3.org/2003/05/soap-envelope"],
  ["b", "http://schemas.xmlsoap.org/ws/2004/08/addressing"],
  ["c", "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"],
  ["d", "http://schemas.xmlsoap.org/ws/2005/02/trust"],
  ["e", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"],
  ["f", "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"],
  ["g", "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_AlertIndication"],
  ["h", "http://schemas.dmtf.org/wbem/wscim/1/common"],
  ["xsi", "http://www.w3.org/2001/XMLSchema-instance"],
] as const;

// The alerting element in the two spellings that were recorded: to the host (2018), to a subscriber (2017)
const host =
  'http://Interop/(instance)CIM_ComputerSystem.CreationClassName=(string)"CIM_ComputerSystem",Name=(string)"ManagedSystem"';
const subscriber = 'Interop:CIM_ComputerSystem.CreationClassName="CIM_ComputerSystem",Name="Intel(r) AMT"';

const quoted = (text: string): string => escapeText(text).replaceAll('"', "&quot;");

/** The event as AMT posts it, byte for byte as the recorded ones (golden alert-lms-iamt0057, alert-network-iamt0005). */
export function alertXml({ id, argument, time, counter, identifier, to }: Alert): string {
  const local = to === "host";
  const element = local ? host : subscriber;
  const fields: readonly (readonly [string, string])[] = [
    ["AlertType", local ? "6" : "8"],
    ["AlertingElementFormat", "2"],
    ["AlertingManagedElement", quoted(element)],
    ["IndicationFilterName", quoted(local ? "Intel(r) AMT:User Notification" : to.filter)],
    ["IndicationIdentifier", `Intel(r):${identifier}`],
    ["IndicationTime", `<h:Datetime>${time.toISOString()}</h:Datetime>`],
    ["Message", ""],
    ["MessageArguments", quoted(String(argument))],
    ["MessageArguments", quoted(local ? element : element.replaceAll('"', ""))],
    ["MessageID", id],
    ["OtherAlertingElementFormat", ""],
    ["OtherSeverity", ""],
    ["OwningEntity", "Intel(r) AMT"],
    ["PerceivedSeverity", "2"],
    ["ProbableCause", "0"],
    ["SystemName", "Intel(r) AMT"],
  ];
  const declared = namespaces.map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join("");
  const acknowledge = !local && to.acknowledge ? "<c:AckRequested></c:AckRequested>" : "";
  const messageId = `uuid:00000000-8086-8086-8086-${counter.toString(16).toUpperCase().padStart(12, "0")}`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?><a:Envelope${declared}><a:Header><b:To>${anonymous}</b:To>` +
    `<b:ReplyTo><b:Address>${anonymous}</b:Address></b:ReplyTo>${acknowledge}` +
    '<b:Action a:mustUnderstand="true">http://schemas.dmtf.org/wbem/wsman/1/wsman/Event</b:Action>' +
    `<b:MessageID>${messageId}</b:MessageID>` +
    "<c:ResourceURI>http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_AlertIndication</c:ResourceURI>" +
    "</a:Header><a:Body><g:CIM_AlertIndication>" +
    fields.map(([name, value]) => `<g:${name}>${value}</g:${name}>`).join("") +
    "</g:CIM_AlertIndication></a:Body></a:Envelope>"
  );
}

/** The HTTP request around it, as it stands on the channel to port 0 of the host (golden alert-lms-iamt0057). No final newline. */
export function alertPost(alertOf: Alert): Buffer {
  const body = Buffer.from(alertXml(alertOf), "utf8");
  const head = `POST / HTTP/1.1\r\nHost: localhost:0\r\nUser-Agent: Intel(R) AMT Agent\r\nConnection: Keep-Alive\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
}
