import { message } from "../api/texts.ts";
import { failed, note, ok, type Part } from "../doctor/check.ts";
import {
  configFolder,
  credentialsFolder,
  programFiles,
  programFolder,
  secretsFolder,
  senderUser,
  serviceUser,
  spoolFolder,
  stateFolder,
} from "./expected.ts";
import { isOpen, listed, spoken } from "./ownership.ts";
import type { Place } from "./place.ts";
import type { MachineTree } from "./tree.ts";

export function packageCheck({ root, tree, package: found, version }: Place): Part {
  const here = tree.entry(programFolder) !== undefined;
  if (!found && !here)
    return failed(message("install.package.none", { root }), message("install.package.none.remedy", {}));
  if (!found) return note(message("install.package.unknown", {}), message("install.package.unknown.remedy", {}));
  if (found.state !== "installed")
    return failed(
      message("install.package.unfinished", { state: found.state }),
      message("install.package.unfinished.remedy", {}),
    );
  if (version !== undefined && upstream(found.version) !== version)
    return failed(
      message("install.package.differs", { installed: found.version, running: version }),
      message("install.package.differs.remedy", {}),
    );
  return ok(message("install.package.installed", { kind: found.kind, version: found.version }));
}

/** `1:0.2.0-1` is 0.2.0 to everybody but the package manager. */
export const upstream = (version: string): string => version.replace(/^\d+:/, "").replace(/-[^-]*$/, "");

/** Paths of everything below a folder, the folder first. */
function* below(tree: MachineTree, folder: string): Generator<string> {
  yield folder;
  for (const name of tree.names(folder)) {
    const path = `${folder}/${name}`;
    if (tree.entry(path)?.kind === "folder") yield* below(tree, path);
    else yield path;
  }
}

/** `/usr/lib/x` -> `/usr/lib`, `/usr`. */
function* foldersAbove(path: string): Generator<string> {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) yield path.slice(0, end);
}

export function programCheck({ tree }: Place): Part {
  const missing = programFiles.filter((path) => tree.entry(path) === undefined);
  if (missing.length > 0)
    return failed(
      message("install.program.missing", { paths: listed(missing) }),
      message("install.program.missing.remedy", {}),
    );
  const all = new Set([...programFiles, ...below(tree, programFolder)]);
  const folders = new Set([...all].flatMap((path) => [...foldersAbove(path)]));
  const open = [...folders, ...all].filter((path) => {
    const entry = tree.entry(path);
    // A folder on the way may be a link, /lib to /usr/lib; where it leads is root's then
    return entry && isOpen(entry);
  });
  const [path] = open;
  if (path !== undefined)
    return failed(
      message("install.program.open", { paths: listed(open) }),
      message("install.program.open.remedy", { path }),
    );
  return ok(message("install.program.ok", { count: all.size }));
}

export function configCheck({ tree, configProblem }: Place): Part {
  const path = `${configFolder}/config.yaml`;
  const open = [configFolder, path, `${configFolder}/provision.conf`].filter((one) => {
    const entry = tree.entry(one);
    return entry && isOpen(entry);
  });
  if (open[0] !== undefined)
    return failed(
      message("install.config.open", { paths: listed(open) }),
      message("install.config.open.remedy", { path: open[0] }),
    );
  const entry = tree.entry(path);
  if (!entry) return ok(message("install.config.none", { path }));
  const user = tree.users().find(({ name }) => name === serviceUser);
  if (user && !mayRead(entry, { uid: user.uid, gids: gidsOf(tree, user) }))
    return failed(
      message("install.config.unreadable", { path, user: serviceUser }),
      message("install.config.unreadable.remedy", { path }),
    );
  const detail = configProblem(path);
  if (detail !== undefined)
    return failed(message("install.config.invalid", { detail }), message("install.config.invalid.remedy", {}));
  return ok(message("install.config.ok", { path }));
}

const gidsOf = (tree: MachineTree, { name, gid }: { name: string; gid: number }): number[] => [
  gid,
  ...tree.groups().flatMap((group) => (group.members.includes(name) ? [group.gid] : [])),
];
function mayRead(entry: { uid: number; gid: number; mode: number }, who: { uid: number; gids: number[] }): boolean {
  if (entry.uid === who.uid) return (entry.mode & 0o400) !== 0;
  return (entry.mode & (who.gids.includes(entry.gid) ? 0o040 : 0o004)) !== 0;
}

export function stateCheck(place: Place): Part {
  const { tree } = place;
  const entry = tree.entry(stateFolder);
  if (!entry) return ok(message("install.state.none", { path: stateFolder }));
  const user = tree.users().find(({ name }) => name === serviceUser);
  if (entry.kind === "folder" && entry.uid === user?.uid && (entry.mode & 0o077) === 0)
    return ok(message("install.state.ok", { path: stateFolder, user: serviceUser }));
  const owner = `${serviceUser}:${serviceUser}`;
  return wrong(place, stateFolder, { owner, mode: "700" });
}

export function secretsCheck(place: Place): Part {
  const { tree } = place;
  if (!tree.entry(secretsFolder))
    return note(message("install.secrets.none", { path: secretsFolder }), message("install.secrets.none.remedy", {}));
  const read = notRootsAlone(place, secretsFolder);
  if (read) return read;
  const files = [...below(tree, secretsFolder)];
  const count = files.filter((path) => tree.entry(path)?.kind === "file").length;
  return ok(message("install.secrets.ok", { path: secretsFolder, count }));
}

/** The first file or folder from here on that others than root own or may read; undefined: there is none. */
function notRootsAlone(place: Place, folder: string): Part | undefined {
  const isRoots = (path: string): boolean => {
    const entry = place.tree.entry(path);
    return !entry || (entry.uid === 0 && (entry.mode & 0o077) === 0 && ["file", "folder"].includes(entry.kind));
  };
  // A folder that others may change is not gone into
  const read = isRoots(folder) ? [...below(place.tree, folder)].find((path) => !isRoots(path)) : folder;
  if (read === undefined) return undefined;
  const mode = place.tree.entry(read)?.kind === "file" ? "600" : "700";
  return wrong(place, read, { owner: "root:root", mode });
}

/** Who sends reports has the network, so it is another user, and gets them through one folder. */
export function senderCheck(place: Place): Part {
  const { tree } = place;
  const user = tree.users().find(({ name }) => name === senderUser);
  if (!user) return failed(message("install.user.missing", { user: senderUser }), message("install.users.remedy", {}));
  const spool = tree.entry(spoolFolder);
  const service = tree.users().find(({ name }) => name === serviceUser);
  const isRight =
    spool?.kind === "folder" && spool.uid === service?.uid && spool.gid === user.gid && spool.mode === 0o2750;
  if (!isRight) return wrong(place, spoolFolder, { owner: `${serviceUser}:${senderUser}`, mode: "2750" });
  return (
    notRootsAlone(place, credentialsFolder) ?? ok(message("install.sender.ok", { user: senderUser, path: spoolFolder }))
  );
}

function wrong(place: Place, path: string, { owner, mode }: { owner: string; mode: string }): Part {
  const entry = place.tree.entry(path);
  const found = entry ? spoken(place, entry) : "not there";
  return failed(
    message("install.state.wrong", { path, found, wanted: `${owner} ${mode}` }),
    message("install.state.remedy", { path, owner, mode }),
  );
}
