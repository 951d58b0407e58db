import { enumerateHashHandles, getCertificateHashEntry } from "../../mei/amthi/certificates.ts";
import * as commands from "../../mei/amthi/provisioning.ts";
import { amtStatus } from "../../mei/amthi/status.ts";
import { type Answer, Refusal } from "../../mei/command.ts";
import * as rules from "../rules/provisioning.ts";
import type { World } from "../world.ts";
import { setupRecord } from "./setup-record.ts";

const padded = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(64)]).subarray(0, 64);

export function amthiProvisioning(world: World): Answer[] {
  const { remoteSetup } = world.machine.facts;
  return [
    commands.unprovision.answer(() => rules.unprovision(world)),
    commands.getProvisioningState.answer(() => ({ state: world.provisioning })),
    // golden amtinfo-ma363: ProvisioningMode 1 while the state is 0
    commands.getProvisioningMode.answer(() => ({ mode: "enterprise", legacy: false })),
    commands.getControlMode.answer(() => ({ mode: world.controlMode })),
    commands.startConfiguration.answer(() => rules.startConfiguration(world)),
    commands.stopConfiguration.answer(() => rules.stopConfiguration(world)),
    commands.generateRngSeed.answer(() => rules.generateRngSeed(world)),
    commands.getRngSeedStatus.answer(() => ({ status: world.rngSeed })),
    commands.setOneTimePassword.answer(({ password }) =>
      rules.whileUnprovisioned(world, () => {
        world.oneTimePassword = password;
      }),
    ),
    commands.getProvisioningTlsMode.answer(() => ({ mode: world.zeroTouch ? "pki" : "notReady" })), // guessed
    commands.setPkiDnsSuffix.answer(({ suffix }) =>
      rules.whileUnprovisioned(world, () => {
        world.pkiSuffix = suffix;
      }),
    ),
    commands.getPkiDnsSuffix.answer(() => ({ suffix: world.pkiSuffix })),
    commands.getZeroTouchEnabled.answer(() => ({ enabled: world.zeroTouch })),
    commands.getEhbcState.answer(() => ({ enabled: remoteSetup.value.ehbc })),
    commands.startConfigurationHostBased.answer((request) => rules.startConfigurationHostBased(world, request)),
    commands.getConfigurationServer.answer(() => ({ ...remoteSetup.value.server })),
    // Before any setup there is no record; the status is guessed.
    commands.getSetupAuditRecord.answer(() =>
      world.setup ? setupRecord(world.setup) : new Refusal(amtStatus.DATA_MISSING),
    ),
    enumerateHashHandles.answer(() => ({ handles: [...world.hashes.keys()] })),
    getCertificateHashEntry.answer(({ handle }) => {
      const entry = world.hashes.get(handle);
      if (!entry) return new Refusal(amtStatus.INVALID_HANDLE);
      const { isDefault, isActive, algorithm, name } = entry;
      return { isDefault, isActive, hash: padded(entry.hash), algorithm, name };
    }),
  ];
}
