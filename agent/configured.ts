/** Is AMT set up? Old firmware does not know control modes, so either answer is enough. */
export const isConfigured = (amt: {
  readonly provisioningState: string | number | null;
  readonly controlMode: string | number | null;
}): boolean => amt.provisioningState === "post" || amt.controlMode === "client" || amt.controlMode === "admin";
