import { libc } from "./native/libc.ts";

/** No core file and no debugger for this process from here on (RLIMIT_CORE 0, not dumpable). Throws where the system refuses. Linux. */
export const forbidDumps = (): void => libc().forbidDumps();
