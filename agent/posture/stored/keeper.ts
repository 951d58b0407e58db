import { codeOf } from "../../../mei/errors.ts";
import type { HttpClient } from "../../../mei/http/client.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { KeptInMe, PostureDigest } from "../../api/posture.ts";
import type { Seen } from "../../health.ts";
import type { Logger } from "../../log.ts";
import type { Signer } from "../document/sealed.ts";
import type { Verified } from "../document/verify.ts";
import type { WriteBudget } from "./budget.ts";
import { digestFor, isSameNews, readDigest } from "./digest.ts";
import { type WebStorage, webStorage } from "./web-storage.ts";

export interface MeKeeper {
  readonly view: KeptInMe;
  /** A new report: its digest goes to AMT where it says anything new. What goes wrong is in `view`, and logged. */
  offer(report: Verified, options: { signal: AbortSignal }): Promise<void>;
}

export interface MeKeeperOptions {
  readonly isReady: () => boolean;
  readonly signer: (options: { signal: AbortSignal }) => Promise<Signer>;
  /** AMT's web server, logged in; closed behind `use`. */
  readonly open: <T>(use: (http: Pick<HttpClient, "request">) => Promise<T>, o: { signal: AbortSignal }) => Promise<T>;
  readonly budget: WriteBudget;
  readonly note: (seen: readonly Seen[]) => void;
  readonly clock: Pick<Clock, "now">;
  readonly log: Logger;
}

/** Keeps the digest of the newest report in AMT's web storage. */
export function openMeKeeper({ isReady, signer, open, budget, note, clock, log }: MeKeeperOptions): MeKeeper {
  let view: Omit<KeptInMe, "writesLeft"> = { state: "waiting", sequence: null, keptAt: null, code: null };
  const become = (next: Omit<KeptInMe, "writesLeft">): void => {
    view = next;
    const isWrong = next.state === "failing" || next.state === "unsupported";
    note(isWrong ? [{ code: "posture-not-kept", params: { code: next.code ?? "UNEXPECTED" } }] : []);
  };
  const keptBy = ({ sequence }: Pick<PostureDigest, "sequence">): void =>
    become({ state: "kept", sequence, keptAt: clock.now().toISOString(), code: null });

  async function keep(report: Verified, storage: WebStorage, signal: AbortSignal): Promise<void> {
    await storage.look();
    const wanted = await digestFor(report, await signer({ signal }), { signal });
    const { digest } = readDigest(wanted);
    const there = digestIn(await storage.read());
    if (there && isSameNews(there, digest)) return keptBy(there);
    if (!budget.spend()) return become({ ...view, state: "budget" });
    await storage.write(wanted);
    const back = await storage.read();
    if (!back?.equals(wanted)) return become({ ...view, state: "failing", code: "POSTURE_STORE_NOT_TAKEN" });
    log.info("AMT keeps the digest of a report of this PC's health", { sequence: digest.sequence });
    keptBy(digest);
  }
  return {
    get view() {
      return { ...view, writesLeft: budget.left() };
    },
    async offer(report, { signal }) {
      if (!isReady()) return become({ state: "waiting", sequence: null, keptAt: null, code: null });
      try {
        await open((http) => keep(report, webStorage(http, { signal }), signal), { signal });
      } catch (error) {
        if (signal.aborted) return;
        const code = codeOf(error);
        if (view.code !== code) log.warn("AMT cannot keep the digest of this PC's health", { error });
        become({ ...view, state: code === "POSTURE_STORE_ABSENT" ? "unsupported" : "failing", code });
      }
    },
  };
}

/** What is no digest of ours, or of an older form, is written over. */
function digestIn(bytes: Buffer | undefined): PostureDigest | undefined {
  try {
    return bytes && readDigest(bytes).digest;
  } catch (error) {
    if (codeOf(error) === "POSTURE_INVALID") return undefined;
    throw error;
  }
}
