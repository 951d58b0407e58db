import type { Instance } from "../../../mei/wsman/resource.ts";
import { environmentDetectionSettingData } from "../../../mei/wsman/resources/network.ts";
import {
  managementPresenceRemoteSap,
  mpsUsernamePassword,
  remoteAccessPolicyAppliesToMps,
  remoteAccessPolicyRule,
  userInitiatedConnectionService,
} from "../../../mei/wsman/resources/remote-access.ts";
import type { Plain } from "../../wsman/plain.ts";
import { certificatesOf, type StoredCertificate } from "./certificate-store.ts";
import { ifThere } from "./if-there.ts";
import type { Reach } from "./subject.ts";

export type Server = Instance<typeof managementPresenceRemoteSap>;
export type Rule = Instance<typeof remoteAccessPolicyRule>;
export type Applies = Instance<typeof remoteAccessPolicyAppliesToMps>;
export type Detection = Instance<typeof environmentDetectionSettingData>;

export interface CiraState {
  /** Undefined: this AMT has no tunnels. */
  readonly servers: readonly Server[] | undefined;
  readonly rules: readonly Rule[];
  readonly applies: readonly Applies[];
  /** Names that AMT logs in to servers with, by password. */
  readonly users: readonly string[];
  readonly userMayAsk: string | number | undefined;
  readonly detection: Detection | undefined;
  readonly certificates: readonly StoredCertificate[];
}

export async function readCira(at: Reach): Promise<CiraState> {
  const { wsman, signal } = at;
  const all = async <T>(asked: Promise<readonly { readonly value: T }[]>): Promise<T[] | undefined> =>
    (await ifThere(asked))?.map(({ value }) => value);
  const servers = await all(wsman.enumerate(managementPresenceRemoteSap, { signal }));
  if (servers === undefined) return { ...nothing, servers };
  const users = (await all(wsman.enumerate(mpsUsernamePassword, { signal }))) ?? [];
  return {
    servers,
    rules: (await all(wsman.enumerate(remoteAccessPolicyRule, { signal }))) ?? [],
    applies: (await all(wsman.enumerate(remoteAccessPolicyAppliesToMps, { signal }))) ?? [],
    users: users.flatMap(({ RemoteID }) => (RemoteID === undefined ? [] : [RemoteID])),
    userMayAsk: (await ifThere(wsman.get(userInitiatedConnectionService, { signal })))?.EnabledState,
    detection: await ifThere(wsman.get(environmentDetectionSettingData, { signal })),
    certificates: await certificatesOf(at),
  };
}

const nothing: CiraState = {
  servers: undefined,
  rules: [],
  applies: [],
  users: [],
  userMayAsk: undefined,
  detection: undefined,
  certificates: [],
};

export const showServer = ({ AccessInfo, Port, CN }: Server): Plain => ({
  address: AccessInfo ?? null,
  port: Port ?? null,
  commonName: CN ?? null,
});
export const showRule = ({ Trigger, TunnelLifeTime, ExtendedData }: Rule): Plain => ({
  trigger: Trigger ?? null,
  lifetime: TunnelLifeTime ?? null,
  ...(Trigger === "periodic" && { seconds: ExtendedData?.length === 8 ? ExtendedData.readUInt32BE(4) : null }),
});
export const showCira = ({ servers, rules, userMayAsk, detection }: CiraState): Plain => ({
  servers: servers?.map(showServer) ?? null,
  policies: rules.map(showRule),
  userMayAsk: userMayAsk ?? null,
  homeDomains: detection?.DetectionStrings ?? [],
});
