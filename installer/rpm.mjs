import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { filesBelow } from "./files.mjs";

const run = promisify(execFile);

/** The same every time: no host, no clock, no user of the build, and nothing is stripped: a stripped Node does not start. */
const macros = {
  _build_id_links: "none",
  _buildhost: "localhost",
  __os_install_post: "%{nil}",
  debug_package: "%{nil}",
  use_source_date_epoch_as_buildtime: "1",
  clamp_mtime_to_source_date_epoch: "1",
};

/** Folders that every system has. The others go with the package, where nobody else's files are in them. */
const systemFolders =
  /^(etc|usr|usr\/(bin|lib|share)|usr\/lib\/(systemd(\/system)?|udev(\/rules\.d)?|sysusers\.d|tmpfiles\.d)|usr\/share\/(polkit-1(\/rules\.d)?|doc|man(\/man\d)?|bash-completion(\/completions)?))$/;
const isOwn = (folder) => !systemFolders.test(folder);

/** Lines of %files: settings are kept when their owner has changed them. */
function listed(tree) {
  const files = [...filesBelow(tree)];
  const folders = [...new Set(files.flatMap((file) => [...parents(file)]))].filter(isOwn).sort();
  return [
    ...folders.map((folder) => `%dir %attr(0755, root, root) "/${folder}"`),
    ...files.map((file) => `${kindOf(file)}"/${file}"`),
  ];
}
function* parents(file) {
  for (let at = path.dirname(file); at !== "."; at = path.dirname(at)) yield at;
}
const kindOf = (file) => {
  if (file.startsWith("etc/")) return "%config(noreplace) ";
  return file.startsWith("usr/share/doc/") || file.startsWith("usr/share/man/") ? "%doc " : "";
};

/** What rpmbuild reads. `%` in what people wrote is not a macro. */
export function spec({ tree, about: { version, description }, script }) {
  const plain = (text) => text.replaceAll("%", "%%");
  const scripts = ["post", "preun", "postun"].flatMap((name) => [`%${name}`, plain(script(name)).trim(), ""]);
  return [
    "Name: amt-agent",
    `Version: ${version}`,
    "Release: 1",
    `Summary: ${plain(description.split(",")[0])}`,
    "License: Apache-2.0",
    "Group: System/Base",
    // Node and koffi need what the deb names; rpm's own search would name symbols of each glibc
    "AutoReqProv: no",
    "Requires: libc.so.6()(64bit), libstdc++.so.6()(64bit), /bin/sh, coreutils, findutils",
    "Recommends: systemd, systemd-udev, dbus, iproute",
    // For the icon in trays of the older kind alone; by what the helper is linked with, which distributions pack under several names
    "Suggests: libappindicator3.so.1()(64bit)",
    "%description",
    `${plain(description)}.`,
    "A service reads the management engine of vPro PCs, a tray icon shows whether",
    "somebody can see or drive the machine below its operating system.",
    "",
    "%install",
    `mkdir -p %{buildroot} && cp -a "${tree}/." %{buildroot}/`,
    "",
    ...scripts,
    "%files",
    "%defattr(-, root, root, 0755)",
    ...listed(tree),
    "",
  ].join("\n");
}

/** Packs `tree` as an RPM package into `out`; its path. Needs rpmbuild. The same tree and time give the same bytes. */
export async function writeRpm({ root, tree, out, about, epoch, fast = false }) {
  const work = mkdtempSync(path.join(tmpdir(), "amt-agent-rpm-"));
  try {
    const script = (name) => readFileSync(path.join(root, "installer/rpm", name), "utf8");
    writeFileSync(path.join(work, "amt-agent.spec"), spec({ tree, about, script }));
    const given = { ...macros, _topdir: work, _binary_payload: fast ? "w.ufdio" : "w6.xzdio" };
    const args = Object.entries(given).flatMap(([name, value]) => ["--define", `${name} ${value}`]);
    const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch), LC_ALL: "C" };
    await run("rpmbuild", ["-bb", "--quiet", "--target", "x86_64-linux", ...args, path.join(work, "amt-agent.spec")], {
      env,
      maxBuffer: 2 ** 24,
    });
    const name = `amt-agent-${about.version}-1.x86_64.rpm`;
    const file = path.join(out, name);
    copyFileSync(path.join(work, "RPMS/x86_64", name), file);
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
