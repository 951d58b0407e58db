/** What one document may cost. */
export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Attributes of one element, declarations of prefixes included. */
  readonly attributes: number;
}

/**
 * Generous against what AMT takes and sends: envelopes of about 50 KB (its default MaxEnvelopeSize), of which the largest recorded one
 * has 7 KB and is 8 levels deep.
 */
export const xmlLimits: XmlLimits = { bytes: 1024 * 1024, depth: 40, elements: 20_000, attributes: 40 };
