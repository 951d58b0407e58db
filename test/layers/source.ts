import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAst } from "vitest/node";

export interface Import {
  readonly specifier: string;
  /** `import { type A }` counts as value: under verbatimModuleSyntax the module is still loaded. */
  readonly kind: "value" | "type" | "dynamic";
  readonly line: number;
}
export interface Found {
  readonly use: string;
  readonly line: number;
}
export interface Source {
  readonly file: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly found: readonly Found[];
  /** Nothing but re-exports. */
  readonly barrel: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";
const named = (value: unknown, ...names: string[]): boolean =>
  isNode(value) && value.type === "Identifier" && names.includes(value.name as string);
const literal = (value: unknown): string | undefined =>
  isNode(value) && value.type === "Literal" && typeof value.value === "string" ? value.value : undefined;

/** The name of a property access: `a.b` and `a["b"]`. */
const property = (node: Node): string | undefined =>
  node.computed ? literal(node.property) : ((node.property as Node).name as string | undefined);
const isGlobal = (node: unknown, name: string): boolean =>
  named(node, name) ||
  (isNode(node) &&
    node.type === "MemberExpression" &&
    named(node.object, "globalThis", "global") &&
    property(node) === name);

const timers = ["setTimeout", "setInterval"];

/** Where a name is only a label: `x.setTimeout`, `{ setTimeout: ... }`, `import { setTimeout }` (counted by its module). */
const isLabel = (node: Node, parent: Node): boolean =>
  parent.type === "ImportSpecifier" ||
  (parent.type === "MemberExpression" && parent.property === node && !parent.computed) ||
  ("key" in parent && parent.key === node && !parent.computed && parent.shorthand !== true);

function usesOf(node: Node, parent: Node | undefined): string[] {
  switch (node.type) {
    case "MemberExpression": {
      const name = property(node);
      if (isGlobal(node.object, "process") && (name === "platform" || name === "env")) return [`process.${name}`];
      if (isGlobal(node.object, "AbortSignal") && name === "timeout") return ["timer"];
      if (isGlobal(node.object, "console")) return ["console"];
      if (named(node.object, "globalThis", "global") && timers.includes(name ?? "")) return ["timer"];
      return [];
    }
    case "Identifier":
      return named(node, ...timers) && parent !== undefined && !isLabel(node, parent) ? ["timer"] : [];
    case "VariableDeclarator": {
      const pattern = node.id as Node;
      if (!isGlobal(node.init, "process") || pattern.type !== "ObjectPattern") return [];
      const names = (pattern.properties as Node[]).map((p) => (p.key as Node | undefined)?.name);
      return names.filter((name) => name === "platform" || name === "env").map((name) => `process.${name}`);
    }
    case "ImportDeclaration": {
      const from = literal(node.source) ?? "";
      const names = (node.specifiers as Node[]).map((s) => (s.imported as Node | undefined)?.name);
      // setImmediate is a turn of the loop, not time; a namespace import could be anything
      if (/^(node:)?timers(\/promises)?$/.test(from))
        return names.every((name) => name === "setImmediate") ? [] : ["timer"];
      if (/^(node:)?process$/.test(from)) {
        return names.filter((name) => name === "platform" || name === "env").map((name) => `process.${name}`);
      }
      return /^(node:)?os$/.test(from) && names.includes("platform") ? ["process.platform"] : [];
    }
    case "CallExpression": {
      const callee = node.callee as Node;
      return callee.type === "MemberExpression" && named(callee.object, "os") && property(callee) === "platform"
        ? ["process.platform"]
        : [];
    }
    case "ImportExpression":
      return literal(node.source) === undefined ? ["computed import"] : [];
    case "TSAnyKeyword":
      return ["any"];
    case "ExportDefaultDeclaration":
      return ["default export"];
    case "ClassDeclaration":
    case "ClassExpression":
      return errorGaps(node);
    default:
      return [];
  }
}

/** Bundlers rename classes, so an error's name must be a field; callers switch on `code`. A subclass of ours inherits both. */
function errorGaps(node: Node): string[] {
  if (!named(node.superClass, "Error", "AggregateError", "TypeError", "RangeError")) return [];
  const fields = ((node.body as Node).body as Node[]).map((member) => (member.key as Node | undefined)?.name);
  return ["name", "code"].filter((field) => !fields.includes(field)).map((field) => `error without ${field}`);
}

function importOf(node: Node): Omit<Import, "line"> | undefined {
  const specifier = literal(node.source);
  if (specifier === undefined) return undefined;
  switch (node.type) {
    case "ImportDeclaration":
      return { specifier, kind: node.importKind === "type" ? "type" : "value" };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return { specifier, kind: node.exportKind === "type" ? "type" : "value" };
    case "ImportExpression":
      return { specifier, kind: "dynamic" };
    case "TSImportType":
      return { specifier, kind: "type" };
    default:
      return undefined;
  }
}

const langOf = (file: string): "tsx" | "ts" | "js" =>
  file.endsWith(".tsx") ? "tsx" : /\.[cm]?ts$/.test(file) ? "ts" : "js";

/** What one file imports and does, read by a real parser (oxc, as Vite has it), type-only imports included. */
export function readSource(file: string, text: string): Source {
  const imports: Import[] = [];
  const found: Found[] = [];
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const visit = (value: unknown, parent: Node | undefined): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, parent);
    if (!isNode(value)) return;
    const line = (): number => lineAt(value.start);
    const one = importOf(value);
    if (one !== undefined) imports.push({ ...one, line: line() });
    for (const use of usesOf(value, parent)) found.push({ use, line: line() });
    for (const [key, child] of Object.entries(value)) {
      if (key !== "type" && key !== "start" && key !== "end") visit(child, value);
    }
  };
  const program = parseAst(text, { lang: langOf(file) }, file) as unknown as Node;
  visit(program, undefined);
  const body = program.body as Node[];
  const barrel =
    body.length > 0 && body.every((node) => /^Export(All|Named)Declaration$/.test(node.type) && isNode(node.source));
  return { file, lines: text.replace(/\n$/, "").split("\n").length, imports, found, barrel };
}

const skipped = new Set(["node_modules", "dist", ".git", ".cache", "coverage"]);

/** Every file of the project below `at`, as paths from `root` with forward slashes, sorted. */
export function filesBelow(root: string, at = ""): string[] {
  return readdirSync(path.join(root, at), { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const name = at === "" ? entry.name : `${at}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(root, name) : entry.isFile() ? [name] : [];
    })
    .sort();
}

export const isCode = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file) && !/\.d\.[cm]?ts$/.test(file);

export const readTree = (root: string): Source[] =>
  filesBelow(root)
    .filter(isCode)
    .map((file) => readSource(file, readFileSync(path.join(root, file), "utf8")));
