export class ProfileError extends Error {
  override name = "ProfileError";
  readonly code: /** Not what a profile has to be. */
    | "PROFILE_INVALID"
    /** Encrypted, and the key is not the one. */
    | "PROFILE_LOCKED"
    /** Asks for something that this version does not do. */
    | "PROFILE_NOT_YET";
  constructor(code: ProfileError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
