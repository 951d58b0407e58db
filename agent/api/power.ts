import * as z from "zod";
import { Message } from "./snapshot.ts";

/** What became of calling off what this PC was going to do because AMT asked for it. */
export const PowerAnswer = z.object({
  schema: z.literal("amt-agent.power/1"),
  /** `refused`: only an administrator of this PC may (`hostServices.power: obey`). */
  outcome: z.enum(["called-off", "none", "refused"]),
  message: Message,
});
export type PowerAnswer = z.infer<typeof PowerAnswer>;
