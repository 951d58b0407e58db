import type { Duplex } from "node:stream";
import type { Origin } from "../../mei/apf/endpoint.ts";

/** What stands behind a port of the firmware: it gets each channel that a host opens to it, and who that host says it is for. */
export type Service = (channel: Duplex, from: Origin) => void;

/** Sends back what it gets, for tests and measurements. No machine has it unless asked. */
export const echo: Service = (channel) => {
  // The host's going is the end of the echo: there is nobody to tell.
  channel.on("error", () => {});
  channel.pipe(channel);
};
