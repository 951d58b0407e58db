import { randomBytes } from "node:crypto";

/** `1a2b-3c4d`: short enough for a person to compare between two places. */
export const runId = (): string => randomBytes(4).toString("hex").replace(/^..../, "$&-");
