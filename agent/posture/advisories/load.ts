import data from "./advisories.json" with { type: "json" };
import type { AdvisoryData } from "./row.ts";

/** As it was shipped. Its rows are checked by a test; those of an update when it is installed and whenever it is read. */
export const shipped = data as unknown as AdvisoryData;
