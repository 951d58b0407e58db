import * as provisioning from "../../mei/amthi/provisioning.ts";
import * as state from "../../mei/amthi/state.ts";
import { isChangeToAmtEnabled } from "../../mei/watchdog/commands.ts";
import type { Info } from "../api/info.ts";
import { message } from "../api/texts.ts";
import type { Reader } from "./reader.ts";
import { codeVersionsInWords, isBlankUuid } from "./words.ts";

const fields = (group: string, names: string): string[] => names.split(" ").map((name) => `${group}.${name}`);

export async function readAmt(r: Reader): Promise<Info["amt"]> {
  const versions = await r.ask(fields("amt", "version build sku bios"), state.getCodeVersions, {});
  const present = versions ? true : r.noAmt ? false : null;
  const words = versions ? codeVersionsInWords(versions) : undefined;
  const reported = { "amt.version": words?.version, "amt.build": words?.build, "amt.sku": words?.skuText };
  for (const [field, value] of Object.entries(reported))
    if (value === null) r.note([field], message("unknown.not-reported", {}));
  const uuid = await r.ask(["amt.uuid"], state.getUuid, {});
  if (uuid && isBlankUuid(uuid.uuid)) r.note(["amt.uuid"], message("unknown.not-reported", {}));
  const control = await r.ask(["amt.controlMode"], provisioning.getControlMode, {});
  const provisioned = await r.ask(["amt.provisioningState"], provisioning.getProvisioningState, {});
  const mode = await r.ask(["amt.provisioningMode"], provisioning.getProvisioningMode, {});
  const switches = await r.ask(fields("amt", "operational localPortsTlsOnly"), isChangeToAmtEnabled, {});
  if (switches && !switches.flags.newInterface)
    r.note(fields("amt", "operational localPortsTlsOnly"), message("unknown.needs-version", { version: "16.1" }));
  const flags = switches?.flags.newInterface ? switches.flags : undefined;
  const zeroTouch = await r.ask(["amt.zeroTouch"], provisioning.getZeroTouchEnabled, {});
  const ehbc = await r.ask(["amt.ehbc"], provisioning.getEhbcState, {});
  const suffix = await r.ask(["amt.pkiDnsSuffix"], provisioning.getPkiDnsSuffix, {});
  const security = await r.ask(fields("amt", "tls hardwareCrypto firmwareUpdate"), state.getSecurityParameters, {});
  const link = await r.ask(
    fields("amt", "linkUp cryptoFuse flashProtection lastMeReset"),
    state.getAmtState,
    state.linkState,
  );
  return {
    present,
    version: words?.version ?? null,
    build: words?.build ?? null,
    sku: words?.sku ?? null,
    bios: versions?.bios ?? null,
    uuid: uuid && !isBlankUuid(uuid.uuid) ? uuid.uuid : null,
    controlMode: control?.mode ?? null,
    provisioningState: provisioned?.state ?? null,
    provisioningMode: mode?.mode ?? null,
    operational: flags?.enabled ?? null,
    localPortsTlsOnly: flags?.tlsOnLocalPorts ?? null,
    zeroTouch: zeroTouch?.enabled ?? null,
    ehbc: ehbc?.enabled ?? null,
    pkiDnsSuffix: suffix?.suffix ?? null,
    tls: security?.tls ?? null,
    hardwareCrypto: security?.hardwareCrypto ?? null,
    firmwareUpdate: security?.firmwareUpdate ?? null,
    linkUp: link?.linkUp ?? null,
    cryptoFuse: link?.cryptoFuse ?? null,
    flashProtection: link?.flashProtection ?? null,
    lastMeReset: link?.lastReset ?? null,
  };
}

export async function readSessions(r: Reader): Promise<Pick<Info, "sessions" | "redirection">> {
  const redirected = await r.ask(fields("sessions", "sol storage"), state.getFeaturesState, { feature: "redirection" });
  const kvm = await r.ask(fields("sessions", "kvm consentPending"), state.getFeaturesState, { feature: "kvm" });
  const defense = await r.ask(["sessions.systemDefense"], state.getFeaturesState, { feature: "systemDefense" });
  const webUi = await r.ask(["sessions.webUi"], state.getFeaturesState, { feature: "webUi" });
  const eac = await r.ask(["sessions.eac"], state.getFeaturesState, { feature: "eac" });
  const allowed = await r.ask(fields("redirection", "sol storage kvm"), state.getRedirectionState, {});
  return {
    sessions: { ...openSessions(redirected, kvm), ...otherFeatures(defense, webUi, eac) },
    redirection: {
      sol: allowed?.enabled.sol ?? null,
      storage: allowed?.enabled.ider ?? null,
      kvm: allowed?.enabled.kvm ?? null,
    },
  };
}

type FeatureReply = Awaited<ReturnType<typeof state.getFeaturesState.call>> | undefined;

/** What two replies of 0x49 say about open sessions; null where one is missing. */
export function openSessions(redirected: FeatureReply, kvm: FeatureReply) {
  const open = redirected?.state.feature === "redirection" ? redirected.state : undefined;
  const screen = kvm?.state.feature === "kvm" ? kvm.state.flags : undefined;
  return {
    kvm: screen?.active ?? null,
    consentPending: screen?.waitingForConsent ?? null,
    sol: open?.solOpen ?? null,
    storage: open?.iderOpen ?? null,
  };
}

function otherFeatures(defense: FeatureReply, webUi: FeatureReply, eac: FeatureReply) {
  return {
    systemDefense: defense?.state.feature === "systemDefense" ? defense.state.activated : null,
    webUi: webUi?.state.feature === "webUi" ? webUi.state.enabled : null,
    eac: eac?.state.feature === "eac" ? eac.state.enabled : null,
  };
}
