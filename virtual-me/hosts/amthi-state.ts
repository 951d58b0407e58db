import {
  getAmtState,
  getCodeVersions,
  getFeaturesState,
  getLastHostResetReason,
  getPowerPolicy,
  getRedirectionState,
  getSecurityParameters,
  getUuid,
  linkState,
} from "../../mei/amthi/state.ts";
import { amtStatus } from "../../mei/amthi/status.ts";
import { type Answer, Refusal } from "../../mei/command.ts";
import type { World } from "../world.ts";

export function amthiState(world: World): Answer[] {
  const { facts } = world.machine;
  const linkUp = (): boolean => world.wired?.linkUp ?? false;
  const { features } = world;
  return [
    getAmtState.answer(({ id }) =>
      // UNSUPPORTED_OBJECT for an identifier it does not know: Intel LMS, comment of GetAMTState
      id.equals(linkState.id)
        ? {
            id,
            linkUp: linkUp(),
            cryptoFuse: facts.fuses.value.crypto,
            flashProtection: facts.fuses.value.flashProtection,
            lastReset: world.lastMeReset,
          }
        : new Refusal(amtStatus.UNSUPPORTED_OBJECT),
    ),
    getCodeVersions.answer(() => ({
      bios: facts.bios.value,
      versions: facts.codeVersions.value.map(([name, version]) => ({ name, version })),
    })),
    getSecurityParameters.answer(() => ({
      enterpriseMode: world.provisioning === "post",
      tls: world.tls,
      hardwareCrypto: facts.security.value.hardwareCrypto,
      provisioningState: world.provisioning,
      networkInterface: world.provisioning === "post",
      sol: features.sol,
      ider: features.ider,
      firmwareUpdate: facts.security.value.firmwareUpdate,
      linkUp: linkUp(),
      kvm: features.kvm,
    })),
    getFeaturesState.answer(({ feature }) => {
      switch (feature) {
        case "redirection":
          return { state: { feature, iderOpen: world.ider, solOpen: world.sol } };
        case "systemDefense":
          return { state: { feature, activated: world.systemDefense } };
        case "webUi":
          return { state: { feature, enabled: world.provisioning === "post" && features.webUi } };
        case "eac":
          return { state: { feature, enabled: features.eac } };
        case "kvm":
          return { state: { feature, flags: { active: world.kvm, waitingForConsent: world.consent, other: 0 } } };
        default:
          // Intel LMS, comment of its PTHI back end: "Request Id is unknown"
          return new Refusal(amtStatus.INVALID_PARAMETER);
      }
    }),
    getRedirectionState.answer(() => ({
      enabled: { sol: features.sol, ider: features.ider, kvm: features.kvm, other: 0 },
    })),
    getPowerPolicy.answer(() => ({ policy: world.power })),
    getLastHostResetReason.answer(() => ({
      reason: world.hostReset.reason,
      timestamp: world.hostReset.time,
    })),
    getUuid.answer(() => ({ uuid: facts.uuid.value })),
  ];
}
