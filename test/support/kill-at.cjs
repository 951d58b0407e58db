// Loaded before the program: a signal (SIGKILL) at the n-th entry of its journal, before or after that is on the disk.
const fs = require("node:fs");
const [index, when, signal = "SIGKILL"] = (process.env.AMT_AGENT_TEST_KILL_AT ?? "").split(":");
const { writeSync, fsyncSync } = fs;
let seen = -1;
let journal;
const die = () => process.kill(process.pid, signal);
fs.writeSync = (descriptor, data, ...rest) => {
  if (Buffer.from(data).includes('"entry":')) {
    seen += 1;
    journal = descriptor;
    if (seen === Number(index) && when === "before") die();
  }
  return writeSync(descriptor, data, ...rest);
};
fs.fsyncSync = (descriptor) => {
  fsyncSync(descriptor);
  if (descriptor === journal && seen === Number(index) && when === "after") die();
  if (descriptor === journal) journal = undefined;
};
