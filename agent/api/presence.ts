import * as z from "zod";
import { Message } from "./snapshot.ts";

/** What became of stopping a reset that AMT is about to make. */
export const ResetAnswer = z.object({
  schema: z.literal("amt-agent.reset/1"),
  /** As whom AMT was told: its account for this PC's programs, or somebody who logged in. */
  way: z.enum(["system", "login"]),
  /** `none`: there was none to stop, or this AMT makes none. */
  outcome: z.enum(["called-off", "none", "refused"]),
  message: Message,
});
export type ResetAnswer = z.infer<typeof ResetAnswer>;
