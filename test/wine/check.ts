import assert from "node:assert/strict";
import { realClock } from "../../platform/clock.ts";
import { type OverlappedChannel, openOverlapped } from "../../platform/native/overlapped.ts";

/** `run` throws when it does not hold; it may give a figure to print. */
export interface Check {
  readonly name: string;
  run(): Promise<unknown>;
}
export const check = (name: string, run: () => Promise<unknown>): Check => ({ name, run });

export const never = new AbortController().signal;

/** Opens the pipe for one check. */
export async function withPipe<T>(pipe: string, work: (channel: OverlappedChannel) => Promise<T>): Promise<T> {
  const channel = await openOverlapped(pipe, { clock: realClock });
  try {
    return await work(channel);
  } finally {
    await channel.close();
  }
}

export const request = (line: string, payload = ""): Buffer => Buffer.from(`${line}\n${payload}`);

/** The error that `work` rejects with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("settled, where a rejection was due");
}

/** All other handles of the pipe are closed. The other end hears of it in its own time, so it is asked until it has. */
export async function onlyOneOpen(pipe: string): Promise<void> {
  await withPipe(pipe, async (channel) => {
    const limit = performance.now() + 10_000;
    for (;;) {
      await channel.write(request("count"), { signal: never });
      const open = Number((await channel.read(64, { signal: never })).toString());
      if (open === 1) return;
      assert.ok(performance.now() < limit, `${open} handles are still open`);
    }
  });
}
