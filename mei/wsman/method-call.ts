import { ReturnValueError, returnValueName, ValueError, WsmanError } from "./errors.ts";
import {
  checkWhole,
  type Input,
  type Method,
  type OnDiagnostic,
  type Output,
  type Resource,
  readFields,
  writeFields,
} from "./resource.ts";
import { u32 } from "./value.ts";
import { childrenOf, element, type XmlNode } from "./xml/node.ts";

/** The names of a class's methods. */
export type MethodName<R extends Resource> = keyof R["methods"] & string;
export type MethodOf<R extends Resource, N extends MethodName<R>> = R["methods"][N] & Method;

/** `AMT_AuditLog.ReadRecords`: of the declaration. Throws WsmanError where the class has no such method. */
export function methodOf(of: Resource, name: string): Method {
  const found = Object.hasOwn(of.methods, name) ? of.methods[name] : undefined;
  if (found === undefined) throw new WsmanError("WSMAN_MALFORMED", `${of.className} has no method ${name}`);
  return found;
}

/** The `_INPUT` element. Throws ValueError for an argument that is missing, strange or does not fit. */
export function writeInput<R extends Resource, N extends MethodName<R>>(
  of: R,
  name: N,
  input: Input<MethodOf<R, N>>,
): XmlNode {
  const { input: fields } = methodOf(of, name);
  const path = `${of.className}.${name}`;
  checkWhole(path, fields, input);
  return element(of.uri, `${name}_INPUT`, writeFields(path, of.uri, fields, input));
}

/** Reads an `_INPUT` element: the firmware's half. Throws ValueError, also for an argument that is not declared. */
export function readInput<R extends Resource, N extends MethodName<R>>(
  of: R,
  name: N,
  node: XmlNode,
): Input<MethodOf<R, N>> {
  const { input: fields } = methodOf(of, name);
  const path = `${of.className}.${name}`;
  const { values, rest } = readFields(path, of.uri, fields, node);
  const [stranger] = rest;
  if (stranger !== undefined) throw new ValueError(`${path}.${stranger.name}`, "is not declared");
  checkWhole(path, fields, values);
  return values as Input<MethodOf<R, N>>;
}

/** The `_OUTPUT` element: the firmware's half. `output` is left out when the return value is not 0. */
export function writeOutput<R extends Resource, N extends MethodName<R>>(
  of: R,
  name: N,
  returnValue: number,
  output?: Output<MethodOf<R, N>>,
): XmlNode {
  const { output: fields } = methodOf(of, name);
  const path = `${of.className}.${name}`;
  if (returnValue === 0) checkWhole(path, fields, output ?? {});
  const values = writeFields(path, of.uri, fields, output ?? {});
  return element(of.uri, `${name}_OUTPUT`, [...values, ...u32.write(of.uri, "ReturnValue", returnValue)]);
}

/** The results of a method that succeeded. Throws ReturnValueError where it did not, WsmanError, ValueError. */
export function readOutput<R extends Resource, N extends MethodName<R>>(
  of: R,
  name: N,
  node: XmlNode | undefined,
  onDiagnostic?: OnDiagnostic,
): Output<MethodOf<R, N>> {
  const { output: fields, codes } = methodOf(of, name);
  const path = `${of.className}.${name}`;
  if (node?.name !== `${name}_OUTPUT`) throw new WsmanError("WSMAN_MALFORMED", `an answer that is not that of ${path}`);
  const returnValue = u32.read(childrenOf(node, "ReturnValue"));
  // A method that changed something or not is nothing to guess about
  if (returnValue === undefined) throw new WsmanError("WSMAN_MALFORMED", `an answer of ${path} without a return value`);
  if (returnValue !== 0) throw new ReturnValueError(path, returnValue, returnValueName(returnValue, codes));
  const { values, rest } = readFields(path, of.uri, fields, node);
  for (const { name: found } of rest) {
    if (found !== "ReturnValue") onDiagnostic?.({ code: "UNDECLARED", path: `${path}.${found}` });
  }
  checkWhole(path, fields, values);
  return values as Output<MethodOf<R, N>>;
}
