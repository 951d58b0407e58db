import * as bus from "./bus-messages.ts";
import * as client from "./client-messages.ts";
import type { AnyHbmMessage } from "./message.ts";

/** All of them, for tables and tests. */
export const hbmMessages: readonly AnyHbmMessage[] = [...Object.values(bus), ...Object.values(client)];
