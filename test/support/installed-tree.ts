import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { programFiles } from "../../agent/install/expected.ts";
import { type HostTree, hostTree } from "./host-tree.ts";

export const uid = 990;
export const senderUid = 993;
export const gids = { "amt-agent": 990, mei: 991, "amt-admin": 992, "amt-agent-send": 993, users: 100 } as const;

const passwd = (shell = "/usr/sbin/nologin"): string =>
  `root:x:0:0:root:/root:/bin/bash\namt-agent:x:${uid}:${gids["amt-agent"]}:Intel AMT agent:/var/lib/amt-agent:${shell}\namt-agent-send:x:${senderUid}:${gids["amt-agent-send"]}::/var/lib/amt-agent-send:/usr/sbin/nologin\nanna:x:1000:100::/home/anna:/bin/bash\n`;
const group = ({ mei = "amt-agent", admins = "amt-agent,anna" } = {}): string =>
  `root:x:0:\namt-agent:x:${gids["amt-agent"]}:\nmei:x:${gids.mei}:${mei}\namt-admin:x:${gids["amt-admin"]}:${admins}\namt-agent-send:x:${gids["amt-agent-send"]}:amt-agent\nusers:x:100:\n`;
const dpkg = (version = "0.1.0", state = "installed"): string =>
  `Package: base-files\nStatus: install ok installed\nVersion: 12\n\nPackage: amt-agent\nStatus: install ok ${state}\nVersion: ${version}\nConffiles:\n /etc/amt-agent/config.yaml 0\n\nPackage: zlib\nStatus: install ok installed\nVersion: 1\n`;

export interface InstalledTree extends HostTree {
  put(path: string, text: string, mode?: number): void;
  mode(path: string, mode: number): void;
  owner(path: string, uid: number, gid: number): void;
  passwd(shell: string): void;
  group(members: { mei?: string; admins?: string }): void;
  dpkg(version: string, state?: string): void;
}

/** A machine's files as the package leaves them, with a device and the service's directories. Needs root. */
export function installedTree(): InstalledTree {
  const tree = hostTree({ "/dev/": "", "/run/": "", "/tmp/": "" });
  const at = (path: string): string => join(tree.root, path);
  const put = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(at(path)), { recursive: true, mode: 0o755 });
    writeFileSync(at(path), text);
    chmodSync(at(path), mode);
  };
  const folder = (path: string, mode: number, owner = 0, of = 0): void => {
    mkdirSync(at(path), { recursive: true });
    chownSync(at(path), owner, of);
    chmodSync(at(path), mode); // after the owner, who takes set-id bits away
  };
  for (const path of programFiles) put(path, "as packed");
  put("/etc/amt-agent/config.yaml", "log:\n  level: info\n");
  put("/etc/passwd", passwd());
  put("/etc/group", group());
  put("/var/lib/dpkg/status", dpkg());
  folder("/var/lib/amt-agent", 0o700, uid, gids["amt-agent"]);
  folder("/var/lib/amt-agent-admin", 0o700);
  folder("/etc/amt-agent/credentials", 0o700);
  folder("/var/lib/amt-agent-spool", 0o2750, uid, gids["amt-agent-send"]);
  mkdirSync(at("/etc/systemd/system/dev-mei0.device.wants"), { recursive: true });
  execFileSync("ln", [
    "-s",
    "/lib/systemd/system/amt-agent.service",
    at("/etc/systemd/system/dev-mei0.device.wants/amt-agent.service"),
  ]);
  execFileSync("mknod", ["-m", "660", at("/dev/mei0"), "c", "10", "60"]);
  chownSync(at("/dev/mei0"), 0, gids.mei);
  return {
    ...tree,
    put,
    mode: (path, mode) => chmodSync(at(path), mode),
    owner: (path, owner, of) => chownSync(at(path), owner, of),
    passwd: (shell) => put("/etc/passwd", passwd(shell)),
    group: (members) => put("/etc/group", group(members)),
    dpkg: (version, state) => put("/var/lib/dpkg/status", dpkg(version, state)),
  };
}
