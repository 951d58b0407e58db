import { createHash } from "node:crypto";
import { authorizationService } from "../../../mei/wsman/resources/accounts.ts";
import { generalSettings } from "../../../mei/wsman/resources/setup.ts";
import { Secret } from "../../../platform/secret.ts";
import { ConfigureError } from "./error.ts";
import { checkAmtPassword } from "./password-rules.ts";
import type { Subject } from "./subject.ts";

interface State {
  readonly user: string;
  readonly admin: string;
  readonly realm: string;
  /** The password that AMT let this login in with. */
  readonly current: Secret;
}

/** The password of AMT's administrator. What AMT keeps is MD5 over user, realm and password (rpc.md 3.8). */
export const password: Subject<"password", State, Secret> = {
  name: "password",
  title: "AMT password",
  async read({ wsman, login, signal }) {
    const { DigestRealm } = await wsman.get(generalSettings, { signal });
    const { Username } = await wsman.invoke(authorizationService, "GetAdminAclEntry", {}, { signal });
    if (DigestRealm === undefined)
      throw new ConfigureError("CONFIGURE_ABSENT", "AMT does not say its digest realm, which its password depends on");
    return { user: login.user, admin: Username, realm: DigestRealm, current: login.password };
  },
  plan({ user, admin, current }, { password: wanted }) {
    checkAmtPassword(wanted, "AMT");
    if (user !== admin)
      throw new ConfigureError(
        "CONFIGURE_INPUT",
        `Only the administrator's own password can be set, and AMT's administrator is ${admin}: log in as that user`,
      );
    if (current.reveal() === wanted.reveal()) return [];
    return [{ name: `password of ${admin}`, before: "[secret]", after: "[secret]", act: wanted }];
  },
  async carryOut({ wsman, login, signal }, wanted, { admin, realm }) {
    const digest = createHash("md5").update(`${admin}:${realm}:${wanted.reveal()}`).digest("base64");
    const input = { Username: admin, DigestPassword: new Secret(digest) };
    await wsman.invoke(authorizationService, "SetAdminAclEntryEx", input, { signal });
    // The reading back logs in with it: what AMT keeps is what was meant
    login.renew(wanted);
  },
  show: ({ admin }) => ({ user: admin, password: "[secret]" }),
};
