import type { Secret } from "../../../platform/secret.ts";
import { type Profile, profileOf } from "../../api/profile.ts";
import { checked, type DocumentFiles, fileLeaves } from "../../api/wanted-leaves.ts";
import { readYaml } from "../../config-yaml.ts";
import { decryptProfile, isEncrypted } from "./encrypted-profile.ts";
import { fromToolkit, isToolkitProfile } from "./toolkit-profile.ts";

export interface ProfileSource {
  readonly text: string;
  /** Whether nobody but its owner and root can read the file. */
  readonly ownersAlone: boolean;
  readonly files: DocumentFiles;
  /** Asked for only where the profile is encrypted. */
  readonly key: () => Promise<Secret>;
}
export interface ReadProfile {
  readonly profile: Profile;
  /** Places of what is not applied. */
  readonly ignored: readonly string[];
}

/** A profile of ours, or one of the Device Management Toolkit, plain or encrypted. Throws ProfileError, DocumentError, ConfigError. */
export async function readProfile({ text, ownersAlone, files, key }: ProfileSource): Promise<ReadProfile> {
  const encrypted = isEncrypted(text);
  const plain = encrypted ? decryptProfile(text, await key()) : text;
  const document = readYaml(plain, "The profile");
  const translated = isToolkitProfile(document) ? fromToolkit(document) : { document, ignored: [] };
  // What was encrypted was no secret in the clear, whoever could read the file
  const schema = profileOf(fileLeaves(files, { inlineSecrets: ownersAlone || encrypted }));
  return { profile: checked(schema, translated.document, "PROFILE_INVALID"), ignored: translated.ignored };
}
