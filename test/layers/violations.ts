import { isBuiltin } from "node:module";
import path from "node:path";
import { packages } from "./packages.ts";
import { bannedNames, barrels, compositionRoots, free, restricted, rooms, rootsMayImport, uses } from "./rooms.ts";
import type { Import, Source } from "./source.ts";

/** `agent/config` also stands for `agent/config.ts` and `agent/config/`. */
const within = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file === place || file.startsWith(place));
const roomOf = (file: string): string => file.split("/")[0] ?? file;

const targetOf = (file: string, specifier: string): string =>
  path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function wrongPackage(file: string, { specifier }: Import): string | undefined {
  if (isBuiltin(specifier)) return undefined;
  const name = packageOf(specifier);
  const rule = packages[name];
  if (rule === undefined) return `imports ${name}, which test/layers/packages.ts does not list with a reason`;
  if (within(file, rule.where)) return undefined;
  const places = rule.where.length > 0 ? `only ${rule.where.join(", ")} may` : "nobody may, it is a tool";
  return `imports ${name}: ${places} (${rule.why})`;
}

function wrongRoom(file: string, target: string, kind: Import["kind"]): string | undefined {
  const from = roomOf(file);
  const to = roomOf(target);
  const room = rooms[from];
  if (!file.includes("/") || from === to) return undefined;
  if (room === undefined) return `is in ${from}/, a room that test/layers/rooms.ts does not know`;
  if (room.mayImport.includes(to) || room.also?.includes(target)) return undefined;
  if (kind === "type" && room.alsoTypesOf?.includes(target)) return undefined;
  if (within(file, compositionRoots) && rootsMayImport.includes(to)) return undefined;
  const typesOnly = room.alsoTypesOf?.includes(target) ? " other than by `import type`" : "";
  return `imports ${target}${typesOnly}: ${from} may not (${room.why})`;
}

function wrongPart(file: string, target: string): string | undefined {
  if (within(file, free)) return undefined;
  const rule = restricted.find(
    (r) => within(target, [r.target]) && !within(file, r.onlyFrom) && r.except?.[target] === undefined,
  );
  return rule && `imports ${target}: only ${rule.onlyFrom.join(", ")} may (${rule.why})`;
}

function wrongImport(file: string, one: Import, files: ReadonlySet<string>): string | undefined {
  if (!/^\.{0,2}\//.test(one.specifier)) return wrongPackage(file, one);
  const target = targetOf(file, one.specifier);
  // data files are read by path too; only code is in `files`
  if (/\.[cm]?[jt]sx?$/.test(target) && !files.has(target)) return `imports ${target}, which does not exist`;
  return wrongRoom(file, target, one.kind) ?? wrongPart(file, target);
}

function badName(file: string): string | undefined {
  const parts = file.split("/").map((part) => part.replace(/\..*$/, ""));
  const banned = parts.find((part) => bannedNames.includes(part));
  return banned && `is in a drawer called "${banned}": name it by the noun inside`;
}

/** Every cycle once, as the path that closes it. Type-only imports count: they knot the design, if not the program. */
export function cyclesIn(sources: readonly Source[]): string[][] {
  const edges = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports.filter((i) => i.specifier.startsWith(".")).map((i) => targetOf(file, i.specifier)),
    ]),
  );
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) cycles.push([...trail.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}

/** Every breach of the import rules in a set of files, as sentences with file, line and reason. */
export function violationsIn(sources: readonly Source[]): string[] {
  const files = new Set(sources.map(({ file }) => file));
  const all: string[] = [];
  for (const { file, imports, found, barrel } of sources) {
    for (const one of imports) {
      const wrong = wrongImport(file, one, files);
      if (wrong !== undefined) all.push(`${file}:${one.line} ${wrong}`);
    }
    for (const { use, line } of within(file, free) ? [] : found) {
      const rule = uses.find((u) => u.use === use);
      if (rule === undefined || within(file, rule.onlyIn)) continue;
      all.push(
        `${file}:${line} ${use}: ${rule.onlyIn.length > 0 ? `only in ${rule.onlyIn.join(", ")}` : "nowhere"} (${rule.why})`,
      );
    }
    const name = badName(file);
    if (name !== undefined) all.push(`${file} ${name}`);
    if (barrel && barrels[file] === undefined)
      all.push(`${file} only re-exports: import from where things are declared`);
  }
  for (const cycle of cyclesIn(sources)) all.push(`${cycle[0]} is in a cycle: ${cycle.join(" -> ")}`);
  return all;
}

type Manifest = Readonly<Record<string, unknown>>;

/** Where package.json and the table of packages differ. */
export function packageDifferences(manifest: Manifest): string[] {
  const kinds = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;
  const real = kinds.flatMap((kind) =>
    Object.keys((manifest[kind] as object | undefined) ?? {}).map((name) => `${kind}: ${name}`),
  );
  const listed = Object.entries(packages).map(([name, { kind }]) => `${kind}: ${name}`);
  return [
    ...real
      .filter((one) => !listed.includes(one))
      .map((one) => `package.json has ${one}: list it in test/layers/packages.ts with its reason`),
    ...listed
      .filter((one) => !real.includes(one))
      .map((one) => `test/layers/packages.ts lists ${one}, which package.json lacks`),
  ];
}
