// Writes events to the history in the folder it is given, until it is told otherwise or killed. A line for each that is written: `wrote ID`.
// With `full`: takes its orders from standard input, and says what the history's trouble is: `add N`, `retry`, `end`.
import { createInterface } from "node:readline";
import { newHistory } from "../../agent/events/history.ts";
import { numbered } from "./history.ts";
import { steppedClock } from "./stepped-clock.ts";

const [dir, how] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const clock = steppedClock(new Date());
const bounds = { segmentBytes: how === "full" ? 1024 * 1024 : 8 * 1024, segments: 64 };
const { history, open } = newHistory({ dir: String(dir), clock, bounds });
await open();
if (how === "full") {
  history.onTrouble((trouble) => say(`trouble ${trouble?.code ?? "none"}`));
  say("ready");
  let number = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, count] = line.split(" ");
    if (word === "end") break;
    if (word === "retry") {
      clock.advance(5_000);
      await history.settled();
    }
    for (let left = Number(count ?? 0); left > 0; left -= 1) history.add(numbered(++number));
    await history.settled();
    say(`at ${history.last.id}`);
  }
  await history.close();
  say("closed");
} else {
  say("ready");
  for (let number = 1; ; number += 1) {
    const { id } = history.add(numbered(number));
    say(`wrote ${id}`);
    // Half of the time another event comes while the disk is being waited for
    if (number % 2 === 0) await history.settled();
    else await new Promise((resolve) => setImmediate(resolve));
  }
}
