/** What keeps an operation from being begun, or from coming to its end. Each code has its remedy in the message or in `remedies`. */
export type ProvisioningCode =
  | "PASSWORD_WEAK"
  | "PASSWORD_FILE_EXISTS"
  | "PASSWORD_NOT_KEPT"
  | "PFX_UNREADABLE"
  | "PFX_PASSWORD"
  | "PFX_NO_KEY"
  | "PFX_NO_CERTIFICATE"
  | "PFX_NOT_RSA"
  | "PFX_NEEDED"
  | "EHBC_UNDOCUMENTED"
  | "CHAIN_INCOMPLETE"
  | "CHAIN_NO_ROOT"
  | "CHAIN_TOO_LONG"
  | "CHAIN_SELF_SIGNED"
  | "CHAIN_EXPIRED"
  | "CHAIN_NOT_YET_VALID"
  | "CHAIN_WEAK_KEY"
  | "CHAIN_USAGE"
  | "ROOT_UNKNOWN"
  | "ROOT_INACTIVE"
  | "DOMAIN_UNKNOWN"
  | "DOMAIN_MISMATCH"
  | "AMT_ABSENT"
  | "AMT_DISABLED"
  | "AMT_TOO_OLD"
  | "MODE_ALREADY"
  | "MODE_NOT_SET_UP"
  | "MODE_CLIENT"
  | "MODE_IN_PROVISIONING"
  | "MODE_NOT_IN_PROVISIONING"
  | "MODE_UNKNOWN"
  | "OPERATION_RUNNING"
  | "JOB_UNKNOWN"
  | "OPERATION_UNDONE"
  | "OPERATION_UNCERTAIN"
  | "PASSWORD_NEEDED"
  | "PASSWORD_NOT_TAKEN"
  | "JOURNAL_UNUSABLE"
  | "JOURNAL_FOREIGN";

export class ProvisioningError extends Error {
  override name = "ProvisioningError";
  readonly code: ProvisioningCode;
  readonly remedy: string | undefined;
  constructor(
    code: ProvisioningCode,
    message: string,
    { remedy, cause }: { readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
  }
}
