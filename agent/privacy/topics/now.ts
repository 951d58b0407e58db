import { message } from "../../api/texts.ts";
import { inInfo } from "../known.ts";
import { asked, me, type Topic, topic } from "../readings.ts";

/** What is going on at this moment. */
export const now: Topic = ({ info }) => {
  const { sessions, remoteAccess } = info;
  const kinds = ["kvm", "consent", "sol", "storage"] as const;
  const found = kinds.map((kind) => {
    const field = kind === "consent" ? "consentPending" : kind;
    const known = inInfo(info, `sessions.${field}`, sessions[field]);
    return asked(known, (state) => message(`privacy.now.${kind}`, { state }), me("getFeaturesState"));
  });
  const connection = remoteAccess.connection === null ? null : remoteAccess.connection === "connected";
  const tunnel = inInfo(info, "remoteAccess.connection", connection);
  const say = (state: string) => message("privacy.now.tunnel", { state });
  return topic("now", [...found, asked(tunnel, say, me("getRemoteAccessStatus"))]);
};
