import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { bundle } from "../build/bundle.mjs";
import { bundlePages } from "../build/window.mjs";
import { described } from "./describe.mjs";
import { units } from "./hardening.mjs";
import { bashCompletion, manualPages } from "./manual.mjs";
import { billOfMaterials, filesDigest, licences, sha256 } from "./materials.mjs";
import { metainfo } from "./metainfo.mjs";
import { shippedNode } from "./node.mjs";

/** Of koffi: what runs on this system. Its sources, documentation and the libraries of other systems stay out. */
export const koffiFiles = [
  ["koffi", /^(package\.json|LICENSE\.txt|index\.c?js|indirect\.c?js|(src|lib)\/.*\.c?js)$/],
  ["@koromix/koffi-linux-x64", /^(package\.json|LICENSE.*|index\.c?js|linux_x64\/koffi\.node)$/],
];
/** Of systray2: the helper for trays of the older kind, which the tray copies and checks before it runs it. It lies where npm would put it. */
export const helperFiles = [["systray2", /^(package\.json|LICENSE|traybin\/tray_linux_release)$/]];
const PROGRAM = "usr/lib/amt-agent";

/** Writes files below `to`, with the folders that they need. */
export const writer =
  (to) =>
  (file, content, mode = 0o644) => {
    const at = path.join(to, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, content);
    chmodSync(at, mode);
  };

/**
 * Writes what is installed on a Linux machine below `to`, which is emptied first: program, units, rules, manual. The same sources give
 * the same bytes. Returns the version and what is inside.
 */
export async function writeTree({ root, to, epoch }) {
  rmSync(to, { recursive: true, force: true });
  const { version, description } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const put = writer(to);
  const linux = (name) => readFileSync(path.join(root, "installer/linux", name));

  const node = await shippedNode();
  put(`${PROGRAM}/node`, readFileSync(node.binary), 0o755);
  await bundlePages({ root, outdir: path.join(to, PROGRAM, "window"), quiet: true });
  const bundles = await bundle({ root, outdir: path.join(to, PROGRAM), quiet: true });
  chmodSync(path.join(to, PROGRAM, "amt-agent.cjs"), 0o644);
  for (const [name, wanted] of [...koffiFiles, ...helperFiles])
    copyMatching(path.join(root, "node_modules", name), path.join(to, PROGRAM, "node_modules", name), wanted);
  put("usr/bin/amt-agent", linux("launcher"), 0o755);
  for (const script of ["provision", "after-install", "before-remove", "take-over-lms"])
    put(`${PROGRAM}/${script}`, linux(script), 0o755);

  for (const unit of [...units, "amt-agent-first-boot.service"]) put(`usr/lib/systemd/system/${unit}`, linux(unit));
  put("usr/lib/udev/rules.d/60-amt-agent.rules", linux("60-amt-agent.rules"));
  put("usr/share/polkit-1/rules.d/60-amt-agent.rules", linux("60-amt-agent.polkit"));
  put("usr/lib/sysusers.d/amt-agent.conf", linux("sysusers.conf"));
  put("usr/lib/tmpfiles.d/amt-agent.conf", linux("tmpfiles.conf"));
  put("etc/xdg/autostart/amt-agent-tray.desktop", linux("amt-agent-tray.desktop"));
  put("etc/amt-agent/config.yaml", linux("config.yaml"));
  put("usr/share/applications/org.amt_agent.status.desktop", linux("org.amt_agent.status.desktop"));
  put("usr/share/metainfo/org.amt_agent.status.metainfo.xml", metainfo({ root, version, epoch }));
  const icon = readFileSync(path.join(root, "tray/window/app/icon.svg"));
  put("usr/share/icons/hicolor/scalable/apps/amt-agent.svg", icon);

  // What was left out of koffi is not missed
  execFileSync(path.join(to, PROGRAM, "node"), ["-e", "require('./node_modules/koffi').load(null)"], {
    cwd: path.join(to, PROGRAM),
  });
  const cli = await described({
    node: path.join(to, PROGRAM, "node"),
    program: path.join(to, PROGRAM, "amt-agent.cjs"),
  });
  for (const [name, text] of manualPages(cli, { version, epoch }))
    put(`usr/share/man/man${name.at(-1)}/${name}.gz`, gzipSync(text, { level: 9 }));
  put("usr/share/bash-completion/completions/amt-agent", bashCompletion(cli));

  const doc = "usr/share/doc/amt-agent";
  const parts = { root, version, node: node.version, bundles, helpers: helperFiles.map(([name]) => name) };
  put(`${doc}/copyright`, licences(parts, readFileSync(node.license, "utf8")));
  put(`${doc}/changelog.gz`, gzipSync(readFileSync(path.join(root, "CHANGELOG.md")), { level: 9 }));
  for (const page of readdirSync(path.join(root, "docs")).filter((file) => file.endsWith(".md")))
    put(`${doc}/${page}`, readFileSync(path.join(root, "docs", page)));
  // Last, because it holds the digest of everything else
  const digests = { files: filesDigest(to), node: sha256(readFileSync(node.binary)) };
  put(`${doc}/sbom.cdx.json`, billOfMaterials({ ...parts, digests }, epoch));
  return { version, description, node: node.version };
}

export function copyMatching(from, to, wanted) {
  let found = 0;
  for (const file of readdirSync(from, { recursive: true })) {
    if (!wanted.test(file)) continue;
    found += 1;
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    cpSync(path.join(from, file), path.join(to, file), { dereference: true });
    chmodSync(path.join(to, file), 0o644);
  }
  if (found === 0) throw new Error(`nothing of ${from} is wanted: the package has another layout now`);
}
