import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { isKnown, part } from "../known.ts";
import { amt, asked, me, says, type Topic, topic, unknown } from "../readings.ts";

/** Who has a login. AMT lists accounts to its administrator only: without one, that there is one is all that is known. */
export const accounts: Topic = ({ guarded }) => {
  const source = amt("AMT_AuthorizationService");
  const known = guarded.accounts;
  const findings: PrivacyFinding[] = [];
  const name = (isKnown(known) ? known.value.admin : null) ?? "";
  findings.push(says("open", message("privacy.accounts.admin", { name: tame(name) }), source));
  if (isKnown(known)) {
    const { users, total } = known.value;
    for (const user of users) {
      const what = message("privacy.accounts.user", {
        name: user.name === null ? "A Kerberos user" : tame(user.name),
        from: user.from,
        realms: user.realms.slice(0, 32).join(","),
        state: user.enabled === false ? "no" : "yes",
      });
      findings.push(says(user.enabled === false ? "closed" : "open", what, source));
    }
    if (total > users.length)
      findings.push(says("open", message("privacy.accounts.more", { count: total - users.length }), source));
  } else findings.push(unknown(message("privacy.accounts.list", {}), known.why, source));
  findings.push(says("fact", message("privacy.accounts.system", {}), me("getLocalSystemAccount")));
  const kerberos = part(guarded.kerberos, ([one]) => (one === undefined ? false : one.KrbEnabled));
  const say = (state: string) => message("privacy.accounts.kerberos", { state });
  findings.push(asked(kerberos, say, amt("AMT_KerberosSettingData")));
  return topic("accounts", findings);
};
