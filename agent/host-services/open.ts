import { hostNetwork } from "../../platform/host-network.ts";
import { isConfigured } from "../configured.ts";
import type { Logger } from "../log.ts";
import type { Me } from "../me.ts";
import { asSystemOf } from "../provisioning/as-system.ts";
import type { Reach } from "../provisioning/web.ts";
import type { Values } from "../settings-table.ts";
import type { Watch } from "../watch/watch.ts";
import { clockWork } from "./clock.ts";
import { type HostServices, keepHostServices } from "./keeper.ts";
import { nameWork } from "./name.ts";

/** What the configuration wants done for AMT; it is begun when AMT is known to be set up. */
export function openHostServices({
  values,
  me,
  reach,
  watch,
  clock,
  log,
}: {
  readonly values: Pick<Values, "hostServices.clock" | "hostServices.name">;
  readonly me: Me;
  readonly reach: Reach;
  readonly watch: Pick<Watch, "snapshot" | "noteHostServices">;
  readonly clock: Reach["clock"];
  readonly log: Logger;
}): HostServices {
  const asSystem = asSystemOf(reach);
  const works = [
    ...(values["hostServices.clock"]
      ? [
          clockWork({
            clock,
            open: (use, { signal }) => asSystem(async (wsman) => use(await wsman()), signal),
          }),
        ]
      : []),
    ...(values["hostServices.name"] ? [nameWork({ me, network: () => hostNetwork() })] : []),
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
