/** Workers are processes with ids that differ, or threads of one process with numbers that do. */
const worker = process.pid * 16 + Number(process.env.VITEST_POOL_ID ?? 0);

/** How far a test file moves AMT's ports: another place for each worker and run, two ports wide (16992 and 16993), below the ports that the system gives to clients. */
export const portOffset = 1_000 + 2 * (worker % 7_000);
