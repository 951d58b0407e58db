import { join } from "node:path";
import type { MeiDriver } from "../../mei/port.ts";
import { lockFile } from "../../platform/file-lock.ts";
import { ownDirectory } from "../../platform/kept-file.ts";
import { ConfigError } from "../config-error.ts";
import type { Me } from "../me.ts";
import { openJournal } from "../provisioning/journal.ts";
import type { Facts } from "../provisioning/look.ts";
import { operate } from "../provisioning/operate.ts";
import { withoutCertificate } from "../provisioning/plan.ts";
import type { Progress, Result } from "../provisioning/progress.ts";
import type { Intent } from "../provisioning/wish.ts";
import { settingOf } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harden } from "./harden.ts";
import { kept } from "./keep-password.ts";
import {
  type CertificateOptions,
  chainFrom,
  newPassword,
  type OwnerOptions,
  ownerPassword,
} from "./provisioning-input.ts";
import { operateRemotely } from "./provisioning-remote.ts";
import { progressTo, showResult } from "./render-progress.ts";
import { withMe } from "./source.ts";
import { secretFile } from "./wsman-login.ts";
import { wsmanWays } from "./wsman-ways.ts";

export type { CertificateOptions, OwnerOptions } from "./provisioning-input.ts";
export interface ActivateOptions extends OwnerOptions, CertificateOptions {
  readonly mode: "client" | "admin";
  readonly generate: boolean;
  readonly passwordOut: string | undefined;
  readonly mebxPasswordFile: string | undefined;
  readonly dryRun: boolean;
}
interface DryRun {
  readonly dryRun: boolean;
}

/** `amt-agent activate` */
export async function activate(context: Context, options: ActivateOptions): Promise<Exit> {
  const { mode, generate, passwordOut, mebxPasswordFile, dryRun } = options;
  if (passwordOut !== undefined && !generate) throw new ConfigError("--password-out needs --generate-password.");
  if (mode === "client" && (options.pfx ?? options.pfxPasswordFile ?? mebxPasswordFile) !== undefined)
    throw new ConfigError(
      "Client control mode takes neither a certificate nor a password of the ME menu: say --acm, or leave them out.",
    );
  await harden(context);
  const chain = await chainFrom(options, context);
  // Why, AMT knows; nobody is asked for a password that would come to nothing
  if (mode === "admin" && !chain) return perform(context, { dryRun }, { kind: "activate", make: refuseFor });
  const mebxPassword = mebxPasswordFile === undefined ? undefined : secretFile(mebxPasswordFile);
  const secret = await newPassword(options, context);
  const made = { kind: "activate", mode, ...(chain && { chain }), ...(mebxPassword && { mebxPassword }) } as const;
  return perform(
    context,
    { dryRun },
    {
      kind: "activate",
      make: async (facts) => ({
        ...made,
        password: generate
          ? await kept(context, secret, { out: passwordOut, machine: facts.uuid })
          : { secret, reference: "given by its owner" },
      }),
    },
  );
}

function refuseFor(facts: Facts): never {
  throw withoutCertificate(facts);
}

/** `amt-agent upgrade` */
export async function upgrade(context: Context, options: OwnerOptions & CertificateOptions & DryRun): Promise<Exit> {
  await harden(context);
  const chain = await chainFrom(options, context);
  if (!chain) throw withoutCertificate({ embedded: false });
  const password = await ownerPassword(options, context.signal);
  return perform(context, options, { kind: "upgrade", make: () => ({ kind: "upgrade", password, chain }) });
}

/** `amt-agent deactivate` */
export async function deactivate(
  context: Context,
  options: OwnerOptions & DryRun & { readonly partial: boolean },
): Promise<Exit> {
  await harden(context);
  const { partial } = options;
  return perform(context, options, {
    kind: "deactivate",
    make: async ({ controlMode }) => ({
      kind: "deactivate",
      partial,
      ...(controlMode === "admin" && { password: await ownerPassword(options, context.signal) }),
    }),
  });
}

/** `amt-agent stop-configuration` */
export async function stopConfiguration(context: Context): Promise<Exit> {
  await harden(context);
  return perform(
    context,
    { dryRun: false },
    { kind: "stop-configuration", make: () => ({ kind: "stop-configuration" }) },
  );
}

async function perform(context: Context, { dryRun }: DryRun, intent: Intent): Promise<Exit> {
  const onProgress = progressTo(context);
  const result = await withMe(context, {
    service: (client) => operateRemotely(context, client, intent, { dryRun, onProgress }),
    direct: (me, driver) => operateAlone(context, me, driver, intent, { dryRun, onProgress }),
  });
  showResult(context, result);
  return "ok";
}

/** The operation carried out by this process, which has the ME to itself. */
export const operateAlone = (
  context: Context,
  me: Me,
  driver: MeiDriver,
  intent: Intent,
  { dryRun, onProgress }: { readonly dryRun: boolean; readonly onProgress: (progress: Progress) => void },
): Promise<Result> =>
  alone(context, async (journal) => {
    const { clock, signal } = context;
    const ways = await wsmanWays(context);
    const openWay = (o: { signal: AbortSignal }) => ways.alone(driver, { ...o, mayBeTls: true });
    const reach = { me, clock, openWay, trust: ways.trust };
    return operate(intent, { reach, journal, onProgress, signal, dryRun });
  });

/** One operation of this user at a time, with his journal. */
async function alone(
  { flags, host, clock, signal }: Context,
  use: (journal: ReturnType<typeof openJournal>) => Promise<Result>,
): Promise<Result> {
  const directory = ownDirectory((await settingOf("adminDir", flags, host)).text);
  const journal = openJournal(directory);
  if (host.platform === "win32") return use(journal);
  const lock = await lockFile(join(directory, "provisioning.lock"), { clock, wait: 0, signal });
  try {
    return await use(journal);
  } finally {
    lock.release();
  }
}
