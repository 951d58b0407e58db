import type { Fact } from "../../fact.ts";
import type { Properties } from "../value.ts";

/** Instances by class, each class with where it was seen. */
export type Seed = Readonly<Record<string, Fact<readonly Properties[]>>>;
