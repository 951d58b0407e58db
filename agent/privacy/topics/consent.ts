import { message } from "../../api/texts.ts";
import { isKnown, part } from "../known.ts";
import { amt, asked, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

export type ConsentRule = "none" | "kvm" | "all" | "unknown";

/** When the user is asked, by AMT's own setting, else by what client control mode always does (presence-posture.md 3.6). */
export function consentRule({ info, guarded }: Readings): ConsentRule {
  const known = part(guarded.consent, ([one]) => one?.OptInRequired);
  if (isKnown(known) && typeof known.value === "string") return known.value;
  return info.amt.controlMode === "client" ? "all" : "unknown";
}

export const consent: Topic = (readings) => {
  const { info, guarded } = readings;
  const source = amt("IPS_OptInService");
  const rule = consentRule(readings);
  const said = message("privacy.consent.rule", { rule });
  const findings = [];
  if (rule === "unknown") {
    const why = isKnown(guarded.consent) ? message("unknown.not-reported", {}) : guarded.consent.why;
    findings.push(unknown(said, why, source));
  } else
    findings.push(
      says(rule === "all" ? "closed" : "open", said, isKnown(guarded.consent) ? source : me("getControlMode")),
    );
  if (info.amt.controlMode === "client") {
    findings.push(says("closed", message("privacy.consent.client", {}), me("getControlMode")));
    return topic("consent", findings);
  }
  const may = part(guarded.consent, ([one]) =>
    one?.CanModifyOptInPolicy === undefined ? undefined : one.CanModifyOptInPolicy === "yes",
  );
  const say = (state: string) => message("privacy.consent.changeable", { state });
  return topic("consent", [...findings, asked(may, say, source)]);
};
