import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { filesBelow } from "./files.mjs";

/** What is inside the package: each npm package of the bundles, koffi, programs of others (`helpers`), and Node. */
function contents({ root, bundles, native, helpers = [] }) {
  const names = new Set([...bundles.flatMap(({ packages, requires }) => [...packages, ...requires]), ...helpers]);
  // koffi's half in machine code: that of the system it is for, which need not be installed here
  const { name: half = "@koromix/koffi-linux-x64", at: kept } = native ?? {};
  const folderOf = (name) => (name === half && kept ? kept : path.join(root, "node_modules", name));
  if (names.has("koffi")) names.add(half);
  return [...names]
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)[0])
    .filter((name, index, all) => all.indexOf(name) === index && existsSync(folderOf(name)))
    .sort()
    .map((name) => {
      const at = folderOf(name);
      const { version, license } = JSON.parse(readFileSync(path.join(at, "package.json"), "utf8"));
      const file = readdirSync(at).find((one) => /^licen[cs]e(\.(txt|md))?$/i.test(one));
      return { name, version, license: license ?? "see text", text: file && readFileSync(path.join(at, file), "utf8") };
    });
}

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * One digest of all files below `tree`, as in that folder
 * `find . -type f ! -name sbom.cdx.json | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum` says it.
 */
export function filesDigest(tree) {
  const names = [...filesBelow(tree)]
    .filter((file) => path.basename(file) !== "sbom.cdx.json")
    .map((file) => `./${file}`);
  const lines = names
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((file) => `${sha256(readFileSync(path.join(tree, file)))}  ${file}\n`);
  return sha256(lines.join(""));
}

/** CycloneDX 1.5. The program's hash is that of its files: nothing in them comes from a cache or from the machine that built it. */
export function billOfMaterials(parts, epoch) {
  const { version, node, digests } = parts;
  const hashed = (content) => ({ hashes: [{ alg: "SHA-256", content }] });
  const component = (name, version, license, purl) => ({
    type: name === "node" ? "platform" : "library",
    name,
    version,
    purl,
    licenses: [{ license: { name: license } }],
  });
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      timestamp: new Date(epoch * 1000).toISOString(),
      component: { type: "application", name: "amt-agent", version, ...hashed(digests.files) },
    },
    components: [
      { ...component("node", node, "MIT", `pkg:generic/node@${node}`), ...hashed(digests.node) },
      ...contents(parts).map((one) =>
        component(one.name, one.version, one.license, `pkg:npm/${one.name.replace("@", "%40")}@${one.version}`),
      ),
    ],
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** The licence of this program, of Node, and of every package inside, with their texts. */
export function licences(parts, nodeLicense) {
  const own = readFileSync(path.join(parts.root, "LICENSE"), "utf8");
  const others = contents(parts).map(
    ({ name, version, license, text }) => `${name} ${version}: ${license}\n\n${text ?? ""}`,
  );
  return [own, `node ${parts.node}\n\n${nodeLicense}`, ...others].join(`\n${"=".repeat(78)}\n\n`);
}
