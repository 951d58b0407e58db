import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { inInfo, isKnown } from "../known.ts";
import { amt, configured, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** Of each kind that are named one by one. */
const MOST = 8;

/** Whom AMT believes: the owner's roots, and those that vouch for whoever wants to set it up. */
export const certificates: Topic = (readings) =>
  topic("certificates", [...(configured(readings.info) === false ? [] : roots(readings)), ...hashes(readings)]);

function roots({ guarded }: Readings): PrivacyFinding[] {
  const source = amt("AMT_PublicKeyCertificate");
  const known = guarded.certificates;
  if (!isKnown(known)) return [unknown(message("privacy.certificates.list", {}), known.why, source)];
  const trusted = known.value.filter(({ TrustedRootCertficate }) => TrustedRootCertficate === true);
  if (trusted.length === 0) return [says("closed", message("privacy.certificates.none", {}), source)];
  const subjects = [...new Set(trusted.map(({ Subject = "an authority without a name" }) => tame(Subject)))];
  const named = subjects
    .slice(0, MOST)
    .map((subject) => says("open", message("privacy.certificates.root", { subject }), source));
  return [...named, ...rest(subjects.length, source)];
}

function hashes({ info }: Readings): PrivacyFinding[] {
  const source = me("getCertificateHashEntry");
  const known = inInfo(info, "certificates", info.certificates);
  if (!isKnown(known)) return [unknown(message("privacy.certificates.hashes-unknown", {}), known.why, source)];
  const active = known.value.filter((one) => one.active);
  const added = active.filter((one) => !one.default);
  const makers = active.length - added.length;
  const named = added
    .slice(0, MOST)
    .map(({ name }) => says("open", message("privacy.certificates.hash", { name: tame(name) }), source));
  return [
    says(makers === 0 ? "closed" : "fact", message("privacy.certificates.hashes", { active: makers }), source),
    ...named,
    ...rest(added.length, source),
  ];
}

const rest = (count: number, source: string): PrivacyFinding[] =>
  count > MOST ? [says("open", message("privacy.certificates.more", { count: count - MOST }), source)] : [];
