import * as z from "zod";

/** Advisory data: what advisories.json holds, and what an update has to be. Its `semantics` say what the fields mean. */
const Version = z.string().regex(/^\d{1,5}(\.\d{1,5}){0,3}$/);
const Bounds = z.tuple([z.int(), z.int()]);

const Range = z.looseObject({
  from: Version,
  fixed: Version,
  product: z.enum(["ME", "CSME", "TXE", "SPS"]),
  requiresManageabilitySku: z.boolean().optional(),
});
const Row = z.looseObject({
  id: z.string().regex(/^INTEL-SA-\d{5}$/),
  title: z.string().min(1).max(300),
  published: z.iso.date(),
  cves: z.array(z.string().regex(/^CVE-\d{4}-\d{4,7}$/)).max(200),
  worstCvss: z.number().min(0).max(10).nullable(),
  products: z.array(z.string().max(100)).min(1).max(20),
  requiresManageabilitySku: z.boolean(),
  ranges: z.array(Range).max(100),
  verified: z.boolean(),
  partial: z.boolean().optional(),
  exact: z.array(Version).optional(),
  rule: z
    .looseObject({
      affected: z.array(
        z.looseObject({ major: Bounds, minor: Bounds.optional(), buildGe: z.int().optional(), buildLt: z.int() }),
      ),
    })
    .optional(),
  affectedMajors: z.record(z.string(), z.array(z.int())).optional(),
  otherFixed: z.record(z.string(), z.string()).optional(),
  spsFixed: z.array(z.string()),
  perCve: z
    .record(
      z.string(),
      z.looseObject({ requiresManageabilitySku: z.boolean().optional(), fixed: z.array(z.string()).optional() }),
    )
    .optional(),
  sources: z.array(z.string()).min(1),
  advisoryUrl: z.url({ protocol: /^https$/ }),
});

export const Advisories = z.looseObject({
  schema: z.literal("amt-agent.advisories/1"),
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d{1,2}$/),
  date: z.iso.date(),
  advisories: z.array(Row).min(1).max(1_000),
});
