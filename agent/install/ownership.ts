import type { Place } from "./place.ts";
import type { Entry } from "./tree.ts";

/** May somebody besides root change it? A link's mode says nothing: whoever may write its folder may. */
export const isOpen = ({ uid, mode, kind }: Entry): boolean => uid !== 0 || (kind !== "link" && (mode & 0o022) !== 0);

/** `root:mei 660`, with numbers where the machine has no name for them. */
export function spoken({ tree }: Pick<Place, "tree">, { uid, gid, mode }: Entry): string {
  const user = uid === 0 ? "root" : (tree.users().find((one) => one.uid === uid)?.name ?? String(uid));
  const group = gid === 0 ? "root" : (tree.groups().find((one) => one.gid === gid)?.name ?? String(gid));
  return `${user}:${group} ${mode.toString(8)}`;
}

/** At most five of them; how many more there are. */
export function listed(names: readonly string[]): string {
  const more = names.length - 5;
  return `${names.slice(0, 5).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
