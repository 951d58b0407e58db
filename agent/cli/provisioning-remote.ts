import { type ApiClient, apiClient } from "../api/client.ts";
import type { InputOf, Routes } from "../api/contract.ts";
import type { ProgressAnswer } from "../api/provisioning.ts";
import { assertTrustedServer, serviceUidOf } from "../api/trust.ts";
import type { Facts } from "../provisioning/look.ts";
import type { Progress, Result } from "../provisioning/progress.ts";
import type { Intent, Wish } from "../provisioning/wish.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";

/** What the service's operation failed with, as it told it. */
export class JobError extends Error {
  override name = "JobError";
  readonly code: string;
  readonly remedy: string | undefined;
  constructor({ code, message, remedy }: NonNullable<ProgressAnswer["error"]>) {
    super(message);
    this.code = code;
    this.remedy = remedy ?? undefined;
  }
}

type Start = Extract<keyof Routes, `POST /v1/provisioning/${Wish["kind"]}`>;

/**
 * The operation carried out by the service, which has the ME. What it needs is made here, by whoever asked: a generated password is kept
 * before it is sent, after the service has checked all that it can.
 */
export async function operateRemotely(
  context: Context,
  client: ApiClient,
  intent: Intent,
  { dryRun, onProgress }: { readonly dryRun: boolean; readonly onProgress: (progress: Progress) => void },
): Promise<Result> {
  const { signal, clock, flags, host } = context;
  const { socket } = await reach(flags, host);
  const serviceUid = serviceUidOf(socket);
  const admin = apiClient({
    socket,
    clock,
    checkServer: (to, address) => assertTrustedServer(to, address, serviceUid === undefined ? {} : { serviceUid }),
  });
  const { amt, machine } = await client.call("GET /v1/info", undefined, { signal });
  const facts: Facts = {
    uuid: amt.uuid ?? "unknown",
    virtual: machine.virtual,
    controlMode: (amt.controlMode ?? "none") as Facts["controlMode"],
    provisioning: (amt.provisioningState ?? "pre") as Facts["provisioning"],
    tlsOnly: amt.localPortsTlsOnly ?? false,
    enabled: amt.operational ?? undefined,
    embedded: amt.ehbc ?? false,
  };
  const wish = await intent.make(facts);
  const keep = wish.kind === "activate" ? wish.password.keep : undefined;
  if (keep && !dryRun) {
    await follow(admin, wish, { dryRun: true, signal, onProgress: () => {} });
    await keep();
  }
  try {
    return await follow(admin, wish, { dryRun, signal, onProgress });
  } catch (error) {
    // The service says that AMT is as it was; where it does not say so, the password may be AMT's
    if (
      error instanceof JobError &&
      error.code !== "OPERATION_UNCERTAIN" &&
      error.code !== "PASSWORD_NOT_TAKEN" &&
      wish.kind === "activate" &&
      !dryRun
    )
      await discardUnused(client, wish, context);
    throw error;
  }
}

async function discardUnused(
  client: ApiClient,
  wish: Extract<Wish, { kind: "activate" }>,
  { signal }: Context,
): Promise<void> {
  if (signal.aborted) return;
  const { amt } = await client.call("GET /v1/info", undefined, { signal });
  if (amt.controlMode === "none" && amt.provisioningState === "pre") wish.password.discard?.();
}

async function follow(
  admin: ApiClient,
  wish: Wish,
  { dryRun, signal, onProgress }: { dryRun: boolean; signal: AbortSignal; onProgress: (progress: Progress) => void },
): Promise<Result> {
  const { job } = await admin.callAdmin(`POST /v1/provisioning/${wish.kind}` as Start, inputOf(wish, dryRun) as never, {
    signal,
  });
  const never = new AbortController().signal;
  // Ctrl-C ends the operation, not the wait for its end
  const onAbort = (): void => {
    admin.callAdmin("POST /v1/provisioning/cancel", { job }, { signal: never }).catch(() => {
      // it has ended by itself, or the service is gone, which the question under way hears too
    });
  };
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    for (let after = 0; ; ) {
      const said = await admin.callAdmin("GET /v1/provisioning/progress", { job, after }, { signal: never });
      for (const one of said.events) onProgress(one as Progress);
      after += said.events.length;
      if (!said.ended || said.events.length > 0) continue;
      if (said.error) throw new JobError(said.error);
      return said.result as Result;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** The only place where secrets leave this process: on the admin socket, whose other end was looked at. */
function inputOf(wish: Wish, dryRun: boolean): InputOf<Routes[Start]> {
  const certificates = (chain: { certificates: readonly { raw: Buffer }[]; key: { reveal(): string } }) => ({
    certificates: chain.certificates.map(({ raw }) => raw.toString("base64")),
    key: chain.key.reveal(),
  });
  switch (wish.kind) {
    case "activate":
      return {
        mode: wish.mode,
        password: wish.password.secret.reveal(),
        reference: wish.password.reference,
        ...(wish.mebxPassword && { mebxPassword: wish.mebxPassword.reveal() }),
        ...(wish.chain && certificates(wish.chain)),
        dryRun,
      };
    case "upgrade":
      return { password: wish.password.reveal(), ...certificates(wish.chain), dryRun };
    case "deactivate":
      return { partial: wish.partial, ...(wish.password && { password: wish.password.reveal() }), dryRun };
    case "stop-configuration":
      return { dryRun };
  }
}
