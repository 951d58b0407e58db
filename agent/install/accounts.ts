import { message } from "../api/texts.ts";
import { failed, ok, type Part } from "../doctor/check.ts";
import { adminGroup, deviceGroup, serviceUser } from "./expected.ts";
import { listed } from "./ownership.ts";
import type { Place } from "./place.ts";
import type { MachineTree } from "./tree.ts";

const remedy = (): ReturnType<typeof message> => message("install.users.remedy", {});

export function userCheck({ tree }: Place): Part {
  const user = tree.users().find(({ name }) => name === serviceUser);
  if (!user) return failed(message("install.user.missing", { user: serviceUser }), remedy());
  if (user.uid === 0)
    return failed(
      message("install.user.root", { user: serviceUser }),
      message("install.user.root.remedy", { user: serviceUser }),
    );
  if (!/\/(nologin|false)$/.test(user.shell))
    return failed(
      message("install.user.login", { user: serviceUser, shell: user.shell || "/bin/sh" }),
      message("install.user.login.remedy", { user: serviceUser }),
    );
  return ok(message("install.user.ok", { user: serviceUser, uid: user.uid }));
}

/** Members of a group, those included whose own group it is; undefined: there is no such group. */
function membersOf(tree: MachineTree, name: string): string[] | undefined {
  const group = tree.groups().find((one) => one.name === name);
  if (!group) return undefined;
  const own = tree.users().filter(({ gid }) => gid === group.gid);
  return [...new Set([...group.members, ...own.map((user) => user.name)])].sort();
}

/** Whoever may open the device is AMT's administrator, asked or not. */
export function deviceGroupCheck({ tree }: Place): Part {
  const members = membersOf(tree, deviceGroup);
  if (!members) return failed(message("install.group.missing", { group: deviceGroup }), remedy());
  const others = members.filter((name) => name !== serviceUser);
  const [user] = others;
  if (user !== undefined)
    return failed(
      message("install.device-group.others", { group: deviceGroup, users: listed(others) }),
      message("install.device-group.others.remedy", { group: deviceGroup, user }),
    );
  return ok(message("install.device-group.ok", { group: deviceGroup, user: serviceUser }));
}

export function adminsCheck({ tree }: Place): Part {
  const members = membersOf(tree, adminGroup);
  if (!members) return failed(message("install.group.missing", { group: adminGroup }), remedy());
  const people = members.filter((name) => name !== serviceUser);
  return people.length === 0
    ? ok(message("install.admins.none", { group: adminGroup }))
    : ok(message("install.admins.ok", { group: adminGroup, users: listed(people) }));
}
