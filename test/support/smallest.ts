import type { Shape } from "../../mei/wire/index.ts";
import { Secret } from "../../platform/secret.ts";

/** The value of this shape with the fewest bytes, all of them zero where that can be. */
export function smallest(shape: Shape): unknown {
  switch (shape.kind) {
    case "uint":
      return shape.size === 8 ? 0n : 0;
    case "anyWidth":
    case "oneOf":
      return 0;
    case "flag":
      return false;
    case "bits":
      return { ...Object.fromEntries(Object.keys(shape.fields).map((name) => [name, 0])), other: 0 };
    case "bytes":
      return Buffer.alloc(shape.size);
    case "rest":
      return Buffer.alloc(shape.min);
    case "countedBytes":
      return Buffer.alloc(0);
    case "text":
    case "countedText":
      return shape.secret ? new Secret("") : "";
    case "uuid":
      return "00000000-0000-0000-0000-000000000000";
    case "mac":
      return "00:00:00:00:00:00";
    case "ipv4":
      return "0.0.0.0";
    case "list":
      return [];
    case "array":
      return Array.from({ length: shape.length }, () => smallest(shape.item));
    case "repeat":
      return Array.from({ length: shape.min }, () => smallest(shape.item));
    case "struct":
      return Object.fromEntries(
        Object.entries(shape.fields)
          .filter(([, field]) => field.kind !== "exactly" && field.kind !== "reserved")
          .map(([name, field]) => [name, smallest(field)]),
      );
    case "tagged": {
      const [name, [, body]] = Object.entries(shape.variants)[0] ?? ["", [0, { kind: "struct", fields: {} }]];
      return { [shape.tag]: name, ...(smallest(body) as object) };
    }
    case "exactly":
    case "reserved":
      throw new Error(`${shape.kind} is on the wire, but not in a value`);
  }
}
