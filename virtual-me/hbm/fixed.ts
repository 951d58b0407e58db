import { faults } from "../faults.ts";
import { answersOf } from "../hosts/index.ts";
import { knows } from "../knows.ts";
import { exchange, type Host, type Link } from "../link.ts";
import type { VirtualMe } from "../me.ts";

/**
 * The exchange of a fixed-address client: it takes no connection, so that the driver's own questions keep nobody out, and has no part
 * in the faults that tests plan for the client of the same name.
 */
export function fixedLink(me: VirtualMe, name: string, host: Host): Pick<Link, "send" | "close"> {
  let isOpen = true;
  const send = exchange(name, {
    world: me.world,
    faults: faults(),
    answers: answersOf(me.world).filter(({ command }) => knows(me.machine, command)),
    host,
    reset: () => me.operator.reset(),
    isOpen: () => isOpen,
  });
  return {
    send(request) {
      // The kernel's own request for the version leaves `reserved` and `result` of its MKHI header as they were on its stack
      // (bus-fixup.c mei_fwver), and firmware answers it
      const known = Buffer.from(request);
      known.subarray(2, 4).fill(0); // nothing, where there is none
      send(known);
    },
    close() {
      isOpen = false;
    },
  };
}
