import { ConfigError } from "../config-error.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

/** Where the password of AMT's administrator comes from; without either it is asked for. */
export interface OwnerOptions {
  readonly passwordFile: string | undefined;
  readonly passwordFd: string | undefined;
}
export interface CertificateOptions {
  readonly pfx: string | undefined;
  readonly pfxPasswordFile: string | undefined;
}
export interface ActivateOptions extends OwnerOptions, CertificateOptions {
  readonly mode: "client" | "admin";
  readonly generate: boolean;
  readonly passwordOut: string | undefined;
  readonly mebxPasswordFile: string | undefined;
  readonly dryRun: boolean;
}

const notYet = (): never => {
  throw new ConfigError("This command is being built.");
};
export const activate = async (_context: Context, _options: ActivateOptions): Promise<Exit> => notYet();
export const upgrade = async (
  _context: Context,
  _options: OwnerOptions & CertificateOptions & { readonly dryRun: boolean },
): Promise<Exit> => notYet();
export const deactivate = async (
  _context: Context,
  _options: OwnerOptions & { readonly partial: boolean; readonly dryRun: boolean },
): Promise<Exit> => notYet();
export const stopConfiguration = async (_context: Context): Promise<Exit> => notYet();
