import { Secret } from "../../../platform/secret.ts";
import { type Account, administrator, realms } from "../../accounts.ts";
import { audits } from "../audits.ts";
import { type Managed, type Rules, returns, success } from "../rule.ts";
import { listOf, numberOf, type Properties, textOf } from "../value.ts";

const code = { parameter: 0x24, handle: 0x805, realm: 0x807, duplicate: 0x80a, maxLimit: 0x17, notPermitted: 16 };
const limit = 15; // guessed
const accessOf = ["local", "network", "any"] as const;
const known: ReadonlySet<number> = new Set(Object.values(realms));
// presence-posture.md 5.1: 16 characters, 33 to 126, without : , < > & and the quotation mark
const allowed = /^(?!\$\$)[!-~]{1,16}$/;
const forbidden = /[:,<>&"]/;

/** base64 of the 16 bytes of MD5(user:realm:password) (rpc.md 3.8). */
function digestIn(text: string): Secret | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 16 ? new Secret(bytes.toString("hex")) : undefined;
}

/** Who may log in, and to what (AMT_AuthorizationService). The accounts are the world's, so that its web server knows them. */
export function accountRules(me: Managed): Rules {
  const { world, journal } = me;
  const { accounts } = world;
  const handles = new Map<number, string>();
  let last = 0;
  // The account of Intel's own service, as on the recorded machine: it can be switched on and off, no more
  const uns: Account = {
    name: "$$uns",
    digest: new Secret(world.random(16).toString("hex")),
    access: "local",
    realms: [realms.localUserNotification],
    enabled: true,
  };
  const handleOf = (name: string): number => {
    const found = [...handles].find(([, one]) => one === name);
    if (found) return found[0];
    handles.set(++last, name);
    return last;
  };
  handleOf(uns.name);
  const people = (): readonly Account[] => accounts.list().filter(({ name }) => name !== adminName());
  /** The administrator is the one account with every realm that nobody can remove. */
  const adminName = (): string =>
    accounts.list().find((one) => one.realms.includes(realms.administration) && !handled(one.name))?.name ?? "admin";
  const handled = (name: string): boolean => [...handles.values()].includes(name);
  let unsEnabled = true;
  const byHandle = (input: Properties): Account | undefined => {
    const name = handles.get(numberOf(input.Handle));
    return name === uns.name ? { ...uns, enabled: unsEnabled } : name === undefined ? undefined : accounts.get(name);
  };
  function read(input: Properties): Account | number {
    const name = textOf(input.DigestUsername);
    const digest = digestIn(textOf(input.DigestPassword));
    const access = accessOf[numberOf(input.AccessPermission)];
    const list = listOf(input.Realms).map(Number);
    if (!allowed.test(name) || forbidden.test(name) || !digest || !access) return code.parameter;
    if (list.length === 0 || list.some((one) => !known.has(one))) return code.realm;
    return { name, digest, access, realms: list, enabled: true };
  }
  const setAdmin = (input: Properties): number => {
    const name = textOf(input.Username);
    const digest = digestIn(textOf(input.DigestPassword));
    if (!digest || !allowed.test(name) || forbidden.test(name)) return code.parameter;
    accounts.remove(adminName());
    accounts.set({ ...administrator(digest), name });
    return 0;
  };
  return {
    AMT_KerberosSettingData: {
      methods: { GetCredentialCacheState: () => ({ Enabled: false, ReturnValue: 0 }) },
    },
    AMT_AuthorizationService: {
      write: [realms.userAccessControl],
      methods: {
        SetAdminAclEntryEx(call, input) {
          const status = setAdmin(input);
          if (status === 0) audits(journal, call).userChanged();
          return returns(status);
        },
        GetAdminAclEntry: () => ({ Username: adminName(), ReturnValue: 0 }),
        GetAdminAclEntryStatus: () => ({ IsDefault: false, ReturnValue: 0 }),
        GetAdminNetAclEntryStatus: () => ({ IsDefault: false, ReturnValue: 0 }),
        /** 50 handles an answer, from StartIndex (1 on). */
        EnumerateUserAclEntries(_call, input) {
          const start = numberOf(input.StartIndex);
          const all = [uns.name, ...people().map(({ name }) => name)].map(handleOf).sort((a, b) => a - b);
          if (!(start >= 1)) return returns(code.parameter);
          const some = all.slice(start - 1, start + 49);
          return { TotalCount: all.length, HandlesCount: some.length, Handles: some, ReturnValue: 0 };
        },
        GetUserAclEntryEx(_call, input) {
          const found = byHandle(input);
          if (!found) return returns(code.handle);
          const { name, access, realms: list } = found;
          return { DigestUsername: name, AccessPermission: accessOf.indexOf(access), Realms: list, ReturnValue: 0 };
        },
        AddUserAclEntryEx(call, input) {
          const account = read(input);
          if (typeof account === "number") return returns(account);
          if (accounts.get(account.name)) return returns(code.duplicate);
          if (people().length >= limit) return returns(code.maxLimit);
          const handle = handleOf(account.name);
          accounts.set(account);
          audits(journal, call).userAdded();
          return { Handle: handle, ReturnValue: 0 };
        },
        UpdateUserAclEntryEx(call, input) {
          const before = byHandle(input);
          if (!before || before.name === uns.name) return returns(before ? code.notPermitted : code.handle);
          const account = read(input);
          if (typeof account === "number") return returns(account);
          if (account.name !== before.name && accounts.get(account.name)) return returns(code.duplicate);
          accounts.remove(before.name);
          accounts.set(account);
          handles.set(numberOf(input.Handle), account.name);
          audits(journal, call).userChanged();
          return success;
        },
        RemoveUserAclEntry(call, input) {
          const found = byHandle(input);
          if (!found || found.name === uns.name) return returns(found ? code.notPermitted : code.handle);
          accounts.remove(found.name);
          handles.delete(numberOf(input.Handle));
          audits(journal, call).userRemoved();
          return success;
        },
        GetAclEnabledState(_call, input) {
          const found = byHandle(input);
          return found ? { Enabled: found.enabled, ReturnValue: 0 } : returns(code.handle);
        },
        SetAclEnabledState(call, input) {
          const found = byHandle(input);
          if (!found) return returns(code.handle);
          const enabled = textOf(input.Enabled) === "true" || textOf(input.Enabled) === "1";
          if (found.name === uns.name) unsEnabled = enabled;
          else accounts.set({ ...found, enabled });
          audits(journal, call).userEnabled();
          return success;
        },
      },
    },
  };
}
