import type { HostServiceView } from "../api/snapshot.ts";

/** What came of one attempt; read back from AMT where something was changed. */
export type Came =
  /** AMT has it as this PC has it. `changed`: from what it had. */
  | { readonly is: "right"; readonly value: string; readonly changed: string | undefined }
  /** AMT's owner does not want it. */
  | { readonly is: "refused"; readonly value: string | null }
  /** This PC has nothing that could be given to AMT. */
  | { readonly is: "failing"; readonly code: string };

/** One thing that the service does for AMT, because the configuration says so. */
export interface Work {
  readonly name: HostServiceView["name"];
  /** ms between two times while all is well. */
  readonly every: number;
  carryOut(options: { signal: AbortSignal }): Promise<Came>;
}
