// Puts reports into the outbox of the folder it is given, until it is killed. A line for each that `add` has taken: `kept ID`.
import { openOutbox } from "../../agent/posture/delivery/outbox.ts";
import { realClock } from "../../platform/clock.ts";
import { roomy } from "./courier.ts";
import { lettersOfOneMachine } from "./letters.ts";

const letters = await lettersOfOneMachine();
const outbox = await openOutbox({
  directory: String(process.argv[2]),
  most: roomy,
  clock: realClock,
  onDropped: () => {},
});
process.stdout.write("ready\n");
for (;;) {
  const { line, posture } = letters.next();
  await outbox.add(line);
  process.stdout.write(`kept ${posture.id}\n`);
}
