import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeDeb } from "./deb.mjs";
import { writeRpm } from "./rpm.mjs";
import { writeTree } from "./tree.mjs";
import { writeSetup } from "./windows.mjs";

/** Bytes that a package may have, unless it is made with --fast: it is sent to every PC of a fleet. */
const formats = {
  deb: { write: writeDeb, most: 35e6, linux: true },
  rpm: { write: writeRpm, most: 38e6, linux: true },
  windows: { write: writeSetup, most: 35e6, linux: false },
};

const usage = `npm run package -- deb|rpm|windows|all... [--out DIR] [--fast] [--windows-node FILE]

Makes packages from the sources in this folder; the same sources give the same bytes. deb needs dpkg-deb, rpm needs rpmbuild, windows
needs makensis (Debian: apt-get install rpm nsis).

  --out DIR   where it is put: dist/packages when not given
  --fast      without compression: for trying it
  --windows-node FILE
              this node.exe and not the pinned one: for Wine, which does not run Node 24`;

const root = fileURLToPath(new URL("..", import.meta.url));

/** Time of the sources, for everything that carries one: SOURCE_DATE_EPOCH, or that of the last commit. */
function timeOfSources() {
  const given =
    process.env.SOURCE_DATE_EPOCH ??
    execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" });
  const epoch = Number(given);
  if (!Number.isInteger(epoch) || epoch <= 0)
    throw new Error(`SOURCE_DATE_EPOCH=${given.trim()} is no time in seconds`);
  return epoch;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string" },
      fast: { type: "boolean" },
      "windows-node": { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) return void console.log(usage);
  const wanted = positionals[0] === "all" ? Object.keys(formats) : positionals;
  if (wanted.length === 0 || wanted.some((one) => !Object.hasOwn(formats, one))) throw new Error(usage);
  if (process.platform !== "linux" || process.arch !== "x64") throw new Error("Packages are built on Linux, x86-64.");
  const out = path.resolve(values.out ?? path.join(root, "dist/packages"));
  const epoch = timeOfSources();
  process.umask(0o022); // folders are packed with their modes
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(path.join(tmpdir(), "amt-agent-package-"));
  try {
    const tree = path.join(work, "tree");
    const about = wanted.some((one) => formats[one].linux) ? await writeTree({ root, to: tree, epoch }) : undefined;
    if (about) console.log(`amt-agent ${about.version} with Node ${about.node}`);
    for (const one of wanted) {
      const { write, most } = formats[one];
      const file = await write({
        root,
        tree,
        out,
        about,
        epoch,
        fast: values.fast,
        windowsNode: values["windows-node"],
      });
      const { size } = statSync(file);
      console.log(`${path.relative(process.cwd(), file)}  ${(size / 1e6).toFixed(1)} MB`);
      if (!values.fast && size > most) throw new Error(`${one} has ${size} bytes, and may have ${most}.`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
