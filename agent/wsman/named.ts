import { resources } from "../../mei/wsman/catalogue.ts";
import { resourceUriOf } from "../../mei/wsman/namespace.ts";
import { type Method, type Resource, undeclaredResource } from "../../mei/wsman/resource.ts";
import { didYouMean, nearest } from "../../platform/nearest.ts";
import { AskError } from "./error.ts";

/** As `didYouMean`, for hundreds of valid names: they are not all told. */
const nearOrList = (word: string, names: Iterable<string>): string => {
  const all = [...names];
  return nearest(word, all).length > 0 ? didYouMean(word, all) : "amt-agent wsman list names them.";
};

/** The declared class of that name; with `undeclared` also one that is not, every property of which is then text. Throws AskError. */
export function classNamed(name: string, { undeclared }: { undeclared: boolean }): Resource {
  const found = resources.get(name);
  if (found !== undefined) return found;
  if (undeclared && resourceUriOf(name) !== undefined) return undeclaredResource(name);
  const more = resourceUriOf(name) === undefined ? "" : " With --undeclared AMT is asked for it all the same.";
  throw new AskError(
    "CLASS_UNKNOWN",
    `"${name}" is no class that is known; ${nearOrList(name, resources.keys())}${more}`,
  );
}

/** Throws AskError. */
export function methodNamed(of: Resource, name: string): Method {
  if (Object.hasOwn(of.methods, name)) return of.methods[name] as Method;
  const methods = Object.keys(of.methods);
  const which = methods.length === 0 ? "it has none that is declared here" : didYouMean(name, methods);
  throw new AskError("METHOD_UNKNOWN", `${of.className} has no method "${name}"; ${which}`);
}

/** Throws AskError for the first that the class does not declare; a class that declares none can have any. */
export function checkProperties(of: Resource, names: readonly string[]): void {
  const known = Object.keys(of.properties);
  for (const name of names) {
    if (known.length === 0 || known.includes(name)) continue;
    throw new AskError("PROPERTY_UNKNOWN", `${of.className} has no property "${name}"; ${didYouMean(name, known)}`);
  }
}
