/** Prometheus' text format 0.0.4: what a metric is called, what it means, and its values. */
export interface Metric {
  /** Without the prefix. */
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly Sample[];
}
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export const PREFIX = "amt_agent_";

const escapedHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapedLabel = (text: string): string => escapedHelp(text).replaceAll('"', '\\"');
const labelled = (labels: Readonly<Record<string, string>> = {}): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapedLabel(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

/** A metric without a value is left out: what is not known is no number. */
export const exposition = (metrics: readonly Metric[]): string =>
  metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) => {
      const full = `${PREFIX}${name}`;
      const lines = samples.map(({ labels, value }) => `${full}${labelled(labels)} ${value}`);
      return `# HELP ${full} ${escapedHelp(help)}\n# TYPE ${full} ${type}\n${lines.join("\n")}\n`;
    })
    .join("");
