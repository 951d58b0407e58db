import { codeOf } from "../../mei/errors.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { WsmanFault } from "../../mei/wsman/errors.ts";
import type { Instance, Resource } from "../../mei/wsman/resource.ts";
import { kerberosSettingData } from "../../mei/wsman/resources/accounts.ts";
import { bootSettingData } from "../../mei/wsman/resources/boot.ts";
import { publicKeyCertificate, tlsSettingData } from "../../mei/wsman/resources/certificates.ts";
import { alarmClockOccurrence } from "../../mei/wsman/resources/clock.ts";
import { auditLog, messageLog } from "../../mei/wsman/resources/logs.ts";
import { environmentDetectionSettingData } from "../../mei/wsman/resources/network.ts";
import {
  kvmRedirectionSap,
  kvmRedirectionSettingData,
  optInService,
  redirectionService,
} from "../../mei/wsman/resources/redirection.ts";
import { managementPresenceRemoteSap, remoteAccessPolicyRule } from "../../mei/wsman/resources/remote-access.ts";
import { generalSettings } from "../../mei/wsman/resources/setup.ts";
import { wifiEndpointSettings, wifiPortConfigurationService } from "../../mei/wsman/resources/wifi.ts";
import { message } from "../api/texts.ts";
import { type Accounts, readAccounts } from "./accounts.ts";
import type { Known } from "./known.ts";

/** Every instance of each class of AMT's web service that the report is made of; an empty list: AMT has none, or no such class. */
const classes = {
  general: generalSettings,
  tls: tlsSettingData,
  redirection: redirectionService,
  kvm: kvmRedirectionSap,
  kvmSettings: kvmRedirectionSettingData,
  consent: optInService,
  kerberos: kerberosSettingData,
  servers: managementPresenceRemoteSap,
  policies: remoteAccessPolicyRule,
  environment: environmentDetectionSettingData,
  wifiProfiles: wifiEndpointSettings,
  wifiService: wifiPortConfigurationService,
  certificates: publicKeyCertificate,
  boot: bootSettingData,
  alarms: alarmClockOccurrence,
  auditLog,
  eventLog: messageLog,
} as const satisfies Readonly<Record<string, Resource>>;
type Classes = typeof classes;
export type Guarded = { readonly [K in keyof Classes]: Known<readonly Instance<Classes[K]>[]> } & {
  readonly accounts: Known<Accounts>;
};

/** Logins that are refused one after the other until nothing more is asked: AMT counts them, and locks everybody out (presence-posture.md 5.2). */
const ENOUGH = 2;
/** Of what keeps us from AMT's web service altogether, the rest of the classes is spared. */
const isAboutTheWay = (code: string): boolean =>
  /^(LMS_|APF_|HTTP_|TLS_|AUTH_HELD|AUTH_LOCKED|ME_|LOGIN_NEEDED|ECONN)/.test(code);
const isLogin = (code: string): boolean => /^AUTH_/.test(code);

/**
 * Reads them one after the other on one session, and nothing that changes AMT. Never rejects but on abort: what cannot be read says why.
 * `open` is called once.
 */
export async function readGuarded(
  open: (options: { signal: AbortSignal }) => Promise<Wsman>,
  { signal }: { readonly signal: AbortSignal },
): Promise<Guarded> {
  let shut: Known<never> | undefined;
  let refusals = 0;
  let opened: Wsman | undefined;
  async function attempt<T>(read: (wsman: Wsman) => Promise<T>, none: T): Promise<Known<T>> {
    if (shut) return shut;
    try {
      opened ??= await open({ signal });
      const value = await read(opened);
      refusals = 0;
      return { value };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof WsmanFault && error.subcode === "DestinationUnreachable") return { value: none };
      const why = whyNot(error);
      if (isLogin(codeOf(error))) refusals += 1;
      if (isAboutTheWay(codeOf(error)) || refusals >= ENOUGH) shut = why;
      return why;
    }
  }
  const found: Partial<Record<keyof Guarded, Known<unknown>>> = {};
  for (const [name, of] of Object.entries(classes) as [keyof Classes, Resource][])
    found[name] = await attempt(async (wsman) => (await wsman.enumerate(of, { signal })).map(({ value }) => value), []);
  found.accounts = await attempt((wsman) => readAccounts(wsman, { signal }), { admin: null, users: [], total: 0 });
  return found as Guarded; // filled key by key from the table its type is made of
}

/** As where there is nobody to ask, for the same reason. */
export const nothingGuarded = (why: Known<never>): Guarded =>
  Object.fromEntries([...Object.keys(classes), "accounts"].map((name) => [name, why])) as unknown as Guarded;

function whyNot(error: unknown): Known<never> {
  const code = codeOf(error);
  const isDenied = error instanceof WsmanFault && error.subcode === "AccessDenied";
  const isForbidden = code === "WSMAN_HTTP" && (error as { status?: unknown }).status === 403;
  if (isDenied || isForbidden) return { why: message("unknown.needs-admin", {}) };
  if (isLogin(code)) return { why: message("unknown.login", { code }) };
  if (code === "TLS_UNTRUSTED") return { why: message("unknown.tls-untrusted", {}) };
  if (isAboutTheWay(code)) return { why: message("unknown.no-link", { code }) };
  return { why: message("unknown.failed", { code }) };
}
