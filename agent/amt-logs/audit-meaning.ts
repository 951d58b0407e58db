import type { AuditRecord } from "../../mei/wsman/records/audit-record.ts";
import type { EventKind, EventSeverity } from "../api/snapshot.ts";
import { message } from "../api/texts.ts";
import { tame } from "../events/heard.ts";
import type { Meaning } from "./event-meaning.ts";

/** Numbers of the applications whose names the record's declaration gives (presence-posture.md 3.8). */
const applications: Readonly<Record<string, readonly [number: number, kind: EventKind]>> = {
  securityAdmin: [16, "setup"],
  remoteControl: [17, "power"],
  redirection: [18, "session"],
  firmwareUpdate: [19, "firmware"],
  auditLog: [20, "logs"],
  networkTime: [21, "time"],
  networkAdministration: [22, "network"],
  storageAdministration: [23, "setup"],
  eventManager: [24, "logs"],
  systemDefense: [25, "defense"],
  agentPresence: [26, "presence"],
  wirelessConfiguration: [27, "wlan"],
  endpointAccessControl: [28, "defense"],
  kvm: [29, "session"],
  userConsent: [30, "consent"],
  screenBlanking: [32, "display"],
  watchdogAction: [33, "presence"],
};
/** What the history, or AMT's other log, tells too. */
const same: Readonly<Record<string, string>> = {
  "16/1": "setup done",
  "16/18": "mode changed",
  "16/19": "setup removed",
  "18/0": "remote storage opened",
  "18/1": "remote storage closed",
  "18/4": "SOL opened",
  "18/5": "SOL closed",
  "18/8": "KVM opened",
  "18/9": "KVM closed",
  "18/10": "KVM allowed",
  "18/11": "KVM forbidden",
  "21/1": "time sync on",
  "21/2": "time sync off",
  "29/3": "consent granted",
  "30/0": "consent rule changed",
};
/** Done from afar, or to who may do what: worth a second look. */
const grave = /^(16\/(1|2|3|5|7|10|18|19)|17\/.*|18\/(0|4|8|12)|19\/1|20\/(0|2)|29\/1|30\/(0|2)|32\/0)$/;

/** First byte of the data, in words. */
const details: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "16/1": [
    undefined,
    "by PSK",
    "by a server",
    "in the firmware's menu",
    undefined,
    "by a program on this PC",
    "by DAL",
  ],
  "16/5": ["at AMT", "in the firmware's menu"],
  "16/19": [
    "by the BIOS",
    "in the firmware's menu",
    "by a program on this PC, through the ME driver",
    "by a program on this PC",
    "by the remote administrator",
  ],
  "27/3": ["no", "those of users", "those of administrators", "all"],
  "30/1": ["accepted", "wrong three times"],
};

export interface Audited extends Meaning {
  readonly severity: EventSeverity;
  readonly by: string | null;
  readonly from: string | null;
}

/** What a record of AMT_AuditLog says (presence-posture.md 3.8). Pure, for whatever firmware wrote. */
export function auditMeaning({ application, event, initiator, address, data }: AuditRecord): Audited {
  const [number, kind] = applications[application] ?? [Number(application), "other" as const];
  const what = `${number}/${event}`;
  return {
    kind,
    severity: grave.test(what) ? "warning" : "info",
    message: message("log.audit", { what, detail: details[what]?.[data[0] ?? -1] ?? "" }),
    by: whoIs(initiator),
    from: address === "" ? null : tame(address),
    ...(same[what] !== undefined && { same: same[what] }),
  };
}

function whoIs(initiator: AuditRecord["initiator"]): string | null {
  switch (initiator.kind) {
    case "digest":
      return tame(initiator.user);
    case "kerberos":
      return `Kerberos user ${initiator.userId}`;
    case "kvmDefaultPort":
      return "a VNC viewer";
    case "local":
      return null;
  }
}
