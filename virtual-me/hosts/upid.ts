import { type Answer, Refusal } from "../../mei/command.ts";
import * as commands from "../../mei/upid/commands.ts";
import { upidStatus } from "../../mei/upid/commands.ts";
import type { World } from "../world.ts";

/** INVALID_STATE (rpc.md 2.7). */
const INVALID_STATE = 7;
const id = (hex: string): Buffer => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(32)]).subarray(0, 32);

/** Layouts and statuses from lms.md 2.11 and rpc.md 2.7; which status comes when is guessed, as nothing was ever recorded. */
export function upid(world: World): Answer[] {
  const { upid: facts } = world.machine.facts;
  const { supported, attestation, csmeId } = facts.value;
  const whenSupported = <T>(work: () => T | Refusal) => (supported ? work() : new Refusal(upidStatus.notSupported));
  return [
    commands.getUpidSupport.answer(() => ({ supported: { upid: supported, attestation, other: 0 } })),
    commands.getUpidState.answer(() => whenSupported(() => ({ enabled: world.upid.enabled }))),
    commands.setUpidState.answer(({ enabled }) =>
      whenSupported(() => {
        if (world.endOfPost && !world.upid.osControl) return new Refusal(upidStatus.afterEop);
        world.upid.enabled = enabled;
        return {};
      }),
    ),
    commands.getUpidOsControl.answer(() => whenSupported(() => ({ allowed: world.upid.osControl }))),
    commands.setUpidOsControl.answer(({ allowed }) =>
      whenSupported(() => {
        if (world.endOfPost) return new Refusal(upidStatus.afterEop);
        world.upid.osControl = allowed;
        return {};
      }),
    ),
    commands.getUpid.answer(() =>
      whenSupported(() => {
        if (!world.upid.enabled) return new Refusal(INVALID_STATE);
        if (!csmeId) return { id: [] };
        return { id: [{ type: "binary" as const, oemId: id(world.upid.oemId), csmeId: id(csmeId) }] };
      }),
    ),
    commands.getUpidRefurbishCounter.answer(() => whenSupported(() => ({ counter: Buffer.alloc(4) }))),
    commands.setUpidOemId.answer(({ oemId }) =>
      whenSupported(() => {
        if (world.endOfPost) return new Refusal(upidStatus.afterEop);
        world.upid.oemId = oemId.toString("hex");
        return {};
      }),
    ),
  ];
}
