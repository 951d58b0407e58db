/** A pointer to another instance: class and keys (WS-Addressing endpoint reference). An empty class is AMT's "no instance". */
export interface Reference {
  readonly to: string;
  readonly keys: Readonly<Record<string, string>>;
}
/** A moment (`2024-01-03T00:44:35Z`) or a span (`PT5M`) in the elements of the common schema. */
export interface Moment {
  readonly datetime: string;
}
export interface Span {
  readonly interval: string;
}
/** An instance inside a parameter, as AddWiFiSettings takes them. */
export interface Embedded {
  readonly fields: Properties;
}
export type Plain = string | number | boolean;
export type Scalar = Plain | Reference | Moment | Span | Embedded;
export type Value = Scalar | readonly Scalar[];
/** An instance, or the parameters of a method. `undefined` is a property without an element. */
export type Properties = Readonly<Record<string, Value | undefined>>;

export const reference = (to: string, keys: Readonly<Record<string, string>>): Reference => ({ to, keys });

export const isReference = (value: unknown): value is Reference =>
  typeof value === "object" && value !== null && "to" in value && "keys" in value;

/** Keys of whatever belongs to AMT itself, and of whatever belongs to the machine around it. */
export const ofAmt = { SystemCreationClassName: "CIM_ComputerSystem", SystemName: "Intel(r) AMT" } as const;
export const ofHost = { SystemCreationClassName: "CIM_ComputerSystem", SystemName: "ManagedSystem" } as const;

export const theHost = reference("CIM_ComputerSystem", {
  CreationClassName: "CIM_ComputerSystem",
  Name: "ManagedSystem",
});

export const fieldsOf = (value: Value | undefined): Properties | undefined =>
  typeof value === "object" && "fields" in value ? value.fields : undefined;

export const listOf = (value: Value | undefined): readonly Scalar[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Scalar];

/** As the text of an element; a reference, moment or span has none. */
export const textOf = (value: Value | undefined): string => {
  const [first] = listOf(value);
  return first === undefined || typeof first === "object" ? "" : String(first);
};

export const numberOf = (value: Value | undefined): number => Number(textOf(value) || Number.NaN);
export const isTrue = (value: Value | undefined): boolean => textOf(value) === "true" || textOf(value) === "1";

export function sameReference(a: Value | undefined, b: Reference): boolean {
  return (
    isReference(a) &&
    a.to === b.to &&
    Object.entries(b.keys).every(([name, key]) => a.keys[name] === undefined || a.keys[name] === key)
  );
}
