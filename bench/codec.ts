import { allCommands } from "../mei/catalogue.ts";
import type { AnyCommand } from "../mei/command.ts";
import { collect, type Sample } from "./samples.ts";

const MS = 60;

/** How often `work` runs per second, by as many runs as fit in a fixed time. */
function rate(work: () => void): number {
  for (let i = 0; i < 200; i++) work(); // warm
  const until = performance.now() + MS;
  const from = performance.now();
  let runs = 0;
  while (performance.now() < until) {
    for (let i = 0; i < 50; i++) work();
    runs += 50;
  }
  return Math.round((runs / (performance.now() - from)) * 1000);
}

const one = (command: AnyCommand, { request, reply }: Sample) => {
  const asked: unknown = command.decodeRequest(request);
  const answered: unknown = reply && command.decodeReply(reply);
  return {
    command: command.name,
    requestBytes: request.length,
    replyBytes: reply?.length ?? 0,
    encodeRequestPerSecond: rate(() => void command.encodeRequest(asked)),
    ...(reply && {
      decodeReplyPerSecond: rate(() => void command.decodeReply(reply)),
      encodeReplyPerSecond: rate(() => void command.encodeReply(answered)),
    }),
  };
};

/** Codec throughput of every command, on the messages that the virtual machines really exchange. */
export async function benchCodecs() {
  const samples = await collect();
  return allCommands.flatMap((command) => {
    const sample = samples.get(command.name);
    return sample ? [one(command, sample)] : [];
  });
}
