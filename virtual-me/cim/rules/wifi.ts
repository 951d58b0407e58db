import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { alerts } from "../alert.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Call, type Managed, type Rules, returns, success } from "../rule.ts";
import { fieldsOf, isReference, numberOf, type Properties, textOf } from "../value.ts";

/** AddWiFiSettings: 0 ok, 1 not supported, 2 failed, 3 invalid parameter, 4 invalid reference (rpc.md 3.0). */
const [UNSUPPORTED, FAILED, PARAMETER, REFERENCE] = [1, 2, 3, 4];
const methods = [1, 2, 3, 4, 5, 6, 7, 32768, 32769];
const profileLimit = 16; // of administrators and of users together; guessed from what Intel's LMS takes for users (lms.md 4.3)
const write = [realms.localSystem] as const;
/** Of users' profiles there are so many (Intel's guide, "Wireless Configuration Concepts"), and they are told by their name (intel/lms). */
const userLimit = 8;
const isUsers = ({ InstanceID }: Properties): boolean =>
  textOf(InstanceID).startsWith("Intel(r) AMT:WiFi Endpoint User Settings ");

/** Wi-Fi profiles and the port they are for (rpc.md 3.10). */
export function wifiRules(me: Managed): Rules {
  const { world, store, journal } = me;
  if (!world.wireless) return {};
  const profiles = (): readonly Properties[] => store.list("CIM_WiFiEndpointSettings");

  function checked(input: Properties): { settings: Properties; dot1x: Properties | undefined } | number {
    const settings = fieldsOf(input.WiFiEndpointSettingsInput);
    const dot1x = fieldsOf(input.IEEE8021xSettingsInput);
    if (!settings) return PARAMETER;
    const [method, encryption, priority] = ["AuthenticationMethod", "EncryptionMethod", "Priority"].map((name) =>
      numberOf(settings[name]),
    );
    const phrase = textOf(settings.PSKPassPhrase);
    if (!methods.includes(method ?? 0) || ![2, 3, 4].includes(encryption ?? 0)) return PARAMETER;
    if (textOf(settings.InstanceID) === "" || textOf(settings.ElementName) === "") return PARAMETER;
    if (!(priority !== undefined && priority >= 0 && priority <= 255) || textOf(settings.SSID).length > 32)
      return PARAMETER;
    if ((method === 4 || method === 6) && (phrase.length < 8 || phrase.length > 63)) return PARAMETER;
    if ((method === 5 || method === 7) && !dot1x) return PARAMETER;
    for (const name of ["ClientCredential", "CACredential"]) {
      const to = input[name];
      const known =
        isReference(to) &&
        store.list("AMT_PublicKeyCertificate").some(({ InstanceID }) => InstanceID === to.keys.InstanceID);
      if (to !== undefined && !known) return REFERENCE;
    }
    return { settings, dot1x };
  }
  /** Intel's guide, "User Profiles and Admin Profiles": only while AMT's owner wants them. What it answers else is guessed. */
  const mayTake = (settings: Properties): boolean => {
    const [service] = store.list("AMT_WiFiPortConfigurationService");
    return !isUsers(settings) || [1, 3].includes(numberOf(service?.localProfileSynchronizationEnabled) ?? 0);
  };
  const kept = (settings: Properties): Properties => ({
    AuthenticationMethod: numberOf(settings.AuthenticationMethod),
    BSSType: 3,
    ElementName: textOf(settings.ElementName),
    EncryptionMethod: numberOf(settings.EncryptionMethod),
    InstanceID: textOf(settings.InstanceID),
    Priority: numberOf(settings.Priority),
    SSID: textOf(settings.SSID),
  });
  function keepDot1x(dot1x: Properties | undefined, input: Properties): void {
    if (!dot1x) return;
    const InstanceID = textOf(dot1x.InstanceID);
    store.add("CIM_IEEE8021xSettings", {
      AuthenticationProtocol: numberOf(dot1x.AuthenticationProtocol),
      ElementName: textOf(dot1x.ElementName),
      InstanceID,
      Username: textOf(dot1x.Username),
    });
    for (const credential of [input.ClientCredential, input.CACredential]) {
      if (!isReference(credential)) continue;
      store.add("CIM_CredentialContext", {
        ElementInContext: credential,
        ElementProvidingContext: { to: "CIM_IEEE8021xSettings", keys: { InstanceID } },
      });
    }
  }
  /** Of a profile whose name may have blanks, so that its end is no sign. */
  function forget({ ElementName }: Properties): void {
    for (const one of store.list("CIM_IEEE8021xSettings")) {
      if (one.ElementName !== ElementName) continue;
      for (const context of store.list("CIM_CredentialContext")) {
        const to = context.ElementProvidingContext;
        if (isReference(to) && to.keys.InstanceID === one.InstanceID) store.remove("CIM_CredentialContext", context);
      }
      store.remove("CIM_IEEE8021xSettings", one);
    }
  }
  const setSync = (call: Call, before: number, after: number): void => {
    if (before === after) return;
    audits(journal, call).wifiSync([after]);
    me.alert(after === 0 ? alerts.wifiSyncDisabled : alerts.wifiSyncEnabled);
    me.alert(alerts.wifiSyncChanged);
  };
  return {
    CIM_WiFiPort: {
      write,
      methods: {
        /** 3 off, 32768 on in S0, 32769 in S0 and with power in Sx too (rpc.md 3.10). */
        RequestStateChange(_call, input, on) {
          const state = numberOf(input.RequestedState);
          if (![3, 32768, 32769].includes(state)) return returns(5);
          if (world.wireless) world.wireless = { ...world.wireless, enabled: state !== 3 };
          store.replace("CIM_WiFiPort", on, { ...on, EnabledState: state, RequestedState: state });
          return success;
        },
      },
    },
    CIM_WiFiEndpoint: {},
    CIM_WiFiEndpointCapabilities: {},
    CIM_WiFiPortCapabilities: {},
    CIM_WiFiEndpointSettings: {
      write,
      remove(call, before) {
        forget(before);
        audits(journal, call).wifiRemoved();
      },
    },
    CIM_IEEE8021xSettings: { remove() {} },
    AMT_WiFiPortConfigurationService: {
      write,
      // Recorded with and without it; that it came with AMT 16 is guessed
      live: (): Properties => (generation(world.machine) >= 16 ? {} : { UEFIWiFiProfileShareEnabled: undefined }),
      put(call, wanted, before) {
        const sync = numberOf(wanted.localProfileSynchronizationEnabled);
        if (![0, 1, 2, 3].includes(sync)) throw new CimFault("InvalidRepresentation", "InvalidValues");
        setSync(call, numberOf(before.localProfileSynchronizationEnabled), sync);
        const share = wanted.UEFIWiFiProfileShareEnabled;
        return { ...before, localProfileSynchronizationEnabled: sync, UEFIWiFiProfileShareEnabled: share };
      },
      methods: {
        AddWiFiSettings(call, input) {
          const read = checked(input);
          if (typeof read === "number") return returns(read);
          const settings = kept(read.settings);
          if (!mayTake(settings)) return returns(UNSUPPORTED);
          const ofUsers = profiles().filter(isUsers);
          // A user's priority counts for nothing, and of a ninth profile the oldest makes room
          const priorities = isUsers(settings)
            ? []
            : profiles()
                .filter((one) => !isUsers(one))
                .map((one) => one.Priority);
          if (isUsers(settings) && ofUsers.length >= userLimit)
            store.remove("CIM_WiFiEndpointSettings", ofUsers[0] as Properties);
          if (profiles().some(({ InstanceID }) => InstanceID === settings.InstanceID)) return returns(FAILED);
          if (priorities.includes(settings.Priority) || profiles().length >= profileLimit) return returns(FAILED);
          store.add("CIM_WiFiEndpointSettings", settings);
          keepDot1x(read.dot1x, input);
          audits(journal, call).wifiAdded();
          return success;
        },
        UpdateWiFiSettings(call, input) {
          const read = checked(input);
          const target = input.WiFiEndpointSettings;
          if (typeof read === "number") return returns(read);
          const id = isReference(target) ? target.keys.InstanceID : textOf(read.settings.InstanceID);
          const before = profiles().find(({ InstanceID }) => InstanceID === id);
          if (!before) return returns(REFERENCE);
          if (!mayTake(before)) return returns(UNSUPPORTED);
          store.replace("CIM_WiFiEndpointSettings", before, { ...kept(read.settings), InstanceID: before.InstanceID });
          forget(before);
          keepDot1x(read.dot1x, input);
          audits(journal, call).wifiUpdated();
          return success;
        },
      },
    },
  };
}
