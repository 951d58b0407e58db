import type { Info } from "../../api/info.ts";
import { isConfigured } from "../../configured.ts";
import { finding, type Judged, notApplicable, seen, unknown, verdict } from "../check.ts";
import { type Collector, ME_TIME } from "../collector.ts";
import { whyNot } from "../reasons.ts";

/** What AMT says over the ME's own interface, without a password (posture.md 3c, source A). */
const fact = (id: string, source: string, judge: (info: Info) => Judged): Collector => ({
  name: id,
  ids: [id],
  timeout: ME_TIME,
  async collect({ info }) {
    const all = await info();
    const judged = all.amt.present === false ? noAmt : judge(all);
    const evidence = judged.value === undefined || judged.value === null ? [] : [seen(source, String(judged.value))];
    return [finding(id, judged, { rule: "posture.md 3c", evidence })];
  },
});
export const noAmt = notApplicable("no-amt", "the ME has no AMT");

const state = fact("amt.state", "AMTHI 11, 6B (state and control mode)", (info) => {
  const { provisioningState, controlMode } = info.amt;
  if (provisioningState === null) return whyNot(info, "amt.provisioningState");
  const value = `${provisioningState}, ${controlMode ?? "mode unknown"}`;
  return verdict(provisioningState === "post" || provisioningState === "pre", value, "post or pre provisioning");
});

const webUi = fact("amt.webui", "AMTHI 49 (feature state)", (info) => {
  const { webUi: on } = info.sessions;
  return on === null ? whyNot(info, "sessions.webUi") : verdict(!on, on ? "on" : "off", "off");
});

const trustedHashes = fact("amt.trustedHashes", "AMTHI 2C, 2D (certificate hashes)", (info) => {
  const { certificates } = info;
  if (certificates === null) return whyNot(info, "certificates");
  const active = certificates.filter((one) => one.active);
  const weak = active.filter((one) => !one.default || one.algorithm === "sha1");
  const value = weak.map(({ name, algorithm, default: own }) => `${name} (${algorithm}${own ? "" : ", added"})`);
  return verdict(
    weak.length === 0,
    weak.length === 0 ? `${active.length} active` : value.join("; "),
    "defaults, no SHA-1",
  );
});

/** A suffix decides whose certificates may set AMT up; where it is this network's own it is meant. */
const pkiDnsSuffix = fact("amt.pkiDnsSuffix", "AMTHI 36 (PKI DNS suffix)", (info) => {
  const { pkiDnsSuffix: suffix } = info.amt;
  const noted = info.unknown.find(({ field }) => field === "amt.pkiDnsSuffix");
  if (suffix === null)
    return noted?.message.code === "unknown.not-set" ? verdict(true, "none", "none") : whyNot(info, "amt.pkiDnsSuffix");
  if (suffix === "") return verdict(true, "none", "none");
  if (info.host.dnsSuffix === null) return unknown("no-data", "this PC has no DNS suffix to compare it with", suffix);
  const own = info.host.dnsSuffix.toLowerCase().endsWith(suffix.toLowerCase());
  return verdict(own, suffix, `none, or the end of ${info.host.dnsSuffix}`);
});

const zeroTouch = fact("amt.zeroTouch", "AMTHI 30 (zero touch)", (info) => {
  if (isConfigured(info.amt)) return notApplicable("not-here", "AMT is set up already");
  const { zeroTouch: on } = info.amt;
  return on === null ? whyNot(info, "amt.zeroTouch") : verdict(!on, on ? "enabled" : "disabled", "disabled");
});

const mebxDefault = fact("amt.mebxDefault", "none", () =>
  unknown("untestable", "it is never tried: failed logins are counted, and a login that works changes the ME"),
);

export const amtFacts: readonly Collector[] = [state, webUi, trustedHashes, pkiDnsSuffix, zeroTouch, mebxDefault];

/** Undefined: AMT is set up, and its web services have something to say. */
export function notSetUp(info: Info): Judged | undefined {
  if (info.amt.present === false) return noAmt;
  if (isConfigured(info.amt)) return undefined;
  if (info.amt.provisioningState === null) return whyNot(info, "amt.provisioningState");
  return notApplicable("not-set-up", `state ${info.amt.provisioningState}`);
}
