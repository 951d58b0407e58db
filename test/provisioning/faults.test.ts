import { describe, expect, test } from "vitest";
import type { Wish } from "../../agent/provisioning/wish.ts";
import { startConfiguration } from "../../mei/amthi/provisioning.ts";
import { amthi } from "../../mei/clients.ts";
import { codeOf } from "../../mei/errors.ts";
import { openSession } from "../../mei/session.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { FaultKind } from "../../virtual-me/faults.ts";
import {
  activateAdmin,
  activateClient,
  factoryPassword,
  type Station,
  station,
  upgradeBy,
} from "../support/provisioning.ts";

const nobody = ["none", "pre"] as const;
const client = ["client", "post"] as const;
const admin = ["admin", "post"] as const;
interface Case {
  readonly machine: string;
  readonly wish: () => Wish;
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
}
const cases: Readonly<Record<string, Case>> = {
  client: { machine: "unprovisioned-11", wish: activateClient, from: nobody, to: client },
  "client over TLS": { machine: "unprovisioned-19", wish: activateClient, from: nobody, to: client },
  admin: { machine: "unprovisioned-11", wish: activateAdmin, from: nobody, to: admin },
  "admin, secure": { machine: "unprovisioned-19", wish: activateAdmin, from: nobody, to: admin },
  upgrade: { machine: "ccm-12", wish: () => upgradeBy(factoryPassword), from: client, to: admin },
  deactivate: { machine: "ccm-12", wish: () => ({ kind: "deactivate", partial: false }), from: client, to: nobody },
  "deactivate, admin": {
    machine: "acm-15",
    wish: () => ({ kind: "deactivate", partial: false, password: factoryPassword }),
    from: admin,
    to: nobody,
  },
  "deactivate, partly": {
    machine: "acm-15",
    wish: () => ({ kind: "deactivate", partial: true, password: factoryPassword }),
    from: admin,
    to: nobody,
  },
  "stop-configuration": {
    machine: "unprovisioned-11",
    wish: () => ({ kind: "stop-configuration" }),
    from: ["none", "in"],
    to: nobody,
  },
};

/** What must not arrive twice in one run, whatever happens. */
const once =
  /\.(Setup|AdminSetup|UpgradeClientToAdmin|Unprovision|PartialUnprovision|CommitChanges)$|^amthi\.(unprovision|stopConfiguration|startConfigurationHostBased)$/;

const stands = ({ me: { world } }: Station) => [world.controlMode, world.provisioning];

/** Where the operation finds it begun, it was begun by somebody. */
async function placed({ machine, from }: Case): Promise<Station> {
  const at = await station(machine);
  if (from[1] === "in") {
    const session = openSession(virtualDriver(at.me), amthi, { clock: realClock });
    await startConfiguration.call(session, {}, at.options);
    await session.close(); // AMTHI has one connection
  }
  at.me.counts.clear();
  return at;
}

/** One run with a fault at the n-th request of the kind of client; then, if it did not come to its end, one without. */
async function pass(one: Case, client: "web" | "amthi", kind: FaultKind, skip: number): Promise<string> {
  const { wish, from, to } = one;
  const at = await placed(one);
  try {
    let taken = 0;
    const onTaken = (): void => {
      taken++;
      if (client === "amthi" && kind === "lost") setImmediate(at.giveUp);
    };
    at.me.faults.add({ client, kind, skip, onTaken });
    const first = await at.operate(wish()).then(({ outcome }) => outcome, codeOf);
    const where = `${client} ${kind} at ${skip}: ${first}`;
    expect(taken, where).toBe(1);
    // Where only the answer is lost, AMT itself tells how it went: nobody is left in doubt
    if (kind === "lost") expect(first, where).not.toBe("OPERATION_UNCERTAIN");
    for (const [name, times] of Object.entries(at.me.counts.all))
      if (once.test(name)) expect([name, times, where]).toEqual([name, 1, where]);
    // A reset alone ends what was begun without the host (AMT forgets it), so that there is nothing left to stop
    const isEnded = first === "MODE_NOT_IN_PROVISIONING" && kind !== "lost";
    if (first === "done" || isEnded) expect(stands(at), where).toEqual(to);
    else {
      if (first !== "OPERATION_UNCERTAIN") expect(stands(at), where).toEqual(from);
      at.me.faults.clear();
      expect((await at.operate(wish())).outcome, where).toBe("done");
      expect(stands(at), where).toEqual(to);
    }
    expect(at.journal.unfinished(), where).toBeUndefined();
    return first;
  } finally {
    await at.close();
  }
}

async function requestsOf(one: Case): Promise<Record<"web" | "amthi", number>> {
  const at = await placed(one);
  try {
    await at.operate(one.wish());
    const amthi = Object.entries(at.me.counts.all).filter(([name]) => name.startsWith("amthi."));
    return { web: at.me.counts.of("http"), amthi: amthi.reduce((sum, [, times]) => sum + times, 0) };
  } finally {
    await at.close();
  }
}

describe.each(Object.entries(cases))("%s", (_, one) => {
  let undisturbed: ReturnType<typeof requestsOf> | undefined;
  test.each([
    ["web", "lost"],
    ["web", "reset"],
    ["web", "resetBefore"],
    ["amthi", "lost"],
    ["amthi", "reset"],
    ["amthi", "resetBefore"],
  ] as const)(
    "%s %s at every request: AMT is as before or as it should be, nothing that counts is sent twice",
    async (client, kind) => {
      undisturbed ??= requestsOf(one);
      const requests = await undisturbed;
      const ends: string[] = [];
      for (let skip = 0; skip < requests[client]; skip++) ends.push(await pass(one, client, kind, skip));
      if (requests[client] > 0) expect(ends.length).toBe(requests[client]);
    },
    300_000,
  );
});
