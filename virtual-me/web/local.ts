import { createManageability, type Manageability } from "../cim/manageability.ts";
import type { Faults } from "../faults.ts";
import type { Service } from "../lme/services.ts";
import { type Performer, performer } from "../operator/perform.ts";
import type { World } from "../world.ts";
import { createWeb, type Web } from "./web.ts";

export interface LocalWebParts {
  readonly world: World;
  readonly onFailure: (error: unknown) => void;
  readonly faults: Faults;
  /** Restarts the ME. */
  readonly reset: () => void;
}
/**
 * The web server of one virtual ME, with WS-Management behind it; and its operator, who works on the same objects. They are loaded
 * together: what is loaded apart would be bundled with objects of its own.
 */
export interface LocalWeb {
  readonly web: Web;
  readonly manageability: Manageability;
  readonly operator: Performer;
  /** What stands behind this local port, if AMT has it open at the time: a host that comes when it is not is sent away. */
  service(port: number): Service;
  close(): void;
}

export function localWeb({ world, onFailure, faults, reset }: LocalWebParts): LocalWeb {
  const manageability = createManageability({ world, clock: world.clock });
  const web = createWeb({
    world,
    onFailure,
    faults,
    restart: reset,
    answer: (request, options) => manageability.answer(request, options),
  });
  const operator = performer(world, manageability, reset);
  return {
    web,
    manageability,
    operator,
    service: (port) => (channel, from) => {
      const service = web.ports("local").get(port);
      if (service) service(channel, from);
      else channel.destroy();
    },
    close() {
      web.reset();
      operator.close();
      manageability.close();
    },
  };
}
