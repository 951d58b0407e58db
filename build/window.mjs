import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/** The status window's pages in `outdir`: one script, one style sheet, the document and the icon. Returns name and size of each. */
export async function bundlePages({ root, outdir, sourcemap = false, quiet = false }) {
  const from = path.join(root, "tray/window/app");
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: path.join(from, "main.tsx"), out: "app" },
      { in: path.join(from, "style/main.css"), out: "app" },
    ],
    outdir,
    write: false,
    bundle: true,
    platform: "browser",
    // Firefox ESR and Chromium of 2023 on; what CSS needs beyond is not asked for
    target: ["es2022", "firefox115", "chrome115", "safari16"],
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    charset: "utf8",
    legalComments: "eof",
    sourcemap: sourcemap ? "linked" : false,
    logLevel: quiet ? "silent" : "warning",
  });
  mkdirSync(outdir, { recursive: true });
  const files = [
    ...result.outputFiles.map(({ path: file, contents }) => [path.basename(file), contents]),
    ...["index.html", "icon.svg"].map((file) => [file, readFileSync(path.join(from, file))]),
  ];
  for (const [file, contents] of files) {
    writeFileSync(path.join(outdir, `${file}.new`), contents);
    renameSync(path.join(outdir, `${file}.new`), path.join(outdir, file));
  }
  return files.map(([file, contents]) => ({ file, bytes: contents.length }));
}
