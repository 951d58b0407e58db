import type { Logger } from "../../agent/log.ts";

/** For tests that look at what is done, not at what is said of it. */
export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
