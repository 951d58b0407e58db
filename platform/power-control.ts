/** What the operating system is asked to do in good order. */
export type PowerAct = "shut down" | "restart" | "sleep" | "hibernate";

export interface PowerControl {
  /** Those that the system can do, and lets this process do without asking anybody. */
  allowed(options: { readonly signal: AbortSignal }): Promise<readonly PowerAct[]>;
  /** Settles when the system has taken it on; rejects with what it says. */
  perform(act: PowerAct, options: { readonly signal: AbortSignal }): Promise<void>;
}
