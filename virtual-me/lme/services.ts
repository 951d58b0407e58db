import type { Duplex } from "node:stream";
import type { Origin } from "../../mei/apf/endpoint.ts";

/**
 * What stands behind a port of the firmware: it gets each channel that a host opens to it, and who that host says it is for. A channel
 * that ends with an error has `close` as every other; listening to the error is not needed.
 */
export type Service = (channel: Duplex, from: Origin) => void;

/** Sends back what it gets, for tests and measurements. No machine has it unless asked. */
export const echo: Service = (channel) => void channel.pipe(channel);
