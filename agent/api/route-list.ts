import type { Route, RouteTable } from "./contract.ts";

/** The table of routes for `docs/api.md`, between its marks. */
export const marks = {
  begin: "<!-- generated from agent/api/contract.ts by build/api-doc.ts: begin -->",
  end: "<!-- generated: end -->",
} as const;

export function routeList(routes: RouteTable): string {
  const rows = Object.entries<Route>(routes).map(([name, { who, title, input, stream }]) => {
    const fields = input
      ? Object.keys(input.shape)
          .map((field) => `\`${field}\``)
          .join(", ")
      : "";
    return `| \`${name}\` | ${who} | ${fields} | ${title}${stream ? " (stream)" : ""} |`;
  });
  return ["| route | who | input | what |", "|---|---|---|---|", ...rows].join("\n");
}

/** The page with what stands between the marks renewed. Throws where the marks are not there, once each. */
export function renewed(page: string, routes: RouteTable): string {
  const [before, generated, ...none] = page.split(marks.begin);
  const [, after, ...more] = generated?.split(marks.end) ?? [];
  if (before === undefined || after === undefined || none.length + more.length > 0)
    throw new Error(`the page must hold "${marks.begin}" and "${marks.end}", once each`);
  return `${before}${marks.begin}\n${routeList(routes)}\n${marks.end}${after}`;
}
