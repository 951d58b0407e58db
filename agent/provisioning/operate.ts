import { message } from "../api/texts.ts";
import { type Chain, checkChain, commonNames } from "./chain.ts";
import { checkDomain } from "./domain.ts";
import { readFacts, readRoots, readSuffixes } from "./look.ts";
import { checkPassword } from "./password.ts";
import { planFor } from "./plan.ts";
import type { Result } from "./progress.ts";
import { recover } from "./recover.ts";
import { type RunOptions, result, run, shownStep, stepsOf } from "./run.ts";
import type { PlanName } from "./steps.ts";
import { trustedRoot } from "./trusted-root.ts";
import type { Intent, Wish } from "./wish.ts";

/**
 * One operation from the first look to the end: brings to an end what an earlier run left, checks everything that firmware would refuse,
 * and only then begins. `dryRun` stops there, and leaves alone what an earlier run left.
 */
export async function operate(
  intent: Intent,
  { dryRun, ...options }: RunOptions & { readonly dryRun: boolean },
): Promise<Result> {
  const { reach, signal, onProgress } = options;
  let facts = await readFacts(reach.me, { signal });
  if (!dryRun) {
    const recovered = await recover(facts, options);
    if (recovered) {
      if (recovered.outcome === "done" && plansOf[intent.kind].includes(recovered.plan)) return recovered;
      facts = await readFacts(reach.me, { signal });
    }
  }
  const wish = await intent.make(facts);
  const plan = planFor(wish, facts);
  await check(wish, options);
  const shown = stepsOf(plan, wish).map(shownStep);
  onProgress({ event: "plan", plan, virtual: facts.virtual, steps: shown });
  if (dryRun) return result(plan, "checked", facts, { facts, password: null });
  return run(wish, plan, facts, options);
}
/** What an operation that was found done may be taken for. */
const plansOf: Readonly<Record<Wish["kind"], readonly PlanName[]>> = {
  activate: ["client", "client-tls", "admin", "admin-secure"],
  upgrade: ["upgrade"],
  deactivate: ["deactivate", "deactivate-admin", "deactivate-partly"],
  "stop-configuration": ["stop-configuration"],
};

async function check(wish: Wish, { reach, signal, onProgress }: RunOptions): Promise<void> {
  if (wish.kind === "activate") {
    checkPassword(wish.password.secret, "The password");
    if (wish.mebxPassword) checkPassword(wish.mebxPassword, "The password of the ME menu");
  }
  const chain: Chain | undefined = "chain" in wish ? wish.chain : undefined;
  if (!chain) return;
  checkChain(chain, reach.clock.now());
  trustedRoot(chain, await readRoots(reach.me, { signal }));
  const suffixes = await readSuffixes(reach.me, { signal });
  checkDomain(commonNames(chain), suffixes);
  if (suffixes.pki === "" && suffixes.dhcp === undefined)
    onProgress({ event: "note", note: message("provisioning.note.suffix", {}) });
}
