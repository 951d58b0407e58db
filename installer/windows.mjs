import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { bundle } from "../build/bundle.mjs";
import { bundlePages } from "../build/window.mjs";
import { fetched } from "./fetched.mjs";
import { filesBelow } from "./files.mjs";
import { billOfMaterials, filesDigest, licences, sha256 } from "./materials.mjs";
import { shippedNode } from "./node.mjs";
import { copyMatching, koffiFiles, writer } from "./tree.mjs";

const koffiWindows = "@koromix/koffi-win32-x64";

/** Makes a program from a script of NSIS, what it is given as its definitions. */
async function compile(script, given, epoch) {
  const args = Object.entries(given).map(([name, value]) => `-D${name}=${value}`);
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epoch) };
  await promisify(execFile)("makensis", ["-V2", "-WX", ...args, script], { env, maxBuffer: 2 ** 24 });
}

/** Writes what is installed on Windows below `to`. The same sources give the same bytes. */
async function writeWindowsTree({ root, to, epoch, windowsNode }) {
  const { version, description } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const put = writer(to);
  const own = (name) => readFileSync(path.join(root, "installer/windows", name));

  const node = await shippedNode("windows");
  const { license } = await shippedNode("linux");
  const binary = readFileSync(windowsNode ?? node.binary);
  put("node.exe", binary);
  await bundlePages({ root, outdir: path.join(to, "window"), quiet: true });
  const bundles = await bundle({ root, outdir: to, quiet: true });
  const [[koffi, wanted]] = koffiFiles;
  copyMatching(path.join(root, "node_modules", koffi), path.join(to, "node_modules", koffi), wanted);
  const { version: koffiVersion, integrity } = lock.packages[`node_modules/${koffiWindows}`];
  const files = ["package.json", "index.js", "win32_x64/koffi.node"];
  const native = await fetched({ name: koffiWindows, version: koffiVersion, integrity, files });
  for (const file of files) put(`node_modules/${koffiWindows}/${file}`, readFileSync(path.join(native, file)));

  put("provision.cjs", own("provision.cjs"));
  await compile(path.join(root, "installer/windows/tray.nsi"), { OUT: path.join(to, "amt-agent-tray.exe") }, epoch);
  put("amt-agent.cmd", own("amt-agent.cmd").toString().replaceAll("\n", "\r\n"));

  const parts = { root, version, node: node.version, bundles, native: { name: koffiWindows, at: native } };
  put("LICENSES.txt", licences(parts, readFileSync(license, "utf8")));
  const digests = { files: filesDigest(to), node: sha256(binary) };
  put("sbom.cdx.json", billOfMaterials({ ...parts, digests }, epoch));
  for (const file of filesBelow(to)) utimesSync(path.join(to, file), epoch, epoch);
  return { version, description };
}

const nsis = (file) => file.replaceAll("/", "\\");

/** Lines that take away what is installed, and nothing else that somebody put there. */
function removal(tree) {
  const files = [...filesBelow(tree)];
  const folders = [...new Set(files.map((file) => path.dirname(file)))].filter((folder) => folder !== ".");
  const all = new Set(
    folders.flatMap((folder) => folder.split("/").map((_, at, parts) => parts.slice(0, at + 1).join("/"))),
  );
  const deepest = [...all].sort((a, b) => b.length - a.length);
  return [
    ...files.map((file) => `Delete "$INSTDIR\\${nsis(file)}"`),
    ...deepest.map((folder) => `RMDir "$INSTDIR\\${nsis(folder)}"`),
    "",
  ].join("\n");
}

/** Makes the installer for Windows, x64, in `out`; its path. Needs makensis. It is not signed. */
export async function writeSetup({ root, out, epoch, fast = false, windowsNode }) {
  const work = mkdtempSync(path.join(tmpdir(), "amt-agent-windows-"));
  try {
    const tree = path.join(work, "tree");
    const { version } = await writeWindowsTree({ root, to: tree, epoch, windowsNode });
    writeFileSync(path.join(work, "removal.nsh"), removal(tree));
    const file = path.join(out, `amt-agent-${version}-setup.exe`);
    const given = {
      VERSION: version,
      TREE: tree,
      FILES: path.join(work, "removal.nsh"),
      OUT: file,
      COMPRESSOR: fast ? "zlib" : "/SOLID lzma",
    };
    await compile(path.join(root, "installer/windows/amt-agent.nsi"), given, epoch);
    return file;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
