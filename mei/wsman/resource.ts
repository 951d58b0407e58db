import { naming, ValueError } from "./errors.ts";
import { resourceUriOf } from "./namespace.ts";
import type { Reference, Selectors } from "./reference.ts";
import type { Field, Fields, Partly, Whole } from "./shape.ts";
import { element, isNil, type XmlNode } from "./xml/node.ts";

/** Where an instance keeps elements that its declaration does not know. They go back with a Put; JSON and loops over names pass them by. */
export const undeclared = Symbol.for("amt-agent.wsman.undeclared");
export interface Kept {
  [undeclared]?: readonly XmlNode[] | undefined;
}

/** An element of newer firmware that was kept, not understood. */
export interface Diagnostic {
  readonly code: "UNDECLARED";
  /** `AMT_GeneralSettings.NewThing`. */
  readonly path: string;
}
export type OnDiagnostic = (found: Diagnostic) => void;

export interface MethodDeclaration<I extends Fields, O extends Fields> {
  readonly input?: I;
  /** Without `ReturnValue`, which belongs to every method. */
  readonly output?: O;
  /** `read` changes nothing and may be sent again; `change` never is; `once` must not be repeated by people and programs either. */
  readonly effect: "read" | "change" | "once";
  /** Return values that mean something of their own here. */
  readonly codes?: Readonly<Record<string, number>>;
}
export interface Method<I extends Fields = Fields, O extends Fields = Fields> {
  readonly input: I;
  readonly output: O;
  readonly effect: "read" | "change" | "once";
  readonly codes: Readonly<Record<string, number>> | undefined;
}

/** One method, its arguments and results in the order of their declaration. */
export const method = <const I extends Fields = Record<never, never>, const O extends Fields = Record<never, never>>(
  declaration: MethodDeclaration<I, O>,
): Method<I, O> => ({
  input: declaration.input ?? ({} as I),
  output: declaration.output ?? ({} as O),
  effect: declaration.effect,
  codes: declaration.codes,
});

// biome-ignore lint/suspicious/noExplicitAny: a record of methods of every signature; Method is invariant in its fields
export type Methods = Readonly<Record<string, Method<any, any>>>;

export interface Resource<P extends Fields = Fields, M extends Methods = Methods> {
  readonly className: string;
  readonly uri: string;
  /** Names of the properties that select one instance. */
  readonly keys: readonly string[];
  readonly properties: P;
  readonly methods: M;
  /** Classes whose instances an enumeration of this one also gives. */
  readonly subclasses: readonly Resource[];
}
export type Instance<R extends Resource> = Partly<R["properties"]> & Kept;
export type Input<M extends Method> = Whole<M["input"]>;
export type Output<M extends Method> = Whole<M["output"]>;

interface ResourceDeclaration<P extends Fields, M extends Methods> {
  readonly keys: readonly (keyof P & string)[];
  readonly properties: P;
  readonly methods?: M;
  readonly subclasses?: readonly Resource[];
}

/** One class of AMT: everything that host and virtual ME know about it. */
export function resource<const P extends Fields, const M extends Methods = Record<never, never>>(
  className: string,
  { keys, properties, methods, subclasses }: ResourceDeclaration<P, M>,
): Resource<P, M> {
  const uri = resourceUriOf(className);
  if (uri === undefined) throw new ValueError(className, "is no class of AMT, IPS or CIM");
  return { className, uri, keys, properties, methods: methods ?? ({} as M), subclasses: subclasses ?? [] };
}

/** A class that nobody declared: every property is kept as it came. Throws ValueError for a name of no family. */
export const undeclaredResource = (className: string): Resource => resource(className, { keys: [], properties: {} });

// Clients in the field declare a class's prefix to nothing, and AMT takes it (rpc.md 3.16, 7.1)
const belongs = (node: XmlNode, namespace: string): boolean => node.namespace === namespace || node.namespace === "";

interface Found {
  readonly values: Record<string, unknown>;
  readonly rest: readonly XmlNode[];
}

/** Reads declared elements below a node; the others are the rest. Throws ValueError. */
export function readFields(path: string, namespace: string, fields: Fields, node: XmlNode): Found {
  const known = new Map<string, XmlNode[]>();
  const rest: XmlNode[] = [];
  for (const child of node.children) {
    if (!Object.hasOwn(fields, child.name) || !belongs(child, namespace)) rest.push(child);
    else if (!known.get(child.name)?.push(child)) known.set(child.name, [child]);
  }
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = naming(`${path}.${name}`, () => field.read(known.get(name) ?? []));
    if (value !== undefined) values[name] = value;
  }
  return { values, rest };
}

/** The elements of declared values, in the order of the declaration. Throws ValueError, also for a name that is not declared. */
export function writeFields(path: string, namespace: string, fields: Fields, values: object): readonly XmlNode[] {
  const stranger = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (stranger !== undefined) throw new ValueError(`${path}.${stranger}`, "is not declared");
  return Object.entries(fields).flatMap(([name, field]) => {
    const value = (values as Readonly<Record<string, unknown>>)[name];
    return value === undefined ? [] : naming(`${path}.${name}`, () => field.write(namespace, name, value));
  });
}

/** Throws ValueError for the first argument that must be there and is not. */
export function checkWhole(path: string, fields: Fields, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { optional }] of Object.entries(fields)) {
    if (!optional && values[name] === undefined) throw new ValueError(`${path}.${name}`, "is missing");
  }
}

const report = (path: string, rest: readonly XmlNode[], onDiagnostic: OnDiagnostic | undefined): void => {
  for (const { name } of rest) onDiagnostic?.({ code: "UNDECLARED", path: `${path}.${name}` });
};

/** Reads the element of an instance. Throws ValueError. */
export function readInstance<R extends Resource>(of: R, node: XmlNode, onDiagnostic?: OnDiagnostic): Instance<R> {
  const { values, rest } = readFields(of.className, of.uri, of.properties, node);
  report(of.className, rest, onDiagnostic);
  return (rest.length > 0 ? { ...values, [undeclared]: rest } : values) as Instance<R>;
}

/** Writes the element of an instance, with what was kept of newer firmware. */
export function writeInstance<R extends Resource>(of: R, instance: Instance<R>, name = of.className): XmlNode {
  const children = writeFields(of.className, of.uri, of.properties, instance);
  return element(of.uri, name, [...children, ...(instance[undeclared] ?? [])]);
}

/** An argument that is an instance of a class itself. */
export function instance<R extends Resource>(of: R): Field<Instance<R>> {
  return {
    shape: { kind: "instance", className: of.className, fields: of.properties },
    optional: false,
    read(elements) {
      const [first, second] = elements.filter((one) => !isNil(one));
      if (second !== undefined) throw new ValueError("", "is there more than once");
      return first === undefined ? undefined : readInstance(of, first);
    },
    write(namespace, name, value) {
      return [element(namespace, name, writeInstance(of, value).children)];
    },
    parse: undefined,
  };
}

/** The keys of an instance as selectors. Throws ValueError when one is missing. */
export function selectorsOf<R extends Resource>(of: R, instance: Instance<R>): Selectors {
  const values = instance as Readonly<Record<string, unknown>>;
  const entries = of.keys.map((key): [string, string | Reference] => {
    const field = of.properties[key];
    const value = values[key];
    if (field === undefined || value === undefined) throw new ValueError(`${of.className}.${key}`, "is missing");
    if (field.shape.kind === "reference") return [key, value as Reference];
    return [key, naming(`${of.className}.${key}`, () => field.write(of.uri, key, value))[0]?.text ?? ""];
  });
  return Object.fromEntries(entries);
}
