import { parseAst } from "vitest/node";

/** One node of a program's syntax. */
export interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Calls `visit` with every node of `source`, from the outside inwards; below one for which it says false there are none. */
export function eachNode(source: string, lang: "ts" | "tsx", visit: (node: Node) => boolean | undefined): void {
  const look = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) look(one);
      return;
    }
    if (typeof value !== "object" || value === null || typeof (value as Node).type !== "string") return;
    if (visit(value as Node) === false) return;
    for (const inner of Object.values(value)) look(inner);
  };
  look(parseAst(source, { lang }, `file.${lang}`));
}
