import { expect, test } from "vitest";
import { live } from "../support/presence-life.ts";

/**
 * What happens in the year happens in full; of the quiet time between only a part is lived through. There nothing changes but the numbers,
 * and those cross their end hundreds of times all the same. AMT_AGENT_TEST_YEAR=1 lives through all of it: 17 million heartbeats.
 */
const days = process.env.AMT_AGENT_TEST_YEAR === undefined ? 13 : 365;

test(
  "a year at a timeout of 60 s: sixteen agents, a thousand ME resets, five hundred suspends; nobody who lives is thought dead",
  async () => {
    const year = { agents: 16, timeout: 60, resets: 1_000, suspends: 500, crashes: 1_000, stops: 500, seed: 1 };
    const life = await live({ ...year, days });
    expect(life.wrong).toEqual([]);
    expect(life.falseExpiries).toBe(0);
    expect(life.afterStop).toBe(0);
    expect(life.expired).toBe(life.crashes);
    expect(life.slowestExpiry).toBeLessThanOrEqual(61_000);
    expect(life.wraps).toBeGreaterThan(16);
    expect(life.lost).toBeGreaterThan(100);
    expect(life.beats).toBeGreaterThan(days * 16 * 2_000);
    expect([life.crashes, life.stops]).toEqual([1_000, 500]);
    expect(life.resets).toBeGreaterThanOrEqual(1_000);
    expect(life.suspends).toBeGreaterThanOrEqual(500);
  },
  days * 20_000,
);
