import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundlePages } from "./window.mjs";

/** The bin, and what its bundle is called. Everything else is found from the import() expressions behind it. */
const bin = { entry: "agent/cli/main.ts", file: "amt-agent.cjs" };

/** Packages that bring machine code or a program of their own: they stay in node_modules and are required where they are used. */
const external = ["koffi", "node-hid", "systray2"];

/** The commit that `root` is at, `-dirty` where files differ from it; `unknown` for sources without a history, or without git. */
function commitOf(root) {
  try {
    const asked = ["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"];
    return execFileSync("git", asked, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "unknown";
  }
}

/** `agent/cli/info.ts` -> `cli-info`, `tray/main.ts` -> `tray`; the service, `agent/main.ts`, is `serve`. */
function nameOf(entry) {
  if (entry === "agent/main.ts") return "serve";
  return entry
    .replace(/\.[cm]?ts$/, "")
    .replace(/^agent\//, "")
    .replace(/(.)\/main$/, "$1")
    .replaceAll("/", "-");
}

/**
 * One CommonJS bundle per entry in `outdir`. What is imported with import() becomes a bundle of its own, loaded by a plain
 * require(): Node's ESM loader costs more than the whole of `info`. Code that two entries share is in both, on purpose.
 * Returns one record per bundle: its file, entry, size in bytes, npm packages inside, packages required, bundles it loads.
 */
export async function bundle({ root, outdir, sourcemap = false, quiet = false }) {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const commit = commitOf(root);
  if (!existsSync(path.join(root, bin.entry))) throw new Error(`There is no ${bin.entry} to build from in ${root}.`);
  const files = new Map([[bin.entry, bin.file]]);
  const queue = [bin.entry];
  const records = [];
  const written = new Set();

  function fileFor(entry) {
    const known = files.get(entry);
    if (known !== undefined) return known;
    const taken = new Set(files.values());
    const name = nameOf(entry);
    let file = `${name}.cjs`;
    for (let n = 2; taken.has(file); n++) file = `${name}-${n}.cjs`;
    files.set(entry, file);
    queue.push(entry);
    return file;
  }

  const split = (loads) => ({
    name: "one-bundle-per-dynamic-import",
    setup(hooks) {
      hooks.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: to, resolveDir }) => {
        const target = path.resolve(resolveDir, to);
        const entry = path.relative(root, target).split(path.sep).join("/");
        if (kind !== "dynamic-import" || entry.split("/").includes("node_modules")) return undefined;
        if (!existsSync(target)) return { errors: [{ text: `import("${to}"): there is no ${entry}` }] };
        const file = fileFor(entry);
        loads.add(file);
        return { path: `./${file}`, external: true };
      });
    },
  });

  mkdirSync(outdir, { recursive: true });
  /** In one step, so that a program running from this folder never sees half a file. */
  function put(file, contents) {
    const at = path.join(outdir, file);
    writeFileSync(`${at}.new`, contents);
    if (file === bin.file) chmodSync(`${at}.new`, 0o755);
    renameSync(`${at}.new`, at);
    written.add(file);
  }

  for (let entry = queue.shift(); entry !== undefined; entry = queue.shift()) {
    const file = files.get(entry);
    const loads = new Set();
    const hasHashbang = readFileSync(path.join(root, entry), "utf8").startsWith("#!");
    const result = await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: path.join(outdir, file),
      write: false,
      metafile: true,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "cjs",
      // import() becomes require() inside a promise
      supported: { "dynamic-import": false },
      external,
      plugins: [split(loads)],
      define: { AMT_AGENT_VERSION: JSON.stringify(version), AMT_AGENT_COMMIT: JSON.stringify(commit) },
      banner: entry === bin.entry && !hasHashbang ? { js: "#!/usr/bin/env node" } : {},
      // identifiers stay: names of errors and functions are read by people
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: "eof",
      sourcemap: sourcemap ? "linked" : false,
      logLevel: quiet ? "silent" : "warning",
      logOverride: { "empty-import-meta": "error" },
    });
    for (const output of result.outputFiles) put(path.basename(output.path), output.contents);
    const [output] = Object.values(result.metafile.outputs).filter((o) => o.entryPoint !== undefined);
    const packages = Object.keys(output.inputs).map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1]);
    records.push({
      file,
      entry,
      bytes: output.bytes,
      packages: [...new Set(packages.filter((name) => name !== undefined))].sort(),
      requires: [
        ...new Set(
          output.imports.map((i) => i.path).filter((p) => external.some((e) => p === e || p.startsWith(`${e}/`))),
        ),
      ].sort(),
      loads: [...loads].sort(),
    });
  }
  // esbuild finds imports in no order of its own
  records.sort((a, b) => (a.file < b.file ? -1 : 1));
  put("bundles.json", `${JSON.stringify(records, null, 1)}\n`);
  for (const file of readdirSync(outdir)) {
    if (!written.has(file) && /\.(cjs|map|new|json)$/.test(file)) rmSync(path.join(outdir, file), { force: true });
  }
  return records;
}

async function main() {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const began = performance.now();
  const sourcemap = process.env.SOURCEMAP === "1";
  // The pages first: dist/ counts as built when bundles.json is there
  const pages = await bundlePages({ root, outdir: path.join(root, "dist/window"), sourcemap });
  const records = await bundle({ root, outdir: path.join(root, "dist"), sourcemap });
  for (const { file, entry, bytes, packages, requires } of records) {
    const inside = [...packages, ...requires.map((name) => `${name} (from node_modules)`)].join(", ");
    const size = `${(bytes / 1024).toFixed(0)} kB`.padStart(8);
    console.log(`${`dist/${file}`.padEnd(36)}${size}  ${entry}${inside && `: ${inside}`}`);
  }
  for (const { file, bytes } of pages)
    console.log(`${`dist/window/${file}`.padEnd(36)}${`${(bytes / 1024).toFixed(0)} kB`.padStart(8)}`);
  console.log(`built ${records.length} bundles in ${Math.round(performance.now() - began)} ms`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error) => {
    // esbuild has printed its own errors with their place
    if (error.errors === undefined) console.error(error.message);
    process.exitCode = 1;
  });
}
