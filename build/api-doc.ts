import { readFileSync, writeFileSync } from "node:fs";
import { routes } from "../agent/api/contract.ts";
import { renewed } from "../agent/api/route-list.ts";

const page = new URL("../docs/api.md", import.meta.url);
writeFileSync(page, renewed(readFileSync(page, "utf8"), routes));
