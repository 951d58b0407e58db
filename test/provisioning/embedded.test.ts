import { expect, test } from "vitest";
import { openMe } from "../../agent/me.ts";
import { readFacts } from "../../agent/provisioning/look.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import { virtualMe } from "../../virtual-me/me.ts";
import { activateAdmin, activateClient, given, operateOn, station } from "../support/provisioning.ts";

/** A machine as it comes, except that embedded host-based configuration is on or off. */
async function withEmbedded(name: string, ehbc: boolean) {
  const loaded = (await loadMachine(name))!;
  const { remoteSetup } = loaded.facts;
  const facts = { ...loaded.facts, remoteSetup: { ...remoteSetup, value: { ...remoteSetup.value, ehbc } } };
  return virtualMe({ ...loaded, facts }, { clock: realClock });
}
const noCertificate = () => ({ kind: "activate", mode: "admin", password: given() }) as const;

test.each([
  [true, "EHBC_UNDOCUMENTED"],
  [false, "PFX_NEEDED"],
])("without a certificate there is no admin control mode; EHBC %s has a reason of its own", async (ehbc, code) => {
  const at = await station("unprovisioned-11");
  const me = await withEmbedded("unprovisioned-11", ehbc);
  try {
    await expect(operateOn(virtualDriver(me), noCertificate(), at.options)).rejects.toMatchObject({
      code,
      remedy: expect.stringContaining("--pfx"),
    });
    expect([me.counts.of("http"), me.world.controlMode, at.journal.unfinished()]).toEqual([0, "none", undefined]);
  } finally {
    me.close();
    await at.close();
  }
});

test.each([
  ["admin", () => activateAdmin()],
  ["client", () => activateClient()],
] as const)("with EHBC the other ways are as on every machine: %s", async (mode, wish) => {
  const at = await station("unprovisioned-11");
  const me = await withEmbedded("unprovisioned-11", true);
  try {
    expect(await operateOn(virtualDriver(me), wish(), at.options)).toMatchObject({
      outcome: "done",
      controlMode: mode,
    });
  } finally {
    me.close();
    await at.close();
  }
});

test("it is read where it counts: while AMT has no owner", async () => {
  const at = await station("unprovisioned-11");
  const me = await withEmbedded("unprovisioned-11", true);
  const host = openMe(virtualDriver(me), { clock: realClock });
  try {
    expect((await readFacts(host, at.options)).embedded).toBe(true);
    me.world.controlMode = "client";
    expect((await readFacts(host, at.options)).embedded).toBe(false);
  } finally {
    await host.close();
    me.close();
    await at.close();
  }
});
