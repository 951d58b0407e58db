import { InputError } from "../../mei/wire/plain.ts";
import { classOf, type Reference, referTo } from "../../mei/wsman/reference.ts";
import { classNamed } from "./named.ts";

/** `CIM_ComputerSystem?Name=ManagedSystem&CreationClassName=…`: an instance of a class as a person writes it. Throws InputError, AskError. */
export function parseReference(path: string, text: string): Reference {
  const mark = text.indexOf("?");
  const { uri } = classNamed(mark < 0 ? text : text.slice(0, mark), { undeclared: true });
  const keys = (mark < 0 ? "" : text.slice(mark + 1)).split("&").filter((one) => one !== "");
  const selectors = keys.map((one): [string, string] => {
    const equals = one.indexOf("=");
    if (equals < 1) throw new InputError(path, "must be CLASS?KEY=VALUE&KEY=VALUE");
    return [one.slice(0, equals), one.slice(equals + 1)];
  });
  return referTo(uri, Object.fromEntries(selectors));
}

/** The same, the other way. A key that is a reference itself stands in parentheses, and can only be read. */
export function showReference(reference: Reference): string {
  const keys = Object.entries(reference.selectors).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : `(${showReference(value)})`}`,
  );
  return `${classOf(reference) ?? "nothing"}${keys.length === 0 ? "" : `?${keys.join("&")}`}`;
}
