/** Events of the Open Cybersecurity Schema Framework 1.9, as far as they carry a report. Numbers are the schema's. */
export interface Base {
  readonly activity_id: number;
  readonly category_uid: number;
  readonly class_uid: number;
  readonly type_uid: number;
  readonly severity_id: number;
  /** ms since 1970. */
  readonly time: number;
  readonly metadata: {
    readonly version: "1.9.0-dev";
    readonly product: { readonly name: "amt-agent"; readonly vendor_name: "amt-agent"; readonly version: string };
    /** The document's id; its sequence orders them. */
    readonly correlation_uid: string;
    readonly sequence: number;
    readonly uid: string;
  };
  /** What OCSF has no name for, by the document's own names: nothing of a report is lost. */
  readonly unmapped: Readonly<Record<string, unknown>>;
}
interface FindingInfo {
  readonly uid: string;
  readonly title: string;
}
/** 2003 Compliance Finding: one check. */
export interface ComplianceFinding extends Base {
  readonly class_uid: 2003;
  readonly finding_info: FindingInfo;
  readonly compliance: {
    readonly control: string;
    readonly standards: readonly string[];
    /** 1 pass, 2 warning, 3 fail, 99 other. */
    readonly status_id: number;
    readonly status_detail?: string;
  };
  readonly remediation?: { readonly desc: string };
  readonly evidences: readonly { readonly name: string; readonly data: string }[];
}
/** 2002 Vulnerability Finding: one advisory. */
export interface VulnerabilityFinding extends Base {
  readonly class_uid: 2002;
  readonly finding_info: FindingInfo;
  readonly status_id: number;
  readonly vulnerabilities: readonly {
    readonly title: string;
    readonly advisory: {
      readonly uid: string;
      readonly created_time_dt: string;
      readonly references: readonly string[];
    };
    readonly cve?: { readonly uid: string };
  }[];
}
/** 5001 Device Inventory Info: the machine, and everything that belongs to the document as a whole. */
export interface InventoryInfo extends Base {
  readonly class_uid: 5001;
  readonly device: {
    readonly type_id: number;
    readonly uid?: string;
    readonly os: { readonly name: string; readonly type_id: number; readonly version?: string };
    readonly hw_info: { readonly serial_number?: string; readonly cpu_type?: string };
    readonly boot_uid?: string;
  };
}
/** 5019 Device Config State Change: a check that has another result than in the document before. */
export interface StateChange extends Base {
  readonly class_uid: 5019;
  readonly device: InventoryInfo["device"];
  /** 1 secure, 2 at risk, 0 unknown. */
  readonly security_level_id: number;
  readonly prev_security_level_id: number;
  readonly state: string;
}
export type OcsfEvent = ComplianceFinding | VulnerabilityFinding | InventoryInfo | StateChange;
