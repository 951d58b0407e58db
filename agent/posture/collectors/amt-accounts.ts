import { X509Certificate } from "node:crypto";
import { authorizationService } from "../../../mei/wsman/resources/accounts.ts";
import { agentPresenceWatchdog } from "../../../mei/wsman/resources/agent-presence.ts";
import { publicKeyCertificate } from "../../../mei/wsman/resources/certificates.ts";
import { auditLog } from "../../../mei/wsman/resources/logs.ts";
import { guidOf } from "../../presence/device-id.ts";
import type { CountedTransitions } from "../../presence/transitions.ts";
import { ifThere } from "../../provisioning/configure/if-there.ts";
import { type Evidence, notApplicable, seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { type Asked, properties, web } from "./amt-web.ts";

/** PT_ADMINISTRATION (presence-posture.md 5.1). */
const ADMINISTRATION = 3;
/** AMT has room for some tens of users; who answers with more is not asked about each. */
const MOST_USERS = 64;
const LEAST_RSA = 2048;

/** Bits of AuditState. */
const audit = { disabled: 1, full: 8 };

async function usersOf({ wsman, signal }: Asked) {
  const users = [];
  const { TotalCount } = await wsman.invoke(
    authorizationService,
    "EnumerateUserAclEntries",
    { StartIndex: 1 },
    { signal },
  );
  if (TotalCount > MOST_USERS) throw new NoAnswer("too-large", `AMT speaks of ${TotalCount} users`);
  for (let from = 1; from <= TotalCount; ) {
    const page = await wsman.invoke(authorizationService, "EnumerateUserAclEntries", { StartIndex: from }, { signal });
    const handles = page.Handles ?? [];
    if (handles.length === 0) break;
    for (const Handle of handles)
      users.push(await wsman.invoke(authorizationService, "GetUserAclEntryEx", { Handle }, { signal }));
    from += handles.length;
  }
  return users;
}

function troubleOf(der: Buffer, now: Date): string | undefined {
  const certificate = new X509Certificate(der);
  if (Date.parse(certificate.validTo) < now.getTime()) return "expired";
  if (Date.parse(certificate.validFrom) > now.getTime()) return "not valid yet";
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits = asymmetricKeyDetails?.modulusLength ?? LEAST_RSA;
  return asymmetricKeyType === "rsa" && bits < LEAST_RSA ? `RSA key of ${bits} bits` : undefined;
}

const tally = (words: readonly string[]): string =>
  [...new Set(words)]
    .sort()
    .map((word) => `${words.filter((one) => one === word).length} ${word}`)
    .join(", ");

export const amtAccounts: readonly Collector[] = [
  web("amt.acl", async (asked) => {
    const users = await usersOf(asked);
    const admins = users.filter(({ Realms = [] }) => Realms.includes(ADMINISTRATION));
    const [kerberos, local] = [users.filter((one) => one.KerberosUserSid !== undefined).length, users.length];
    return {
      judged: verdict(admins.length === 0, `${admins.length} of ${local} users beside admin`, "0 with every right"),
      evidence: [
        seen("AMT_AuthorizationService", JSON.stringify({ users: local, kerberos, administrators: admins.length })),
      ],
    };
  }),
  web("amt.auditLog", async ({ wsman, signal }) => {
    const log = await wsman.get(auditLog, { signal });
    const { AuditState: bits } = log;
    const evidence = [properties("AMT_AuditLog", log, ["AuditState", "StoragePolicy", "PercentageFree"])];
    if (bits === undefined) return { judged: unknown("unsupported", "AMT does not say its state"), evidence };
    const wrong = [
      ...((bits & audit.disabled) !== 0 ? ["disabled"] : []),
      ...((bits & audit.full) !== 0 ? ["full"] : []),
    ];
    return { judged: verdict(wrong.length === 0, wrong.join(", ") || "on", "on, with room"), evidence };
  }),
  web("amt.certs", async ({ wsman, signal, now }) => {
    const found = (await ifThere(wsman.enumerate(publicKeyCertificate, { signal }))) ?? [];
    const held = found.flatMap(({ value: { X509Certificate: der, InstanceID = "" } }) =>
      der ? [{ der, InstanceID }] : [],
    );
    if (held.length === 0) return { judged: notApplicable("not-here", "AMT holds no certificate"), evidence: [] };
    const wrong: string[] = [];
    for (const { der, InstanceID } of held) {
      try {
        const trouble = troubleOf(der, now);
        if (trouble) wrong.push(`${InstanceID}: ${trouble}`);
      } catch (error) {
        wrong.push(`${InstanceID}: no certificate (${(error as Error).message})`);
      }
    }
    return {
      judged: verdict(
        wrong.length === 0,
        wrong.join("; ") || `${held.length} good`,
        `valid, RSA of ${LEAST_RSA} bits or more`,
      ),
      evidence: [seen("AMT_PublicKeyCertificate", JSON.stringify(held.map(({ InstanceID }) => InstanceID)))],
    };
  }),
  web("amt.presence", async ({ wsman, transitions, signal }) => {
    const found = (await ifThere(wsman.enumerate(agentPresenceWatchdog, { signal }))) ?? [];
    const agents = found.map(({ value }) => value);
    if (agents.length === 0) return { judged: notApplicable("not-here", "AMT watches no program"), evidence: [] };
    const states = agents.map(({ CurrentState }) => String(CurrentState ?? "unknown"));
    const evidence = agents.flatMap((one) => [
      properties("AMT_AgentPresenceWatchdog", one, ["DeviceID", "CurrentState", "TimeoutInterval"]),
      ...countersOf(one.DeviceID, transitions),
    ]);
    return { judged: verdict(!states.includes("expired"), tally(states), "none expired"), evidence };
  }),
];

/** How often it came into each state, as far as the service has heard. */
function countersOf(deviceId: unknown, transitions: CountedTransitions | undefined): Evidence[] {
  const guid = typeof deviceId === "string" ? guidOf(deviceId) : undefined;
  if (guid === undefined || transitions === undefined) return [];
  const source = `AMT's alerts of ${guid} since ${transitions.since.toISOString()}`;
  return [seen(source, JSON.stringify(transitions.of(guid)))];
}
