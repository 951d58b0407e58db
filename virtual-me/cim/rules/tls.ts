import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, settable } from "../rule.ts";
import { isReference, isTrue, type Properties, reference, sameReference } from "../value.ts";

const collection = reference("AMT_TLSProtocolEndpointCollection", {
  ElementName: "TLSProtocolEndpoint Instances Collection",
});
const settings = ["AcceptNonSecureConnections", "Enabled", "MutualAuthentication", "TrustedCN"] as const;
export const networkTls = "Intel(r) AMT 802.3 TLS Settings";
export const localTls = "Intel(r) AMT LMS TLS Settings";

/** What counts until CommitChanges; read by whoever answers on the ports. */
export interface TlsState {
  readonly pending: Map<string, Properties>;
}
const states = new WeakMap<Managed, TlsState>();

/** Whether something waits for CommitChanges. */
export const hasPendingTls = (me: Managed): boolean => (states.get(me)?.pending.size ?? 0) > 0;

/** TLS takes effect with CommitChanges (rpc.md 3.7). Whether anything was waiting. */
export function commitTls(me: Managed): boolean {
  const state = states.get(me);
  if (!state || state.pending.size === 0) return false;
  for (const one of me.store.list("AMT_TLSSettingData")) {
    const next = state.pending.get(String(one.InstanceID));
    if (next) me.store.replace("AMT_TLSSettingData", one, next);
  }
  state.pending.clear();
  const network = me.store.list("AMT_TLSSettingData").find(({ InstanceID }) => InstanceID === networkTls);
  me.world.tls = isTrue(network?.Enabled);
  return true;
}

/** TLS of both interfaces, and the certificate that AMT shows (rpc.md 3.7). */
export function tlsRules(me: Managed): Rules {
  const { world, store, journal } = me;
  const pending = new Map<string, Properties>();
  states.set(me, { pending });
  const { tlsOnLocalPorts } = world.machine.facts.operational.value;
  // A machine that comes with TLS has it on from the start; on 19 and newer it cannot be switched off locally (rpc.md 3.4)
  for (const one of store.list("AMT_TLSSettingData")) {
    const on = one.InstanceID === networkTls ? world.tls : tlsOnLocalPorts;
    const more = tlsOnLocalPorts ? { NonSecureConnectionsSupported: false } : {};
    store.replace("AMT_TLSSettingData", one, { ...one, ...more, Enabled: on });
  }
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
        if (!on && before.NonSecureConnectionsSupported === false)
          throw new CimFault("InvalidRepresentation", "InvalidValues");
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
