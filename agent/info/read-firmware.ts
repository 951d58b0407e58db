import * as mkhi from "../../mei/mkhi/commands.ts";
import type { DeviceFacts } from "../../mei/port.ts";
import type { Info } from "../api/info.ts";
import { message } from "../api/texts.ts";
import type { Reader } from "./reader.ts";
import { featuresInWords, platformInWords, versionInWords } from "./words.ts";

export async function readFirmware(r: Reader, facts: DeviceFacts): Promise<Info["firmware"]> {
  const versions = await r.ask(["firmware.version", "firmware.recovery", "firmware.fitc"], mkhi.getFirmwareVersion, {});
  const at = (index: number): string | null => {
    const version = versions?.versions[index];
    return version ? versionInWords(version) : null;
  };
  if (versions)
    r.note(
      ["firmware.version", "firmware.recovery", "firmware.fitc"].slice(versions.versions.length),
      message("unknown.not-reported", {}),
    );
  const boot = await r.ask(["firmware.endOfPost", "firmware.coreBiosDone"], mkhi.getBootState, {});
  const eop = await r.ask(["firmware.eopState"], mkhi.getEopState, {});
  const measured = await r.ask(["firmware.measuredBoot"], mkhi.getMeasuredBootState, {});
  const image = await r.ask(["firmware.imageType"], mkhi.getImageType, {});
  const type = await r.ask(
    ["firmware.platform", "firmware.brand", "firmware.image", "firmware.productionSigned"],
    mkhi.getPlatformType,
    {},
  );
  const flash = await r.ask(["firmware.flashProtection"], mkhi.getHmrfpoStatus, {});
  const update = await r.ask(["firmware.hostUpdate"], mkhi.getFirmwareUpdateState, {});
  const capable = await r.ask(["firmware.capable"], mkhi.getCapabilities, {});
  const enabled = await r.ask(["firmware.enabled"], mkhi.getEnabledFeatures, {});
  const available = await r.ask(["firmware.available"], mkhi.getAvailableFeatures, {});
  const platform = type ? platformInWords(type.platform) : null;
  if (type && platform === null) r.note(["firmware.platform"], message("unknown.not-reported", {}));
  return {
    version: at(0),
    recovery: at(1),
    fitc: at(2),
    status: facts.firmwareStatus.map((word) => word.toString(16).toUpperCase().padStart(8, "0")),
    endOfPost: boot?.state.endOfPost ?? null,
    coreBiosDone: boot?.state.coreBiosDone ?? null,
    eopState: eop?.state ?? null,
    measuredBoot: measured?.state ?? null,
    imageType: image?.type ?? null,
    platform,
    brand: type?.platform.brand ?? null,
    image: type?.platform.imageType ?? null,
    productionSigned: type?.platform.productionSigned ?? null,
    flashProtection: flash?.status ?? null,
    hostUpdate: update?.state ?? null,
    capable: capable ? featuresInWords(capable.capable) : null,
    enabled: enabled ? featuresInWords(enabled.enabled) : null,
    available: available ? featuresInWords(available.available) : null,
  };
}
