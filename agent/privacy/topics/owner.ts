import type { PrivacyTopic } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { inInfo } from "../known.ts";
import { asked, configured, me, says, type Topic, unknown } from "../readings.ts";

/** Who makes the rules, and who could come to make them. */
export const owner: Topic = ({ info }) => {
  const { amt, setup } = info;
  const findings = [modeOf()];
  const standing =
    amt.present === false
      ? "absent"
      : configured(info) !== false
        ? "managed"
        : amt.operational === false
          ? "off"
          : "unconfigured";
  const topic: PrivacyTopic = {
    topic: "owner",
    title: message("privacy.owner", {}),
    findings,
    change: message("privacy.owner.change", { standing }),
  };
  if (amt.present === false) return topic;
  const record = me("getSetupAuditRecord");
  if (setup) {
    const who = setup.hostInitiated ? "" : tame(setup.server || setup.serverAddress);
    findings.push(says("fact", message("privacy.owner.by", { who, at: setup.at ?? "" }), record));
  } else if (configured(info) !== false) {
    const { why } = inInfo(info, "setup", null) as { why: ReturnType<typeof message> };
    findings.push(unknown(message("privacy.owner.by-unknown", {}), why, record));
  }
  if (configured(info) === false && amt.operational !== false) {
    const zero = inInfo(info, "amt.zeroTouch", amt.zeroTouch);
    const say = (state: string) => message("privacy.owner.zero-touch", { state });
    findings.push(asked(zero, say, me("getZeroTouchEnabled")));
    findings.push(says("fact", message("privacy.owner.host", {}), "the firmware's rules"));
  }
  return topic;

  function modeOf() {
    const source = me("getControlMode, getProvisioningState");
    const mode = (word: string) => message("privacy.owner.mode", { mode: word });
    if (amt.present === false) return says("closed", mode("absent"), source);
    if (amt.controlMode === "client" || amt.controlMode === "admin") return says("open", mode(amt.controlMode), source);
    if (configured(info)) return says("open", mode("old"), source);
    if (amt.operational === false) return says("closed", mode("off"), me("isChangeToAmtEnabled"));
    if (configured(info) === false) return says("closed", mode("none"), source);
    const { why } = inInfo(info, "amt.controlMode", null) as { why: ReturnType<typeof message> };
    return unknown(mode("unknown"), why, source);
  }
};
