/** What advisories.json holds of one advisory, as far as it is judged by. Its `semantics` say what the fields mean. */
export interface Range {
  /** Affected from here … */
  readonly from: string;
  /** … up to, and not including. */
  readonly fixed: string;
  readonly product: string;
  readonly requiresManageabilitySku?: boolean | undefined;
}
export interface Build {
  readonly major: readonly [low: number, high: number];
  readonly minor?: readonly [low: number, high: number] | undefined;
  readonly buildGe?: number | undefined;
  readonly buildLt: number;
}
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  readonly cves: readonly string[];
  readonly worstCvss: number | null;
  readonly products: readonly string[];
  readonly requiresManageabilitySku: boolean;
  readonly ranges: readonly Range[];
  readonly verified: boolean;
  readonly partial?: boolean | undefined;
  /** Only these very versions. */
  readonly exact?: readonly string[] | undefined;
  /** Goes before the ranges. */
  readonly rule?: { readonly affected: readonly Build[] } | undefined;
  readonly affectedMajors?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Versions of something else than the ME's firmware: `MEBx 11`, `LMS`. */
  readonly otherFixed?: Readonly<Record<string, string>> | undefined;
  readonly spsFixed: readonly string[];
  readonly perCve?:
    | Readonly<
        Record<
          string,
          { readonly requiresManageabilitySku?: boolean | undefined; readonly fixed?: readonly string[] | undefined }
        >
      >
    | undefined;
  readonly sources: readonly string[];
  readonly advisoryUrl: string;
}
export interface AdvisoryData {
  readonly version: string;
  /** The newest source. */
  readonly date: string;
  readonly advisories: readonly Row[];
}
