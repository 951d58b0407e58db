import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMe } from "../../agent/me.ts";
import { type Chain, orderedChain } from "../../agent/provisioning/chain.ts";
import { type Journal, openJournal } from "../../agent/provisioning/journal.ts";
import { operate } from "../../agent/provisioning/operate.ts";
import type { Progress, Result } from "../../agent/provisioning/progress.ts";
import type { RunOptions } from "../../agent/provisioning/run.ts";
import type { Intent, Wish } from "../../agent/provisioning/wish.ts";
import { throughLme } from "../../agent/wsman/way.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { usualTiming } from "../../mei/session.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe, domainOf } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { type KindName, kindOf } from "../../virtual-me/pki/kinds.ts";

export const goodPassword = new Secret("Aa1!bcdefgh");

const chains = new Map<string, Chain>();

/** A provisioning certificate that virtual machines of this domain trust, or a broken one; signed at the first use. */
export function chainOfKind(name: KindName, domain = "example.com"): Chain {
  const known = chains.get(`${name} ${domain}`);
  if (known) return known;
  const { chain, key } = kindOf(name).make(domain);
  const made = orderedChain({
    certificates: chain.map(({ der }) => new X509Certificate(der)),
    key: new Secret(key.privateKey.export({ type: "pkcs8", format: "pem" }) as string),
  });
  chains.set(`${name} ${domain}`, made);
  return made;
}

export interface Station {
  readonly me: VirtualMe;
  readonly domain: string;
  readonly journal: Journal;
  readonly options: RunOptions;
  readonly heard: Progress[];
  /** For a reply that does not come: the time it is waited for passes at once. */
  giveUp(): void;
  /** One operation as a process of its own would do it: with connections that end with it. */
  operate(wish: Wish, more?: Partial<RunOptions> & { readonly dryRun?: boolean }): Promise<Result>;
  in(name: string): string;
  close(): Promise<void>;
}

/** A virtual machine in this process, and a directory for a journal. */
export async function station(machine: string): Promise<Station> {
  const me = await createVirtualMe(machine, { clock: realClock });
  const directory = mkdtempSync(join(tmpdir(), "amt-provisioning-"));
  const journal = openJournal(directory);
  const heard: Progress[] = [];
  const waiting = impatientClock(usualTiming.reply);
  const host = hostOf(virtualDriver(me), waiting.clock);
  const options: RunOptions = {
    ...host.options,
    journal,
    onProgress: (one) => heard.push(one),
    signal: new AbortController().signal,
  };
  return {
    me,
    domain: await domainOf(machine),
    journal,
    heard,
    options,
    giveUp: waiting.giveUp,
    in: (name) => join(directory, name),
    operate: (wish, more = {}) => operateOn(virtualDriver(me), wish, { ...options, ...more }, waiting.clock),
    async close() {
      await host.close();
      me.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** ms: what waits no longer than this is a pause between two attempts, what waits longer a limit, which is for firmware that hangs. */
const PAUSE = 2_000;

/** Real time, except that pauses are short, and whoever waits for just `ms` can be told that they are over. */
function impatientClock(ms: number): { readonly clock: Clock; giveUp(): void } {
  const waiting = new Set<() => void>();
  return {
    clock: {
      ...realClock,
      after(wait, what, options) {
        const once = (): void => {
          stop();
          what();
        };
        const stopTimer = realClock.after(wait <= PAUSE ? wait / 20 : wait, once, options);
        const stop = (): void => {
          stopTimer();
          waiting.delete(once);
        };
        if (wait === ms) waiting.add(once);
        return stop;
      },
    },
    giveUp: () => [...waiting].forEach((once) => void once()),
  };
}

function hostOf(driver: MeiDriver, clock: Clock) {
  const me = openMe(driver, { clock });
  const openWay = (options: { signal: AbortSignal }) =>
    throughLme(driver, { ...options, clock, owners: noTcpOwners, mayBeTls: true });
  return {
    options: { reach: { me, clock, trust: undefined, openWay } },
    close: async () => {
      await me.close();
      await driver.close();
    },
  };
}

export const intentOf = (wish: Wish): Intent => ({ kind: wish.kind, make: () => wish });

/** On a driver of its own, which ends with it. */
export async function operateOn(
  driver: MeiDriver,
  wish: Wish | Intent,
  { dryRun = false, ...options }: Omit<RunOptions, "reach"> & { readonly dryRun?: boolean },
  clock: Clock = realClock,
): Promise<Result> {
  const host = hostOf(driver, clock);
  try {
    return await operate("make" in wish ? wish : intentOf(wish), { ...options, ...host.options, dryRun });
  } finally {
    await host.close();
  }
}

export const given = (secret = goodPassword) => ({ secret, reference: "given by its owner" });
export const activateClient = (): Wish => ({ kind: "activate", mode: "client", password: given() });
export const activateAdmin = (domain = "example.com"): Wish => ({
  kind: "activate",
  mode: "admin",
  password: given(),
  chain: chainOfKind("provisioning", domain),
});
export const upgradeBy = (password: Secret, domain = "example.com"): Wish => ({
  kind: "upgrade",
  password,
  chain: chainOfKind("provisioning", domain),
});
/** Of machines that are set up from the start. */
export const factoryPassword = new Secret(virtualPassword);

/** The operations that a command line can ask for, on a machine as it comes. */
export const wishes: Readonly<Record<string, (domain: string) => Wish>> = {
  "activate --ccm": activateClient,
  "activate --acm": activateAdmin,
  upgrade: (domain) => upgradeBy(factoryPassword, domain),
  deactivate: () => ({ kind: "deactivate", partial: false, password: factoryPassword }),
  "deactivate --partial": () => ({ kind: "deactivate", partial: true, password: factoryPassword }),
  "stop-configuration": () => ({ kind: "stop-configuration" }),
};
