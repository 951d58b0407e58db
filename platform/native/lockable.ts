/** A file that is open, to be locked as a whole: each system's way to do that. */
export interface Lockable {
  /** Never waits. False: somebody else holds it, who may be this process. */
  take(): boolean;
  /** Lets go of it, as the end of the process does. */
  close(): void;
}
