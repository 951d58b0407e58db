import { hostNetwork } from "../../platform/host-network.ts";
import type { PowerControl } from "../../platform/power-control.ts";
import type { ReadWifiProfiles } from "../../platform/wifi-profiles.ts";
import { wiredAddress } from "../../platform/wired-address.ts";
import { isConfigured } from "../configured.ts";
import type { Logger } from "../log.ts";
import type { Me } from "../me.ts";
import { asSystemOf } from "../provisioning/as-system.ts";
import type { Reach } from "../provisioning/web.ts";
import type { Values } from "../settings-table.ts";
import type { Watch } from "../watch/watch.ts";
import { addressWork } from "./address.ts";
import { clockWork } from "./clock.ts";
import { type HostServices, keepHostServices } from "./keeper.ts";
import { nameWork } from "./name.ts";
import { powerWork } from "./power.ts";
import { wifiWork } from "./wifi.ts";

/** What the configuration wants done for AMT; it is begun when AMT is known to be set up. */
export function openHostServices({
  values,
  me,
  reach,
  watch,
  control,
  profiles,
  clock,
  log,
}: {
  readonly values: Pick<
    Values,
    "hostServices.clock" | "hostServices.name" | "hostServices.address" | "hostServices.power" | "hostServices.wifi"
  >;
  readonly me: Me;
  readonly reach: Reach;
  readonly watch: Pick<Watch, "snapshot" | "noteHostServices">;
  readonly control: () => Promise<PowerControl | undefined>;
  readonly profiles: ReadWifiProfiles | undefined;
  readonly clock: Reach["clock"];
  readonly log: Logger;
}): HostServices {
  const asSystem = asSystemOf(reach);
  const open: Parameters<typeof powerWork>[0]["open"] = (use, { signal }) =>
    asSystem(async (wsman) => use(await wsman()), signal);
  const works = [
    ...(values["hostServices.clock"] ? [clockWork({ clock, open })] : []),
    ...(values["hostServices.name"] ? [nameWork({ me, network: () => hostNetwork() })] : []),
    ...(values["hostServices.address"] ? [addressWork({ open, wired: wiredAddress })] : []),
    ...(values["hostServices.power"] === "off" ? [] : [powerWork({ open, control })]),
    ...(values["hostServices.wifi"] ? [wifiWork({ open, profiles })] : []),
  ];
  const services = keepHostServices({
    works,
    isReady: () => isConfigured(watch.snapshot().amt),
    onChange: (view) => watch.noteHostServices(view),
    clock,
    log,
  });
  if (works.length > 0) watch.noteHostServices(services.view);
  services.hurry();
  return services;
}
