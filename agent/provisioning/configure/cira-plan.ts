import type { X509Certificate } from "node:crypto";
import type { Wanted } from "../../api/wanted.ts";
import { certificateIn, isStored } from "./certificate-store.ts";
import { type CiraState, type Detection, type Rule, type Server, showRule, showServer } from "./cira-state.ts";
import { type Credential, credentialIn } from "./credentials.ts";
import { absent, cannotMean } from "./error.ts";
import type { Change } from "./subject.ts";

type On = Exclude<Wanted["cira"], { off: true }>;
export interface WantedServer {
  readonly wanted: On;
  readonly commonName: string;
  readonly credential: Credential;
}
interface WantedRule {
  readonly trigger: "userInitiated" | "alert" | "periodic";
  readonly lifetime: number;
  readonly data: Buffer | undefined;
}
export type CiraAct =
  | { readonly do: "remove rule"; readonly rule: Rule }
  | { readonly do: "remove server"; readonly server: Server }
  | { readonly do: "trust"; readonly certificate: X509Certificate }
  | { readonly do: "add server"; readonly server: WantedServer }
  | ({ readonly do: "add rule"; readonly address: string } & WantedRule)
  | { readonly do: "for both" }
  | { readonly do: "user may ask"; readonly to: "none" | "all" }
  | { readonly do: "home"; readonly detection: Detection };

/** No network has this domain (RFC 2606), so AMT is outside everywhere. Without any domain it never is. */
export const everywhereOutside = "amt-agent.invalid";

/** Nothing stays but what is wanted: AMT can change neither servers nor policies, only add and remove. */
export function planCira(now: CiraState, wanted: Wanted["cira"]): readonly Change<CiraAct>[] {
  if (now.servers === undefined) return absent("This machine's AMT has no remote access (CIRA)");
  return "off" in wanted ? planOff(now, now.servers) : planOn(now, now.servers, wanted);
}

const removeRule = (rule: Rule): Change<CiraAct> => ({
  name: `policy ${rule.PolicyRuleName}`,
  before: showRule(rule),
  after: null,
  act: { do: "remove rule", rule },
});
const removeServer = (server: Server): Change<CiraAct> => ({
  name: `server ${server.AccessInfo}`,
  before: showServer(server),
  after: null,
  act: { do: "remove server", server },
});
function home(now: CiraState, domains: readonly string[]): Change<CiraAct>[] {
  const before = now.detection?.DetectionStrings ?? [];
  if (now.detection === undefined || [...before].sort().join("\n") === [...domains].sort().join("\n")) return [];
  const detection = { ...now.detection, DetectionStrings: domains };
  return [{ name: "home domains", before, after: domains, act: { do: "home", detection } }];
}
function userMayAsk({ userMayAsk: before }: CiraState, to: "none" | "all"): Change<CiraAct>[] {
  if (before === undefined || before === to) return [];
  return [{ name: "user may ask", before, after: to, act: { do: "user may ask", to } }];
}

function planOff(now: CiraState, servers: readonly Server[]): Change<CiraAct>[] {
  const domains = now.detection?.DetectionStrings ?? [];
  return [
    ...now.rules.map(removeRule),
    ...servers.map(removeServer),
    ...(servers.length + now.rules.length > 0 ? userMayAsk(now, "none") : []),
    ...home(
      now,
      domains.filter((one) => one !== everywhereOutside),
    ),
  ];
}

function planOn(now: CiraState, servers: readonly Server[], wanted: On): Change<CiraAct>[] {
  const server = checkServer(wanted);
  const [same, ...doubles] = servers.filter((one) => isSame(one, server, now.users));
  const goes = servers.filter((one) => one !== same || doubles.includes(one));
  const rules = wantedRules(wanted);
  const keeps = (rule: Rule): boolean =>
    same !== undefined &&
    rules.some((one) => isRule(rule, one)) &&
    now.applies
      .filter(({ PolicySet }) => PolicySet?.selectors.PolicyRuleName === rule.PolicyRuleName)
      .every(({ ManagedElement }) => ManagedElement?.selectors.Name === same.Name);
  const kept = now.rules.filter(keeps);
  const added = rules.filter((one) => !kept.some((rule) => isRule(rule, one)));
  const root = wanted.rootCertificate && certificateIn(wanted.rootCertificate, "rootCertificate");
  const trust: Change<CiraAct>[] =
    !root || now.certificates.some((one) => isStored(one, root, true))
      ? []
      : [{ name: "trusted root", before: null, after: root.subject, act: { do: "trust", certificate: root } }];
  const address = { address: wanted.address, port: wanted.port, commonName: server.commonName };
  const toBoth = added.length === 0 && now.applies.some(({ MpsType = "both" }) => MpsType !== "both");
  const domains = now.detection?.DetectionStrings ?? [];
  return [
    ...now.rules.filter((rule) => !kept.includes(rule)).map(removeRule),
    ...goes.map(removeServer),
    ...trust,
    ...(same === undefined
      ? [{ name: `server ${wanted.address}`, before: null, after: address, act: { do: "add server", server } } as const]
      : []),
    ...added.map(
      (one): Change<CiraAct> => ({
        name: `policy ${one.trigger}`,
        before: null,
        after: showRule({ Trigger: one.trigger, TunnelLifeTime: one.lifetime, ExtendedData: one.data }),
        act: { do: "add rule", address: wanted.address, ...one },
      }),
    ),
    ...(toBoth ? [{ name: "policies", before: "external", after: "both", act: { do: "for both" } } as const] : []),
    ...userMayAsk(now, wanted.userInitiated ? "all" : "none"),
    ...home(now, homeOf(wanted.homeDomains ?? domains)),
  ];
}

const homeOf = (domains: readonly string[]): readonly string[] =>
  domains.length === 0 ? [everywhereOutside] : domains;

/** Throws CONFIGURE_INPUT: a server that AMT could not log in to. */
function checkServer(wanted: On): WantedServer {
  const { address, commonName = address, user, password } = wanted;
  const credential = credentialIn(wanted, `the server ${address}`);
  const byPassword = user !== undefined && password !== undefined;
  if (byPassword === (credential.client !== undefined) || (user === undefined) !== (password === undefined))
    cannotMean(`The server ${address} needs either user and password, or a client certificate and its key`);
  if (password !== undefined && !/^[\x20-\x7e]{1,16}$/.test(password.reveal()))
    cannotMean(`The password for the server ${address} must be 1 to 16 printable ASCII characters`);
  return { wanted, commonName, credential };
}

/** The password cannot be compared: AMT never gives it back. */
const isSame = (there: Server, { wanted, commonName }: WantedServer, users: readonly string[]): boolean =>
  there.AccessInfo === wanted.address &&
  there.Port === wanted.port &&
  (there.CN ?? there.AccessInfo) === commonName &&
  (wanted.user === undefined || users.includes(wanted.user));

function wantedRules({ periodic, alert, userInitiated }: On): WantedRule[] {
  const rules: WantedRule[] = [];
  if (periodic !== false) {
    const data = Buffer.alloc(8);
    data.writeUInt32BE(periodic, 4);
    rules.push({ trigger: "periodic", lifetime: 0, data });
  }
  if (alert) rules.push({ trigger: "alert", lifetime: 300, data: undefined });
  if (userInitiated) rules.push({ trigger: "userInitiated", lifetime: 300, data: undefined });
  if (rules.length === 0) cannotMean("Nothing would open the tunnel: periodic, alert or userInitiated is needed");
  return rules;
}

const isRule = (rule: Rule, { trigger, lifetime, data }: WantedRule): boolean =>
  rule.Trigger === trigger &&
  rule.TunnelLifeTime === lifetime &&
  (data === undefined || rule.ExtendedData?.equals(data) === true);
