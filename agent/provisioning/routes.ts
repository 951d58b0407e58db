import { X509Certificate } from "node:crypto";
import { Secret } from "../../platform/secret.ts";
import type { Routes } from "../api/contract.ts";
import type { Handlers } from "../api/exchange.ts";
import { type Chain, orderedChain } from "./chain.ts";
import { ProvisioningError } from "./error.ts";
import type { Jobs } from "./jobs.ts";
import type { Wish } from "./wish.ts";

type Provisioning = Extract<keyof Routes, `${string} /v1/provisioning/${string}`>;

/** ms that a question for progress waits for news: below what clients take for silence. */
const WAIT = 20_000;

/** What the routes do: secrets get their type at once, and certificates their order. */
export function provisioningHandlers(jobs: Jobs): Pick<Handlers<Routes>, Provisioning> {
  const start = (dryRun: boolean, wish: Wish) => jobs.start({ kind: wish.kind, make: () => wish }, { dryRun });
  return {
    "POST /v1/provisioning/activate": ({ input }) => {
      const { mode, password, reference, mebxPassword, certificates, key, dryRun } = input;
      const chain = certificates && key !== undefined ? chainOf(certificates, key) : undefined;
      return start(dryRun, {
        kind: "activate",
        mode,
        password: { secret: new Secret(password), reference },
        ...(chain && { chain }),
        ...(mebxPassword !== undefined && { mebxPassword: new Secret(mebxPassword) }),
      });
    },
    "POST /v1/provisioning/upgrade": ({ input: { password, certificates, key, dryRun } }) =>
      start(dryRun, { kind: "upgrade", password: new Secret(password), chain: chainOf(certificates, key) }),
    "POST /v1/provisioning/deactivate": ({ input: { partial, password, dryRun } }) =>
      start(dryRun, {
        kind: "deactivate",
        partial,
        ...(password !== undefined && { password: new Secret(password) }),
      }),
    "POST /v1/provisioning/stop-configuration": ({ input: { dryRun } }) =>
      start(dryRun, { kind: "stop-configuration" }),
    "POST /v1/provisioning/cancel": ({ input: { job } }) => {
      jobs.cancel(job);
      return { job };
    },
    "GET /v1/provisioning/progress": ({ input: { job, after }, signal }) =>
      jobs.progress(job, after, { wait: WAIT, signal }),
  };
}

function chainOf(certificates: readonly string[], key: string): Chain {
  try {
    return orderedChain({
      certificates: certificates.map((der) => new X509Certificate(Buffer.from(der, "base64"))),
      key: new Secret(key),
    });
  } catch (error) {
    if (error instanceof ProvisioningError) throw error;
    throw new ProvisioningError("PFX_UNREADABLE", "A certificate or the key cannot be read");
  }
}
