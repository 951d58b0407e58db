import { X509Certificate } from "node:crypto";
import { issuedBy } from "../../rules/chain.ts";
import type { TlsMode, TlsModes } from "../../tls-modes.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, settable } from "../rule.ts";
import { isReference, isTrue, listOf, type Properties, reference, sameReference, textOf } from "../value.ts";
import { privateKeyOf } from "./certificates.ts";

const collection = reference("AMT_TLSProtocolEndpointCollection", {
  ElementName: "TLSProtocolEndpoint Instances Collection",
});
const settings = ["AcceptNonSecureConnections", "Enabled", "MutualAuthentication", "TrustedCN"] as const;
export const networkTls = "Intel(r) AMT 802.3 TLS Settings";
export const localTls = "Intel(r) AMT LMS TLS Settings";

/** What counts until CommitChanges; read by whoever answers on the ports. */
export interface TlsState {
  readonly pending: Map<string, Properties>;
  /** InstanceID of the certificate that AMT shows. */
  shown: string | undefined;
}
const states = new WeakMap<Managed, TlsState>();

/** Whether something waits for CommitChanges: settings, or another certificate. */
export function hasPendingTls(me: Managed): boolean {
  const state = states.get(me);
  return state !== undefined && (state.pending.size > 0 || (me.world.tls && state.shown !== shownBy(me)));
}

/** TLS takes effect with CommitChanges (rpc.md 3.7). Whether anything was waiting. */
export function commitTls(me: Managed): boolean {
  const state = states.get(me);
  if (!state) return false;
  const { world, store } = me;
  const waited = hasPendingTls(me);
  for (const one of store.list("AMT_TLSSettingData")) {
    const next = state.pending.get(String(one.InstanceID));
    if (!next) continue;
    store.replace("AMT_TLSSettingData", one, next);
    Object.assign(one.InstanceID === networkTls ? world.tlsModes.network : world.tlsModes.local, modeOf(next));
  }
  state.pending.clear();
  world.tlsModes.own = ownOf(me);
  state.shown = shownBy(me);
  return waited;
}

const modeOf = (settings: Properties): TlsMode => ({
  enabled: isTrue(settings.Enabled),
  mutual: isTrue(settings.MutualAuthentication),
  plain: !isTrue(settings.Enabled) || isTrue(settings.AcceptNonSecureConnections),
  names: listOf(settings.TrustedCN).map(String),
});

/** InstanceID of the certificate that the owner wants AMT to show. */
function shownBy({ store }: Managed): string | undefined {
  const [context] = store.list("AMT_TLSCredentialContext");
  const to = context?.ElementInContext;
  return isReference(to) ? to.keys.InstanceID : undefined;
}

/** That certificate with its key and what is above it, as far as AMT has them; without its key AMT shows its own (guessed). */
function ownOf(me: Managed): TlsModes["own"] {
  const der = (one: Properties): Buffer => Buffer.from(textOf(one.X509Certificate), "base64");
  const all = me.store.list("AMT_PublicKeyCertificate");
  const found = all.find(({ InstanceID }) => InstanceID === shownBy(me));
  if (!found) return undefined;
  const leaf = new X509Certificate(der(found));
  if (leaf.publicKey.asymmetricKeyType !== "rsa") return undefined;
  const id = me.store
    .list("AMT_PublicPrivateKeyPair")
    .find(({ DERKey }) => DERKey === leaf.publicKey.export({ type: "pkcs1", format: "der" }).toString("base64"));
  const key = id && privateKeyOf(me, String(id.InstanceID));
  if (!key) return undefined;
  const chain = [leaf];
  const others = all.filter((one) => !isTrue(one.TrustedRootCertficate)).map((one) => new X509Certificate(der(one)));
  for (let last: X509Certificate | undefined = leaf; last; ) {
    const one: X509Certificate = last;
    last = others.find((other) => issuedBy(one, other) && !chain.some(({ raw }) => raw.equals(other.raw)));
    if (last) chain.push(last);
  }
  return { chain: chain.map(({ raw }) => raw), key };
}

/** TLS of both interfaces, and the certificate that AMT shows (rpc.md 3.7). */
export function tlsRules(me: Managed): Rules {
  const { world, store, journal } = me;
  const pending = new Map<string, Properties>();
  states.set(me, { pending, shown: shownBy(me) });
  const { tlsOnLocalPorts } = world.machine.facts.operational.value;
  // A machine that comes with TLS has it on from the start; on 19 and newer it cannot be switched off locally (rpc.md 3.4)
  for (const one of store.list("AMT_TLSSettingData")) {
    const { enabled } = one.InstanceID === networkTls ? world.tlsModes.network : world.tlsModes.local;
    const more = tlsOnLocalPorts ? { NonSecureConnectionsSupported: false } : {};
    store.replace("AMT_TLSSettingData", one, { ...one, ...more, Enabled: enabled });
  }
  const roots = (): Buffer[] =>
    store
      .list("AMT_PublicKeyCertificate")
      .filter((one) => isTrue(one.TrustedRootCertficate))
      .map((one) => Buffer.from(textOf(one.X509Certificate), "base64"));
  world.tlsModes.roots = roots;
  const certificateOf = (given: Properties): Properties => {
    const { ElementInContext, ElementProvidingContext } = given;
    const known =
      isReference(ElementInContext) &&
      store.list("AMT_PublicKeyCertificate").some(({ InstanceID }) => InstanceID === ElementInContext.keys.InstanceID);
    if (!isReference(ElementInContext) || !isReference(ElementProvidingContext)) {
      throw new CimFault("InvalidRepresentation", "MissingValues");
    }
    if (!known || ElementProvidingContext.to !== collection.to)
      throw new CimFault("InvalidRepresentation", "InvalidValues");
    // Clients leave a blank out of the collection's name (rpc.md 3.7), and AMT has but one
    return { ElementInContext, ElementProvidingContext: collection };
  };
  return {
    AMT_TLSSettingData: {
      /** What is shown is what was put last: it counts only once committed (guessed that it shows at once: recorded so with a Put). */
      live: (stored) => pending.get(String(stored.InstanceID)) ?? {},
      put(call, wanted, before, given) {
        const on = isTrue(wanted.Enabled);
        if (on && store.list("AMT_TLSCredentialContext").length === 0) throw new CimFault("AccessDenied"); // guessed
        const enforced = before.NonSecureConnectionsSupported === false;
        if (enforced && (!on || (isTrue(wanted.AcceptNonSecureConnections) && before.InstanceID === localTls)))
          throw new CimFault("InvalidRepresentation", "InvalidValues");
        // Nobody could come in any more; guessed that firmware insists
        if (on && isTrue(wanted.MutualAuthentication) && roots().length === 0) throw new CimFault("AccessDenied");
        pending.set(String(before.InstanceID), settable(...settings)(call, wanted, before, given));
        audits(journal, call).tlsState([world.tls ? 1 : 0, on ? 1 : 0]);
        return before;
      },
    },
    AMT_TLSProtocolEndpointCollection: {},
    AMT_TLSCredentialContext: {
      put: (_call, _wanted, _before, given) => certificateOf(given),
      /** There can be only one: another is AlreadyExists (rpc.md 7.5, the recorded fault). */
      create(call, given) {
        const made = certificateOf(given);
        const there = store
          .list("AMT_TLSCredentialContext")
          .some(({ ElementProvidingContext: to }) => sameReference(to, collection));
        if (there) throw new CimFault("AlreadyExists");
        audits(journal, call).tlsCertificateSet();
        return made;
      },
      remove(call) {
        const on = store.list("AMT_TLSSettingData").some(({ Enabled }) => isTrue(Enabled));
        if (on) throw new CimFault("AccessDenied"); // guessed
        audits(journal, call).tlsCertificateRemoved();
      },
    },
  };
}
