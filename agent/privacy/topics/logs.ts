import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { isKnown } from "../known.ts";
import { amt, asked, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** Bit of AuditState (presence-posture.md 3.8). */
const DISABLED = 1;

export const logs: Topic = (readings) => {
  const own = (state: string) => message("privacy.logs.own", { state });
  const service = asked({ value: readings.service }, own, "amt-agent", { yes: "fact", no: "open" });
  return topic("logs", [audit(readings), events(readings), service]);
};

function audit({ guarded }: Readings): PrivacyFinding {
  const source = amt("AMT_AuditLog");
  const known = guarded.auditLog;
  const say = (state: string, records: unknown) =>
    message("privacy.logs.audit", { state, records: Number(records ?? 0) });
  if (!isKnown(known)) return unknown(say("unknown", 0), known.why, source);
  const [log] = known.value;
  if (log === undefined) return says("open", message("privacy.logs.no-audit", {}), source);
  const { AuditState, CurrentNumberOfRecords } = log;
  if (AuditState === undefined) return unknown(say("unknown", 0), message("unknown.not-reported", {}), source);
  const isOn = (AuditState & DISABLED) === 0;
  return says(isOn ? "fact" : "open", say(isOn ? "yes" : "no", CurrentNumberOfRecords), source);
}

function events({ guarded }: Readings): PrivacyFinding {
  const source = amt("AMT_MessageLog");
  const known = guarded.eventLog;
  const say = (state: string, records: unknown) =>
    message("privacy.logs.events", { state, records: Number(records ?? 0) });
  if (!isKnown(known)) return unknown(say("unknown", 0), known.why, source);
  const [log] = known.value;
  if (log === undefined) return unknown(say("unknown", 0), message("unknown.not-reported", {}), source);
  return says(log.IsFrozen ? "open" : "fact", say(log.IsFrozen ? "no" : "yes", log.CurrentNumberOfRecords), source);
}
