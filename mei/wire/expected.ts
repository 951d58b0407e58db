import type { Shape } from "./codec.ts";

/** What a field takes, in words, for messages and help. */
export function expected(shape: Shape): string {
  switch (shape.kind) {
    case "uint":
    case "anyWidth":
      return "a whole number, decimal or 0x hexadecimal";
    case "flag":
      return "true or false";
    case "oneOf":
      return `${Object.keys(shape.names).join(", ")}, or a number`;
    case "bits":
      return `an object of ${[...Object.keys(shape.fields), "other"].join(", ")}`;
    case "bytes":
      return `${shape.size} bytes in hexadecimal`;
    case "rest":
    case "countedBytes":
      return `at most ${shape.max} bytes in hexadecimal`;
    case "text":
    case "countedText":
      return `text of at most ${shape.kind === "text" ? shape.size : shape.max} characters`;
    case "uuid":
      return "a UUID";
    case "mac":
      return "a MAC address like 00:1b:21:aa:bb:cc";
    case "ipv4":
      return "an IPv4 address";
    case "array":
      return `a list of ${shape.length}`;
    case "list":
    case "repeat":
      return `a list of at most ${shape.max}`;
    case "struct":
      return `an object of ${fieldsOf(shape).join(", ") || "nothing"}`;
    case "tagged":
      return `an object whose ${shape.tag} is ${Object.keys(shape.variants).join(" or ")}`;
    case "exactly":
    case "reserved":
      return "nothing";
  }
}

const isHidden = (shape: Shape): boolean => shape.kind === "exactly" || shape.kind === "reserved";
/** The fields a caller gives: those that are not hidden. */
export const fieldsOf = (shape: Extract<Shape, { kind: "struct" }>): string[] =>
  Object.keys(shape.fields).filter((name) => !isHidden(shape.fields[name] as Shape));
