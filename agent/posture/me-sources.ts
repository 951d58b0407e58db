import type { ApiClient } from "../api/client.ts";
import type { Info } from "../api/info.ts";
import { readInfo } from "../info/read.ts";
import { readFirmware } from "../info/read-firmware.ts";
import { reader } from "../info/reader.ts";
import type { Me } from "../me.ts";
import type { Device, Sources } from "./collector.ts";

type MeSources = Pick<Sources, "device" | "firmware" | "info">;

/** The ME itself: its registers from the driver, its firmware by MKHI and AMT by AMTHI, so that none waits for another. */
export const meSources = (me: Me, { signal }: { signal: AbortSignal }): MeSources => ({
  async device() {
    const { virtual, machine = null, device, firmwareStatus, firmwareVersions } = await me.describe({ signal });
    const source = virtual ? `virtual:${machine ?? "unnamed"}` : `${me.driver} ${device}`;
    return { virtual, name: machine, source, words: firmwareStatus, version: firmwareVersions[0] ?? null };
  },
  async firmware() {
    const asking = reader(me, { signal });
    return { firmware: await readFirmware(asking, await me.describe({ signal })), unknown: asking.unknown };
  },
  info: () => readInfo(me, { signal }),
});

/** The service has everything in one answer. Whether its machine is a virtual one it says even if the ME is silent. */
export function serviceSources(client: ApiClient, { signal }: { signal: AbortSignal }): MeSources {
  let asked: Promise<Info> | undefined;
  const info = (): Promise<Info> => {
    asked ??= client.call("GET /v1/info", undefined, { signal });
    return asked;
  };
  return {
    async device(): Promise<Device> {
      const { machine } = await client.call("GET /v1/status", undefined, { signal });
      const none = { virtual: true, name: machine.name, source: "the service", words: [], version: null };
      try {
        return deviceIn(await info());
      } catch (error) {
        if (machine.virtual) return none;
        throw error;
      }
    },
    firmware: info,
    info,
  };
}

function deviceIn({ machine, firmware }: Info): Device {
  const source = machine.virtual ? `virtual:${machine.name ?? "unnamed"}` : `${machine.driver} ${machine.device}`;
  const words = firmware.status.map((word) => Number.parseInt(word, 16));
  return { virtual: machine.virtual, name: machine.name, source, words, version: firmware.version };
}
