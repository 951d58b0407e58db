import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/**
 * The status window's pages in `outdir`: one script, one more for each language but English and for its reports, one style sheet, the document and the icon.
 * Returns name and size of each.
 */
export async function bundlePages({ root, outdir, sourcemap = false, quiet = false }) {
  const from = path.join(root, "tray/window/app");
  /** What is imported with import(), by the name of its script. */
  const languages = new Map();
  const apart = {
    name: "one-script-per-language",
    setup(hooks) {
      hooks.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: to, resolveDir }) => {
        if (kind !== "dynamic-import") return undefined;
        const name = `words-${path.basename(to, ".ts")}`;
        languages.set(name, path.resolve(resolveDir, to));
        return { path: `./${name}.js`, external: true };
      });
    },
  };
  const common = {
    absWorkingDir: root,
    outdir,
    write: false,
    bundle: true,
    platform: "browser",
    // Firefox ESR and Chromium of 2023 on; what CSS needs beyond is not asked for
    target: ["es2022", "firefox115", "chrome115", "safari16"],
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    charset: "utf8",
    legalComments: "eof",
    sourcemap: sourcemap ? "linked" : false,
    logLevel: quiet ? "silent" : "warning",
  };
  const app = await build({
    ...common,
    entryPoints: [
      { in: path.join(from, "main.tsx"), out: "app" },
      { in: path.join(from, "style/main.css"), out: "app" },
    ],
    plugins: [apart],
  });
  const words = await build({
    ...common,
    entryPoints: [...languages].map(([out, file]) => ({ in: file, out })),
  });
  mkdirSync(outdir, { recursive: true });
  const files = [
    ...[...app.outputFiles, ...words.outputFiles].map(({ path: file, contents }) => [path.basename(file), contents]),
    ...["index.html", "icon.svg"].map((file) => [file, readFileSync(path.join(from, file))]),
  ];
  for (const [file, contents] of files) {
    writeFileSync(path.join(outdir, `${file}.new`), contents);
    renameSync(path.join(outdir, `${file}.new`), path.join(outdir, file));
  }
  const written = new Set(files.map(([file]) => file));
  for (const file of readdirSync(outdir)) if (!written.has(file)) rmSync(path.join(outdir, file), { force: true });
  return files.map(([file, contents]) => ({ file, bytes: contents.length }));
}
