import * as z from "zod";
import { Secret } from "../../platform/secret.ts";
import type { Leaves, SubjectName, Wanted, WantedSchemas } from "./wanted.ts";

/** Files that a document names. What is not to be trusted they refuse. */
export interface DocumentFiles {
  readonly readSecret: (path: string) => Secret;
  readonly readText: (path: string) => string;
}

const file = z.strictObject({ file: z.string().min(1).max(4_096) });

/** Of the local API, which takes what is in the request and nothing else: no file of the service's is read for a caller. */
export const inlineLeaves: Leaves = {
  secret: z
    .string()
    .min(1)
    .max(16_384)
    .transform((text) => new Secret(text)),
  text: z.string().min(1).max(65_536),
};

/** Of documents that an administrator has here. `inlineSecrets`: whether the document itself may hold a secret. */
export function fileLeaves(
  { readSecret, readText }: DocumentFiles,
  { inlineSecrets }: { readonly inlineSecrets: boolean },
): Leaves {
  return {
    secret: z.union([file, z.string().min(1)]).transform((given, context) => {
      if (typeof given !== "string") return readSecret(given.file);
      if (!inlineSecrets)
        context.addIssue({
          code: "custom",
          message:
            "is a secret in a file that is not root's alone: say {file: PATH} instead, or make the profile root's with mode 0600",
        });
      return new Secret(given);
    }),
    text: z
      .union([file, z.string().min(1)])
      .transform((given) => (typeof given === "string" ? given : readText(given.file))),
  };
}

/** A document that is not what it has to be. The text names the place, never a value: it may be a secret. */
export class DocumentError extends Error {
  override name = "DocumentError";
  readonly code: "CONFIGURE_INPUT" | "PROFILE_INVALID";
  constructor(code: DocumentError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** Throws DocumentError with every problem, each with its place. */
export function checked<T extends z.ZodType>(schema: T, document: unknown, code: DocumentError["code"]): z.output<T> {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "the document"}: ${message}`);
  throw new DocumentError(code, problems.join("; "));
}

/** What is wanted of one subject. Throws DocumentError. */
export const wantedFrom = <N extends SubjectName>(schemas: WantedSchemas, name: N, document: unknown): Wanted[N] =>
  // a union of schemas indexed by a name is checked by that name's own
  checked(schemas[name] as z.ZodType, document, "CONFIGURE_INPUT") as Wanted[N];
