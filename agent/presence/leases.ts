import type { Peer } from "../../platform/peer.ts";
import type { Health } from "./heartbeat.ts";

/** Why a lease is not given. */
export type LeaseRefusal = "unknown" | "not-yours" | "taken" | "program-hidden" | "program-wrong";

export interface LeaseRule {
  readonly uid: number;
  readonly executable: string | undefined;
}

/** Connections that stand for programs: while one is held, its program is well. */
export interface Leases {
  /** The returned function gives it back; `ended`: the program stopped, and meant to. */
  take(name: string, peer: Peer | undefined): { readonly release: (health: "down" | "ended") => void } | LeaseRefusal;
  /** The program of this name ended in good order, says the user who holds its lease. Whether there was one. */
  end(name: string, peer: Peer | undefined): boolean;
  /** Called with every change. */
  follow(name: string, onHealth: (health: Health) => void): () => void;
}

export function openLeases(
  rules: ReadonlyMap<string, LeaseRule>,
  {
    executableOf,
  }: {
    /** undefined: this service may not see it. */
    readonly executableOf: (pid: number) => string | undefined;
  },
): Leases {
  const held = new Map<string, (health: "down" | "ended") => void>();
  const followers = new Map<string, (health: Health) => void>();
  return {
    take(name, peer) {
      const rule = rules.get(name);
      if (!rule) return "unknown";
      // Root may anything, but not pass for somebody else's program by accident
      if (peer?.uid !== rule.uid) return "not-yours";
      if (held.has(name)) return "taken";
      if (rule.executable !== undefined) {
        const program = executableOf(peer.pid);
        if (program === undefined) return "program-hidden";
        if (program !== rule.executable) return "program-wrong";
      }
      let isOver = false;
      const release = (health: "down" | "ended"): void => {
        if (isOver) return;
        isOver = true;
        held.delete(name);
        followers.get(name)?.(health);
      };
      held.set(name, release);
      followers.get(name)?.("up");
      return { release };
    },
    end(name, peer) {
      if (peer === undefined || rules.get(name)?.uid !== peer.uid) return false;
      const release = held.get(name);
      release?.("ended");
      return release !== undefined;
    },
    follow(name, onHealth) {
      followers.set(name, onHealth);
      onHealth(held.has(name) ? "up" : "down");
      return () => void followers.delete(name);
    },
  };
}
