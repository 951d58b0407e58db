import { setupAndConfigurationService } from "../../../mei/wsman/resources/setup.ts";
import type { Secret } from "../../../platform/secret.ts";
import { type ControlMode, controlMode, needsAdminMode } from "./control-mode.ts";
import { checkAmtPassword } from "./password-rules.ts";
import type { Subject } from "./subject.ts";

/** The password of the firmware's own menu at the PC. Nobody can read whether it is the one that is wanted, so it is always sent. */
export const mebxPassword: Subject<"mebx-password", { readonly mode: ControlMode }, Secret> = {
  name: "mebx-password",
  title: "MEBx password",
  read: async (at) => ({ mode: await controlMode(at) }),
  plan({ mode }, { password }) {
    checkAmtPassword(password, "MEBx");
    needsAdminMode(mode, "Setting the MEBx password");
    return [{ name: "MEBx password", before: null, after: "[secret]", act: password }];
  },
  async carryOut({ wsman, signal }, Password) {
    await wsman.invoke(setupAndConfigurationService, "SetMEBxPassword", { Password }, { signal });
  },
  show: () => ({ password: "[secret]" }),
  blind: true,
};
