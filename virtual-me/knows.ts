import type { AnyCommand } from "../mei/command.ts";
import type { Machine } from "./machine.ts";

/**
 * The first firmware generation that knows a command; what is not named here is known to all. No source has the whole list: only 0x8B
 * is documented (secure host-based configuration, AMT 14 and later), the others are guessed from when the feature they serve appeared.
 */
const since: Readonly<Record<string, number>> = {
  startConfigurationHostBased: 14,
  getCiraLog: 16, // guessed
  getEhbcState: 9, // guessed
  getAvailableFeatures: 11, // guessed
  getImageVersion: 11, // guessed: PMC came into the ME's image with Skylake
  getImageType: 11, // guessed
  getEopState: 11, // guessed
  getMeasuredBootState: 15, // guessed
  getFaultLog: 11, // guessed
};

export const generation = (machine: Machine): number => Number(machine.version.split(".")[0]);

/** Is the client there and does this generation know the command? What it then says to a request is another matter. */
export const knows = (machine: Machine, command: AnyCommand): boolean =>
  command.client.name in machine.facts.clients.value && generation(machine) >= (since[command.name] ?? 0);
