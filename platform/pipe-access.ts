import { turn } from "./clock.ts";
import { ERROR_PIPE_BUSY, WindowsError } from "./native/windows-error.ts";

/** `everyone`: whoever is logged on here. `admin`: administrators and the system. */
export type PipeAudience = "everyone" | "admin";

/**
 * FILE_GENERIC_READ and FILE_GENERIC_WRITE without FILE_CREATE_PIPE_INSTANCE (4), by which a user could offer an end of their own. Node
 * asks for GENERIC_WRITE when it connects, which contains it; Windows leaves that bit out when a client opens (Microsoft's own ssh-agent
 * gives users this very mask).
 */
const READ_AND_WRITE = "0x12019b";

const SYSTEM = "S-1-5-18";
const ADMINISTRATORS = "S-1-5-32-544";

/**
 * The list of a pipe: all rights for the system, for administrators, and for its owner (a SID), which is the service's own account where it
 * is neither. Without the owner the service could not offer a second instance. Nothing for anybody else, and users that came by the network are
 * not among those logged on here.
 */
export function pipeList(audience: PipeAudience, owner: string): string {
  const all = ["SY", "BA", ...(owner === SYSTEM || owner === ADMINISTRATORS ? [] : [owner])];
  const full = all.map((who) => `(A;;FA;;;${who})`).join("");
  return `D:P${full}${audience === "everyone" ? `(A;;${READ_AND_WRITE};;;IU)` : ""}`;
}

export interface PipeGuard {
  /** At once after the pipe is there, before anything else runs: until then everybody may read, and nobody write. Rejects WindowsError. */
  protect(path: string, audience: PipeAudience): Promise<void>;
}

/** For Windows; loads what it needs, so that `protect` loses no time. */
export async function loadPipeGuard(): Promise<PipeGuard> {
  const { loadPipeSecurity } = await import("./native/pipe-security.ts");
  const security = await loadPipeSecurity();
  return {
    protect: (path, audience) => {
      const list = pipeList(audience, security.ownOwner());
      return untilFree(() => security.replaceList(path, list));
    },
  };
}

/** A pipe has four free ends; others may have taken them, until the loop has offered new ones. */
async function untilFree(work: () => void): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      return work();
    } catch (error) {
      if (left === 0 || !(error instanceof WindowsError) || error.number !== ERROR_PIPE_BUSY) throw error;
      await turn();
    }
  }
}
