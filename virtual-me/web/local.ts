import { createManageability, type Manageability } from "../cim/manageability.ts";
import type { Service } from "../lme/services.ts";
import type { World } from "../world.ts";
import { createWeb, type Web } from "./web.ts";

/** The web server of one virtual ME, with WS-Management behind it. */
export interface LocalWeb {
  readonly web: Web;
  readonly manageability: Manageability;
  /** What stands behind this local port, if AMT has it open at the time: a host that comes when it is not is sent away. */
  service(port: number): Service;
  close(): void;
}

export function localWeb({ world, onFailure }: { world: World; onFailure: (error: unknown) => void }): LocalWeb {
  const manageability = createManageability({ world, clock: world.clock });
  const web = createWeb({ world, onFailure, answer: (request, options) => manageability.answer(request, options) });
  return {
    web,
    manageability,
    service: (port) => (channel, from) => {
      const service = web.ports("local").get(port);
      if (service) service(channel, from);
      else channel.destroy();
    },
    close() {
      web.reset();
      manageability.close();
    },
  };
}
