import { ApfError } from "./errors.ts";
import type { Action } from "./machine.ts";
import type { ApfMessageOf } from "./messages.ts";

/** The version that every implementation has as its lowest and highest (lms.md 1.3). */
const VERSION = { major: 1, minor: 0 };
/** Repeated versions that are answered in one session. Another side that answers ours in turn would go on for ever. */
const REPEATS = 16;

/** The agreement on a version, alike on both sides: whoever hears a version that is not the answer to its own answers with its own. */
export interface VersionExchange {
  readonly agreed: boolean;
  /** Says our version first. */
  offer(): Action[];
  /** Throws APF_VERSION, APF_PROTOCOL. */
  heard(message: ApfMessageOf<"protocolVersion">): Action[];
}

export function versionExchange(own: Pick<ApfMessageOf<"protocolVersion">, "trigger" | "uuid">): VersionExchange {
  const say: Action = { do: "send", message: { type: "protocolVersion", ...VERSION, ...own } };
  let agreed = false;
  let unanswered = false;
  let answers = 0;
  return {
    get agreed() {
      return agreed;
    },
    offer() {
      unanswered = true;
      return [say];
    },
    heard({ major, minor }) {
      const actions: Action[] = unanswered ? [] : [say];
      if (!unanswered) answers += 1;
      unanswered = false;
      if (answers > REPEATS) throw new ApfError("APF_PROTOCOL", `the protocol version was said ${answers} times`);
      // No minor number is below ours.
      if (major < VERSION.major)
        throw new ApfError("APF_VERSION", `the other side speaks version ${major}.${minor} of APF, we speak 1.0`);
      agreed = true;
      return actions;
    },
  };
}
