import * as z from "zod";

/**
 * A posture report. Field names as in posture.md 4.1. Published as JSON Schema in docs/schema/. Only who checks a document from elsewhere,
 * and tests, load this file; everybody else takes its type.
 */
const Text = z.string().nullable();
const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const Anchor = z.string().regex(/^amt-agent\.history\/1:[1-9]\d{0,14}:[0-9a-f]{64}$/);
const Word = z.string().regex(/^[0-9A-F]{8}$/);
const Value = z.union([z.string(), z.number(), z.boolean()]).nullable();

export const PostureCheck = z.strictObject({
  id: z.string().describe("org.fwupd.hsi.* where it means what fwupd means by it"),
  part: z.enum(["firmware", "amt", "host"]),
  title: z.string(),
  result: z.enum(["pass", "fail", "unknown", "not-applicable"]),
  value: Value,
  expected: Text,
  severity: z.int().min(1).max(4).nullable().describe("1 critical, 2 important, 3 theoretical, 4 system protection"),
  rule: Text.describe("by whose rule it was judged"),
  evidence: z.array(z.strictObject({ source: z.string(), raw: z.string() })),
  reason: z
    .strictObject({ code: z.string(), text: z.string() })
    .nullable()
    .describe("why it is unknown or not applicable; never null for unknown"),
  remediation: Text,
});
export type PostureCheck = z.infer<typeof PostureCheck>;

export const PostureAdvisory = z.strictObject({
  id: z.string(),
  title: z.string(),
  published: z.string(),
  verdict: z.enum(["affected", "fixed", "not-listed", "not-applicable", "unknown"]),
  by: z.string().describe("which part of the data decided"),
  cves: z.array(z.string()).describe("those that apply; empty where it is not affected"),
  cvss: z.number().nullable().describe("the worst that is known"),
  url: z.string(),
});
export type PostureAdvisory = z.infer<typeof PostureAdvisory>;

export const Posture = z
  .strictObject({
    schema: z.literal("amt-agent.posture/1"),
    id: z.uuid(),
    collectedAt: z.iso.datetime(),
    bootId: Text.describe("of the running system; changes with every start"),
    sequence: z.int().min(1).describe("one more with each document of this machine's key"),
    previous: Digest.nullable().describe("digest of the document before; null for the first"),
    history: Anchor.nullable()
      .optional()
      .describe(
        "where the service's history of events stood: an anchor for `events verify`; null: no service's report",
      ),
    agent: z.strictObject({
      name: z.literal("amt-agent"),
      version: z.string(),
      advisoryData: z.strictObject({ version: z.string(), date: z.string() }),
    }),
    machine: z.strictObject({
      virtual: z.boolean().nullable().describe("true: not this PC's firmware; null: no ME answered"),
      name: Text.describe("of the virtual machine"),
    }),
    host: z.strictObject({
      uuid: Text.describe("null unless the policy allows it"),
      serial: Text.describe("null unless the policy allows it"),
      os: z.strictObject({ platform: z.string(), release: Text }),
      cpu: z.strictObject({ model: Text }),
    }),
    me: z.strictObject({
      source: z.array(z.string()),
      version: Text,
      product: z.enum(["ME", "CSME", "TXE", "SPS"]).nullable(),
      family: Text.describe("the layout the registers were read by"),
      sku: Text,
      hfsts: z.strictObject({ raw: z.array(Word), capturedAt: z.enum(["runtime", "boot"]) }).nullable(),
      decoded: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
    amt: z.strictObject({
      present: z.boolean().nullable(),
      version: Text,
      controlMode: z.union([z.string(), z.int()]).nullable(),
      provisioningState: z.union([z.string(), z.int()]).nullable(),
    }),
    checks: z.array(PostureCheck),
    advisories: z.array(PostureAdvisory),
    summary: z.strictObject({
      pass: z.int(),
      fail: z.int(),
      unknown: z.int(),
      notApplicable: z.int(),
      advisories: z.strictObject({
        affected: z.int(),
        fixed: z.int(),
        notListed: z.int(),
        notApplicable: z.int(),
        unknown: z.int(),
      }),
    }),
  })
  .meta({ title: "amt-agent posture report" });
export type Posture = z.infer<typeof Posture>;

/** As it is written: one line of canonical JSON (RFC 8785). */
export const SealedPosture = z
  .strictObject({
    document: Posture,
    digest: Digest.describe("of the canonical form of the document"),
    protected: Text.describe("header of a JWS with detached content (RFC 7515, appendix F), base64url"),
    signature: Text.describe("its signature over header and canonical document, base64url; null: not signed"),
    quote: z
      .strictObject({ attest: z.string(), pcrs: z.string(), signature: z.string() })
      .optional()
      .describe("where the key is in a TPM: its quote over PCR 0 to 7 and the digest (TPM2_Quote), base64url"),
  })
  .meta({ title: "amt-agent posture report, sealed" });
export type SealedPosture = z.infer<typeof SealedPosture>;

const Count = z.int().min(0);
/** What AMT's web storage keeps of a report: COSE_Sign1 over this as CBOR, at most 3.5 KB. */
export const PostureDigest = z
  .strictObject({
    schema: z.literal("amt-agent.posture-digest/1"),
    id: z.uuid().describe("of the report"),
    sequence: z.int().min(1),
    collectedAt: z.iso.datetime(),
    digest: Digest.describe("of the report"),
    signer: z.string().describe("thumbprint of the key"),
    virtual: z.boolean().nullable(),
    me: Text.describe("version of the ME"),
    controlMode: Text,
    pass: Count,
    fail: Count,
    unknown: Count,
    notApplicable: Count,
    failed: z.array(z.string()).describe("ids of checks"),
    affected: z.array(z.string()).describe("advisories"),
    leftOut: Count.describe("names that had no room"),
    advisoryData: z.string(),
    history: Anchor.nullable().describe("where the history of events stood when AMT was written to"),
  })
  .meta({ title: "amt-agent posture digest" });
export type PostureDigest = z.infer<typeof PostureDigest>;

/** Where a digest of the report stands in AMT, and how much may still be written there. */
export const KeptInMe = z.strictObject({
  /** `off`: nobody asked for it. `waiting`: not tried yet, or AMT is not set up. `unsupported`: this AMT offers no web storage. */
  state: z.enum(["off", "waiting", "kept", "unsupported", "failing", "budget"]),
  /** Of the report whose digest AMT has; null: none. */
  sequence: z.int().nullable(),
  keptAt: z.iso.datetime().nullable(),
  /** Why, where state is `failing`. */
  code: Text,
  /** Writes to AMT's flash that are left until the oldest is a day old. */
  writesLeft: z.int(),
});
export type KeptInMe = z.infer<typeof KeptInMe>;

/** What `GET /v1/posture` answers: the newest report of the service's own key. */
export const PostureAnswer = z.strictObject({
  report: SealedPosture,
  collectedAt: z.iso.datetime(),
  sequence: z.int(),
  /** Thumbprint of the service's key (RFC 7638). */
  signer: z.string(),
  /** How many checks and advisories came to what: `report.document.summary`. */
  summary: Posture.shape.summary,
  kept: KeptInMe,
});
export type PostureAnswer = z.infer<typeof PostureAnswer>;
