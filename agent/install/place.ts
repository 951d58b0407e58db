import type { MachineTree } from "./tree.ts";

/** What only the running system tells. */
export interface Running {
  /** Properties of the unit, as `systemctl show` says them; undefined: no systemd runs here. */
  readonly unit: Readonly<Record<string, string>> | undefined;
  /** What answers on the user socket: its version, or the code of the error. */
  readonly service: { readonly version: string } | { readonly code: string };
  /** Intel's LMS: `lms (process 812)`. */
  readonly lms: string | undefined;
  /** Who has an ME device open besides the service: `fwupd (process 7)`; undefined: only root sees that. */
  readonly holders: readonly string[] | undefined;
  readonly trays: readonly { readonly pid: number; readonly replaced: boolean }[];
}
export interface InstalledPackage {
  readonly kind: "Debian" | "RPM";
  readonly version: string;
  /** As dpkg says it: `installed`, `half-configured`... */
  readonly state: string;
}

/** A machine that is looked at: its files, and what runs there where it is this one. */
export interface Place {
  readonly root: string;
  readonly tree: MachineTree;
  /** Of this program; undefined: it is not the one that is looked at. */
  readonly version: string | undefined;
  readonly package: InstalledPackage | undefined;
  readonly running: Running | undefined;
  /** What is wrong with a configuration file; undefined: nothing. */
  readonly configProblem: (path: string) => string | undefined;
}
