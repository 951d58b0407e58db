import * as z from "zod";
import { isWatchdogState, type WatchdogState, watchdogStates } from "../presence/watchdog-states.ts";

const guid = z
  .string()
  .regex(
    /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    "must be a GUID, as 03020100-0504-0706-0809-0a0b0c0d0e0f",
  )
  .regex(/[1-9a-fA-F]/, "must not be the zero GUID")
  .transform((id) => id.toLowerCase());

const states = z
  .array(z.enum(Object.keys(watchdogStates).filter(isWatchdogState) as [WatchdogState, ...WatchdogState[]]))
  .min(1)
  .max(6);
/** Seconds: RegisterAgent tells them in 16 bits. */
const seconds = z.int().min(1).max(0xffff);

const action = z.strictObject({
  from: states,
  to: states,
  /** An event, told to whoever AMT tells of events. */
  event: z.boolean().default(true),
  /** The System Defense policy that AMT's owner bound to agent presence. */
  defense: z.enum(["activate", "deactivate"]).optional(),
});

/** Programs that AMT watches, and what it does when one changes its state. */
export const wantedPresence = () =>
  z.strictObject({
    agents: z
      .array(
        z.strictObject({
          id: guid,
          /** AMT's own limit is not documented; other consoles keep to this one. */
          description: z
            .string()
            .max(16)
            .regex(/^[\u0020-\u007e]*$/, "must be printable ASCII")
            .optional(),
          startup: seconds,
          timeout: seconds,
          /** All of them; left out: as they are. */
          actions: z.array(action).max(64).optional(),
          /** Whether its expiry resets the machine (AMT 11 and newer); left out: as it is. */
          reboot: z.boolean().optional(),
        }),
      )
      .max(64)
      .default([]),
    /** Those that are not to be watched any more. */
    remove: z.array(guid).max(64).default([]),
    /** Also takes away every watchdog that is not named here. */
    only: z.boolean().default(false),
    /** Seconds between the expiry and the reset, for all of them. */
    rebootDelay: z.int().min(0).max(86_400).optional(),
  });
