import { readFileSync } from "node:fs";
import { InputError } from "../../mei/wire/plain.ts";
import { resources } from "../../mei/wsman/catalogue.ts";
import type { Item } from "../../mei/wsman/client.ts";
import type { Method, Resource } from "../../mei/wsman/resource.ts";
import type { Fields } from "../../mei/wsman/shape.ts";
import { ask } from "../../platform/ask.ts";
import { AskError } from "../wsman/error.ts";
import { checkProperties, classNamed, methodNamed } from "../wsman/named.ts";
import { type Plain, plainOf, propertiesOf } from "../wsman/plain.ts";
import { expected, inputFrom, isSecret, missingIn, selectorsFrom } from "../wsman/words.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { renderClass, renderItems, renderOutput } from "./render-wsman.ts";
import { type WsmanAccess, withWsman } from "./with-wsman.ts";
import { askSecret, secretFile } from "./wsman-login.ts";

export interface AskOptions extends WsmanAccess {
  readonly selectors: readonly string[];
  /** Only these properties are shown; none: all. */
  readonly only: readonly string[];
  /** Also a class that is not declared. */
  readonly undeclared: boolean;
}
export interface InvokeOptions extends AskOptions {
  readonly inputs: readonly string[];
  readonly confirmed: boolean;
}

/** `amt-agent wsman get CLASS` */
export async function get(context: Context, name: string, options: AskOptions): Promise<Exit> {
  const of = classNamed(name, options);
  checkProperties(of, options.only);
  const selectors = selectorsFrom(of, options.selectors);
  return withWsman(context, options, of, async ({ wsman, virtual }): Promise<Exit> => {
    const value = await wsman.get(of, { selectors, signal: context.signal });
    const item = { className: of.className, value };
    if (options.xml) return "ok";
    if (context.json) context.terminal.out(JSON.stringify(plainItem(item, virtual, options.only), null, 2));
    else show(context, renderItems([item], { of, virtual, only: options.only }, context.terminal));
    return "ok";
  });
}

/** `amt-agent wsman enumerate CLASS` */
export async function enumerate(context: Context, name: string, options: AskOptions): Promise<Exit> {
  const of = classNamed(name, options);
  checkProperties(of, options.only);
  return withWsman(context, options, of, async ({ wsman, virtual }): Promise<Exit> => {
    const items = await wsman.enumerate(of, { signal: context.signal });
    if (options.xml) return "ok";
    const { only } = options;
    if (context.json)
      context.terminal.out(
        JSON.stringify(
          items.map((one) => plainItem(one, virtual, only)),
          null,
          2,
        ),
      );
    else show(context, renderItems(items, { of, virtual, only }, context.terminal));
    return "ok";
  });
}

/** `amt-agent wsman invoke CLASS METHOD` */
export async function invoke(context: Context, name: string, method: string, options: InvokeOptions): Promise<Exit> {
  const of = classNamed(name, options);
  const declared = methodNamed(of, method);
  const selectors = selectorsFrom(of, options.selectors);
  const input = await inputOf(context, `${of.className}.${method}`, declared, options.inputs);
  if (declared.effect !== "read" && !options.confirmed) await confirm(context, `${of.className}.${method}`, declared);
  return withWsman(context, options, of, async ({ wsman, virtual }): Promise<Exit> => {
    const output: object = await wsman.invoke(of, method, input, { selectors, signal: context.signal });
    if (options.xml) return "ok";
    const answer = { class: of.className, method, virtual, returnValue: 0, returnValueName: "SUCCESS" };
    if (context.json) context.terminal.out(JSON.stringify({ ...answer, output: plainOf(output) }, null, 2));
    else show(context, renderOutput(`${of.className}.${method}`, declared.output, output, virtual, context.terminal));
    return "ok";
  });
}

/** `amt-agent wsman list [CLASS]` */
export async function list(context: Context, name: string | undefined): Promise<Exit> {
  const { terminal, json } = context;
  if (name !== undefined) {
    const of = classNamed(name, { undeclared: false });
    if (json) terminal.out(JSON.stringify(plainClass(of), null, 2));
    else show(context, renderClass(of, terminal));
  } else if (json) terminal.out(JSON.stringify([...resources.values()].map(plainClass), null, 2));
  else
    for (const { className, methods } of resources.values())
      terminal.out(`${className.padEnd(50)}${terminal.paint("dim", Object.keys(methods).join(" "))}`.trimEnd());
  return "ok";
}

const show = ({ terminal }: Context, lines: readonly string[]): void => {
  for (const line of lines) terminal.out(line);
};

function plainItem({ className, value }: Item<Resource>, virtual: boolean, only: readonly string[]): Plain {
  const all = Object.entries(propertiesOf(value));
  const properties = all.filter(([name]) => only.length === 0 || only.includes(name));
  return { class: className, virtual, properties: Object.fromEntries(properties) };
}

const plainClass = ({ className, uri, keys, properties, methods }: Resource): Plain => ({
  class: className,
  uri,
  selectors: keys,
  properties: Object.fromEntries(Object.entries(properties).map(([name, { shape }]) => [name, expected(shape)])),
  methods: Object.fromEntries(
    Object.entries(methods).map(([name, { effect, input, output }]) => [
      name,
      {
        effect,
        input: Object.fromEntries(
          Object.entries(input as Fields).map(([one, { shape, optional }]) => [
            one,
            { takes: expected(shape), optional },
          ]),
        ),
        output: Object.keys(output),
      },
    ]),
  ),
});

/** The arguments, and secrets that were not given asked for. Rejects InputError for what is missing. */
async function inputOf(
  { signal }: Context,
  what: string,
  { input: fields }: Method,
  words: readonly string[],
): Promise<Record<string, unknown>> {
  const files = { readText: (path: string) => readFileSync(path, "utf8"), readSecret: secretFile };
  const values = inputFrom(fields, words, files);
  for (const name of missingIn(fields, values)) {
    const shape = fields[name]?.shape ?? { kind: "text" };
    if (!isSecret(shape) || shape.kind === "list")
      throw new InputError(name, `is missing: ${expected(shape)} (--input ${name}=…)`);
    values[name] = await askSecret(`${name} of ${what}: `, `--input ${name}=@FILE`, signal);
  }
  return values;
}

/** Asks at the terminal; where nobody is there to ask, only --yes counts. */
async function confirm({ signal }: Context, what: string, { effect }: Method): Promise<void> {
  const does = `${what} changes this machine's AMT${effect === "once" ? " and must not be repeated" : ""}`;
  if (process.stdin.isTTY !== true) throw new AskError("METHOD_NOT_CONFIRMED", `${does}. Say --yes if that is meant.`);
  const answer = await ask(`${does}. Go on? [y/N] `, { signal });
  if (!/^y(es)?$/i.test(answer.trim())) throw new AskError("METHOD_NOT_CONFIRMED", `${what} was not carried out.`);
}
