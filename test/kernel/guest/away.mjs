// How long a port of this machine takes no connections: node away.mjs PORT, until SIGTERM. Prints {longest} in ms: between the last connection
// that was taken and the next, where one in between was refused. A line of its own first, when the port was reached once.
import { connect } from "node:net";

const port = Number(process.argv[2]);
let longest = 0;
let reached;
let refused = false;
process.on("SIGTERM", () => {
  console.log(JSON.stringify({ longest: Math.round(longest) }));
  process.exit();
});

const taken = () =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

for (;;) {
  const open = await taken();
  const at = performance.now();
  if (!open) refused = true;
  else {
    if (reached === undefined) console.log(JSON.stringify({ longest }));
    else if (refused) longest = Math.max(longest, at - reached);
    refused = false;
    reached = at;
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
}
