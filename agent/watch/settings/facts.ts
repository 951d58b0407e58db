import { tame } from "../../events/heard.ts";
import { isKnown } from "../../privacy/known.ts";
import { configured, type Readings } from "../../privacy/readings.ts";

/** AMT's settings that matter to whoever sits here, as far as they were read; null: not known, never "none". */
export interface SettingsFacts {
  /** Names of trusted issuers of certificates, by hash. */
  readonly roots: Readonly<Record<string, string>> | null;
  /** Of the management servers outside. */
  readonly servers: readonly string[] | null;
  /** Rights in one word each, by the user's name. */
  readonly users: Readonly<Record<string, string>> | null;
  readonly tls: Readonly<Record<Place, boolean | null>>;
  readonly features: Readonly<Record<Feature, boolean | null>>;
}
export const places = ["the network", "this PC's own ports"] as const;
type Place = (typeof places)[number];
export const featureNames = ["KVM", "SOL", "remote storage", "AMT's web page", "port 5900 (VNC)"] as const;
export type Feature = (typeof featureNames)[number];

const usable = (is: unknown): boolean => is === "enabled" || is === "enabledButOffline";

/** What these readings say; `before` stands where they say nothing. Pure. */
export function settingsIn(readings: Readings, before: SettingsFacts | undefined): SettingsFacts {
  const { info, guarded } = readings;
  const isSetUp = configured(readings.info);
  // What an earlier owner had set says nothing of the next one
  const old = isSetUp === false ? undefined : before;
  const { certificates, redirection, sessions } = info;
  const roots = certificates?.filter(({ active }) => active).map(({ hash, name }) => [hash, tame(name)] as const);
  const { servers, accounts, tls, kvmSettings, kvm } = guarded;
  const tlsOf = (which: RegExp): boolean | null =>
    (isKnown(tls) ? tls.value.find(({ InstanceID }) => which.test(InstanceID ?? ""))?.Enabled : undefined) ?? null;
  const [sap] = isKnown(kvm) ? kvm.value : [];
  const vnc = isKnown(kvmSettings) ? (kvmSettings.value[0]?.Is5900PortEnabled ?? null) : null;
  const keep = <T>(now: T | null, last: T | null | undefined): T | null => now ?? last ?? null;
  const feature = (name: Feature, now: boolean | null): boolean | null => keep(now, old?.features[name]);
  return {
    roots: keep(roots ? Object.fromEntries(roots) : null, before?.roots),
    servers: keep(
      isKnown(servers) ? servers.value.map(({ AccessInfo, CN }) => tame(AccessInfo ?? CN ?? "?")).sort() : null,
      old?.servers,
    ),
    users: keep(isKnown(accounts) ? usersIn(accounts.value) : null, old?.users),
    tls: {
      "the network": keep(tlsOf(/802\.3/) ?? info.amt.tls, old?.tls["the network"]),
      "this PC's own ports": keep(tlsOf(/LMS/), old?.tls["this PC's own ports"]),
    },
    features: {
      KVM: feature("KVM", redirection.kvm ?? (sap ? usable(sap.EnabledState) : null)),
      SOL: feature("SOL", redirection.sol),
      "remote storage": feature("remote storage", redirection.storage),
      "AMT's web page": feature("AMT's web page", sessions.webUi),
      "port 5900 (VNC)": feature("port 5900 (VNC)", vnc),
    },
  };
}

type Accounts = Extract<Readings["guarded"]["accounts"], { value: unknown }>["value"];
/** null where there are more than were read: who is missing is not gone. */
function usersIn({ users, total }: Accounts): Record<string, string> | null {
  if (users.length < total) return null;
  const named = users.flatMap(({ name, from, realms, enabled }) =>
    name === null ? [] : [[tame(name), `${from} ${[...realms].sort((a, b) => a - b).join(",")} ${enabled}`] as const],
  );
  return Object.fromEntries(named);
}
