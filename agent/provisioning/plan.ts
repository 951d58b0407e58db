import { ProvisioningError } from "./error.ts";
import type { Facts } from "./look.ts";
import type { PlanName } from "./steps.ts";
import type { Wish } from "./wish.ts";

/** Which sequence serves the wish on this machine, as it stands. Throws for a wish that cannot be: nothing was sent by then. */
export function planFor(wish: Wish, facts: Facts): PlanName {
  const { controlMode, provisioning } = facts;
  if (!["none", "client", "admin"].includes(String(controlMode)) || typeof provisioning === "number")
    throw new ProvisioningError(
      "MODE_UNKNOWN",
      `AMT is in a mode that is not known here (${controlMode}, ${provisioning})`,
    );
  switch (wish.kind) {
    case "activate":
      return activation(wish, facts);
    case "upgrade":
      if (controlMode === "admin") throw already("admin");
      if (controlMode !== "client" || provisioning !== "post")
        throw new ProvisioningError(
          "MODE_NOT_SET_UP",
          "AMT is not in client control mode: there is nothing to upgrade",
          {
            remedy: "amt-agent activate --acm sets it up in admin control mode at once.",
          },
        );
      return "upgrade";
    case "deactivate":
      return deactivation(wish, facts);
    case "stop-configuration":
      if (provisioning === "in") return controlMode === "client" ? "deactivate" : "stop-configuration";
      throw new ProvisioningError(
        "MODE_NOT_IN_PROVISIONING",
        `No configuration of AMT is under way (${provisioning === "post" ? "it is set up" : "it is not set up"})`,
        provisioning === "post" ? { remedy: "amt-agent deactivate returns it to nobody." } : {},
      );
  }
}

function activation({ mode, chain }: Extract<Wish, { kind: "activate" }>, facts: Facts): PlanName {
  const { controlMode, provisioning, enabled, tlsOnly } = facts;
  if (controlMode === "client" && mode === "admin")
    throw new ProvisioningError("MODE_CLIENT", "AMT is set up in client control mode already", {
      remedy: "amt-agent upgrade takes it to admin control mode and keeps its password.",
    });
  if (controlMode !== "none" || provisioning === "post") throw already(controlMode);
  if (provisioning === "in")
    throw new ProvisioningError("MODE_IN_PROVISIONING", "A configuration of AMT was begun and not finished", {
      remedy: "If no other program is at it: amt-agent stop-configuration, then again.",
    });
  if (enabled === false)
    throw new ProvisioningError("AMT_DISABLED", "AMT is switched off", {
      remedy: "Switch it on with amt-agent configure amt on, or in the PC's firmware settings.",
    });
  if (mode === "client") return tlsOnly ? "client-tls" : "client";
  if (!chain) throw withoutCertificate(facts);
  return tlsOnly ? "admin-secure" : "admin";
}

/**
 * Why admin control mode is not to be had without a certificate. With EHBC firmware would do without the chain (Intel's guide,
 * CFG_SetEHBCState); what AdminSetup then wants as nonce and signature no source says, and AdminSetup is nothing to be tried out.
 */
export const withoutCertificate = ({ embedded }: Pick<Facts, "embedded">): ProvisioningError =>
  embedded
    ? new ProvisioningError(
        "EHBC_UNDOCUMENTED",
        "This AMT has embedded host-based configuration (EHBC) and would do without a certificate, but how it is then asked is not documented",
        {
          remedy:
            "Give a provisioning certificate with --pfx FILE, or set it up in client control mode: activate --ccm.",
        },
      )
    : new ProvisioningError("PFX_NEEDED", "Admin control mode needs a provisioning certificate", {
        remedy: "Give it with --pfx FILE.",
      });

function deactivation({ partial, password }: Extract<Wish, { kind: "deactivate" }>, facts: Facts): PlanName {
  const { controlMode, provisioning } = facts;
  if (controlMode === "none") {
    const remedy = provisioning === "in" ? { remedy: "amt-agent stop-configuration ends what was begun." } : {};
    throw new ProvisioningError("MODE_NOT_SET_UP", "AMT is not set up: there is nothing to deactivate", remedy);
  }
  if (controlMode === "client") {
    if (partial)
      throw new ProvisioningError("MODE_CLIENT", "Client control mode can only be ended whole", {
        remedy: "amt-agent deactivate, without --partial.",
      });
    return "deactivate";
  }
  if (!password)
    throw new ProvisioningError("PASSWORD_NEEDED", "Only its administrator can end AMT's admin control mode", {
      remedy: "Give the password with --password-file FILE.",
    });
  return partial ? "deactivate-partly" : "deactivate-admin";
}

const already = (mode: Facts["controlMode"]): ProvisioningError =>
  new ProvisioningError(
    "MODE_ALREADY",
    `AMT is set up already (${mode === "none" ? "by a way without control modes" : `${mode} control mode`})`,
    { remedy: "Nothing was changed. amt-agent deactivate returns it to nobody first, if that is meant." },
  );
