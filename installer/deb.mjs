import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { filesBelow } from "./files.mjs";

const run = promisify(execFile);
const scripts = ["config", "postinst", "prerm", "postrm"];

/** Packs `tree` as a Debian package into `out`; its path. Needs dpkg-deb. The same tree and time give the same bytes. */
export async function writeDeb({ root, tree, out, about: { version, description }, epoch, fast = false }) {
  // xz takes Node's 120 MB to 27; --fast is for trying it
  const compression = fast ? ["-Znone"] : ["-Zxz"];
  const all = [...filesBelow(tree)];
  const sizes = all.map((file) => statSync(path.join(tree, file)).size);
  const control = path.join(tree, "DEBIAN");
  mkdirSync(control);
  const put = (name, text, mode = 0o644) => {
    writeFileSync(path.join(control, name), text);
    chmodSync(path.join(control, name), mode);
  };
  put(
    "control",
    [
      "Package: amt-agent",
      `Version: ${version}`,
      "Section: admin",
      "Priority: optional",
      "Architecture: amd64",
      "Maintainer: amt-agent <amt-agent@localhost>",
      `Installed-Size: ${Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / 1024)}`,
      "Depends: libc6 (>= 2.28), libstdc++6, debconf (>= 0.5) | debconf-2.0, init-system-helpers",
      "Recommends: systemd, udev, dbus, iproute2",
      // The library is for the icon in trays of the older kind alone (docs/tray.md)
      "Suggests: lms, polkitd, libayatana-appindicator3-1",
      `Description: ${description.split(",")[0]}`,
      ` ${description}.`,
      " A service reads the management engine of vPro PCs, a tray icon shows whether",
      " somebody can see or drive the machine below its operating system.",
      "",
    ].join("\n"),
  );
  put(
    "conffiles",
    all
      .filter((file) => file.startsWith("etc/"))
      .map((file) => `/${file}\n`)
      .join(""),
  );
  put(
    "md5sums",
    all
      .filter((file) => !file.startsWith("etc/"))
      .map(
        (file) =>
          `${createHash("md5")
            .update(readFileSync(path.join(tree, file)))
            .digest("hex")}  ${file}\n`,
      )
      .join(""),
  );
  put("templates", readFileSync(path.join(root, "installer/debian/templates")));
  for (const name of scripts) put(name, readFileSync(path.join(root, "installer/debian", name)), 0o755);
  const file = path.join(out, `amt-agent_${version}_amd64.deb`);
  // xz cuts what it packs by the number of threads
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch), DPKG_DEB_THREADS_MAX: "1" };
  try {
    await run("dpkg-deb", ["--root-owner-group", ...compression, "--build", tree, file], { env });
  } finally {
    rmSync(control, { recursive: true });
  }
  return file;
}
