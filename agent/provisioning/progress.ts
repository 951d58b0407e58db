import type { Message } from "../api/texts.ts";
import type { Outcome } from "./journal.ts";
import type { Standing } from "./look.ts";
import type { PlanName, StepName } from "./steps.ts";

/** What happens, as it happens: for a terminal, for NDJSON, for the API. Holds no secret. */
export type Progress =
  | {
      readonly event: "plan";
      readonly plan: PlanName;
      readonly virtual: boolean;
      readonly steps: readonly { readonly step: StepName; readonly title: Message; readonly seconds: number }[];
    }
  | {
      readonly event: "step";
      readonly step: StepName;
      readonly state: "begun" | "done";
      readonly title: Message;
      /** What it usually takes. */
      readonly seconds: number;
      /** Not to be broken off. */
      readonly once: boolean;
    }
  | { readonly event: "note"; readonly note: Message };

/** How an operation ended. */
export interface Result {
  readonly schema: "amt-agent.provisioning/1";
  readonly plan: PlanName;
  /** `checked`: that was all that was wanted. */
  readonly outcome: Outcome | "checked";
  readonly controlMode: Standing["controlMode"];
  readonly provisioning: Standing["provisioning"];
  readonly virtual: boolean;
  /** Where the password's owner has it; null: no new one. */
  readonly password: string | null;
  /** The login with the password was seen to work. */
  readonly confirmed: boolean;
  /** An operation that was interrupted before, and came to its end now. */
  readonly recovered: boolean;
}
