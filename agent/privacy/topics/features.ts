import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { firstKnown, inInfo, isKnown, type Known, part } from "../known.ts";
import { amt, asked, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** What somebody with a login can do. */
export const features: Topic = (readings) => {
  const { info } = readings;
  const source = `${me("getRedirectionState")}, ${amt("AMT_RedirectionService")}`;
  const { policy } = info.power;
  const works = inInfo(info, "power.policy", policy);
  return topic("features", [
    ...(["kvm", "sol", "storage"] as const).map((kind) =>
      asked(allowed(readings, kind), (state) => message(`privacy.features.${kind}`, { state }), source),
    ),
    says("open", message("privacy.features.power", {}), "the firmware's rules"),
    isKnown(works)
      ? says("fact", message("privacy.features.sleep", { policy: tame(works.value) }), me("getPowerPolicy"))
      : unknown(message("privacy.features.sleep-unknown", {}), works.why, me("getPowerPolicy")),
    asked(
      inInfo(info, "sessions.systemDefense", info.sessions.systemDefense),
      (state) => message("privacy.features.defense", { state }),
      me("getFeaturesState"),
    ),
  ]);
};

/** By the ME, which needs no login, else by AMT's web service. */
function allowed({ info, guarded }: Readings, kind: "kvm" | "sol" | "storage"): Known<boolean> {
  const byMe = inInfo(info, `redirection.${kind}`, info.redirection[kind]);
  const state = part(guarded.redirection, ([one]) => one?.EnabledState);
  const byAmt: Known<boolean> =
    kind === "kvm"
      ? part(guarded.kvm, ([one]) => {
          if (one === undefined) return false; // this AMT has no KVM
          const state = one.EnabledState;
          return state === undefined ? undefined : ["enabled", "enabledButOffline"].includes(String(state));
        })
      : part(state, (is) => is === "iderAndSol" || is === (kind === "sol" ? "sol" : "ider"));
  return firstKnown(byMe, byAmt);
}
