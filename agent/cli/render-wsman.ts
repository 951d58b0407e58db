import type { Item } from "../../mei/wsman/client.ts";
import type { Reference } from "../../mei/wsman/reference.ts";
import { type Kept, type Resource, undeclared } from "../../mei/wsman/resource.ts";
import type { Fields, Shape } from "../../mei/wsman/shape.ts";
import { type Plain, plainNodes, plainOf } from "../wsman/plain.ts";
import { showReference } from "../wsman/said-reference.ts";
import { expected } from "../wsman/words.ts";
import { harmless, type Terminal } from "./terminal.ts";

type Paint = Pick<Terminal, "paint">;
type Row = readonly [name: string, value: string];

/** One value of a declared type; of a named number both. */
function shown(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "oneOf":
      return typeof value === "string" ? `${shape.names[value] ?? "?"} ${value}` : String(value);
    case "list":
      return (value as readonly unknown[]).map((one) => shown(shape.of, one)).join(", ");
    case "reference":
      return showReference(value as Reference);
    default: {
      const plain = plainOf(value);
      return typeof plain === "string" ? plain : JSON.stringify(plain);
    }
  }
}

/** A line per property, those of an instance inside under its name; what nobody declared last. */
function rowsOf(fields: Fields, values: object, path = ""): Row[] {
  const declared = Object.entries(fields).flatMap(([name, { shape }]): Row[] => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) return [];
    if (shape.kind === "instance") return rowsOf(shape.fields, value as object, `${path}${name}.`);
    return [[path + name, shown(shape, value)]];
  });
  const others = Object.entries(plainNodes((values as Kept)[undeclared] ?? []));
  return [...declared, ...others.map(([name, value]): Row => [path + name, textOf(value)])];
}
const textOf = (value: Plain): string => (typeof value === "string" ? value : JSON.stringify(value));

const aligned = (rows: readonly Row[], { paint }: Paint): string[] => {
  const width = Math.max(0, ...rows.map(([name]) => harmless(name).length)) + 2;
  return rows.map(([name, value]) => `  ${paint("dim", harmless(name).padEnd(width))}${harmless(value)}`.trimEnd());
};

const heading = (title: string, virtual: boolean, { paint }: Paint): string =>
  `${paint("bold", harmless(title))}${virtual ? paint("yellow", "  virtual ME") : ""}`;

export interface Shown {
  readonly of: Resource;
  readonly virtual: boolean;
  /** Only these properties; none: all. */
  readonly only: readonly string[];
}

/** Instances for people, one after the other. Pure. */
export function renderItems(items: readonly Item<Resource>[], { of, virtual, only }: Shown, paint: Paint): string[] {
  if (items.length === 0) return [`${heading(of.className, virtual, paint)}  no instance`];
  return items.flatMap(({ className, value }, at) => {
    const declared = [of, ...of.subclasses].find((one) => one.className === className) ?? of;
    const rows = rowsOf(declared.properties, value).filter(
      ([name]) => only.length === 0 || only.includes(name.split(".")[0] ?? name),
    );
    return [...(at === 0 ? [] : [""]), heading(className, virtual, paint), ...aligned(rows, paint)];
  });
}

/** What a method gave. Pure. */
export function renderOutput(title: string, fields: Fields, output: object, virtual: boolean, paint: Paint): string[] {
  const rows: Row[] = [["ReturnValue", "0 SUCCESS"], ...rowsOf(fields, output)];
  return [heading(title, virtual, paint), ...aligned(rows, paint)];
}

const effects = { read: "reads", change: "changes", once: "changes, not to be repeated" } as const;

/** What can be asked of a class. Pure. */
export function renderClass(of: Resource, terminal: Paint): string[] {
  const fieldRows = (fields: Fields): Row[] =>
    Object.entries(fields).map(([name, { shape, optional }]) => [
      name,
      `${optional ? "(may be left out) " : ""}${expected(shape)}`,
    ]);
  const methods = Object.entries(of.methods).flatMap(([name, { input, effect }]) => [
    `  ${terminal.paint("bold", name)}  ${effects[effect]}`,
    ...aligned(fieldRows(input), terminal).map((line) => `  ${line}`),
  ]);
  return [
    heading(of.className, false, terminal),
    `Selectors: ${of.keys.join(", ") || "none"}`,
    ...(of.subclasses.length > 0 ? [`Heirs: ${of.subclasses.map(({ className }) => className).join(", ")}`] : []),
    "Properties:",
    ...aligned(fieldRows(of.properties), terminal),
    ...(methods.length > 0 ? ["Methods:", ...methods] : []),
  ];
}
