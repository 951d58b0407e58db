import { harmless } from "../../menu.ts";
import type { ShownCheck } from "../posture-view.ts";
import { Said } from "./said.tsx";
import { useSpeech } from "./speech.ts";

/** One check: what came of it, why, what to do; what was seen folded away. */
export function CheckRow({ check }: { check: ShownCheck }) {
  const { posture } = useSpeech().window;
  const { result, title, value, expected, reason, remedy } = check;
  const fails = result === "fail";
  return (
    <li class={`finding ${result}`}>
      <span class="state">{posture.results[result]}</span>
      <div>
        <p>
          <Said message={title} />
          {value !== null && (
            <>
              {": "}
              <Found value={value} />
            </>
          )}
        </p>
        {fails && expected !== null && (
          <p class="why">
            {posture.expected}
            {": "}
            <bdi dir="ltr">{harmless(expected)}</bdi>
          </p>
        )}
        {reason && result !== "pass" && (
          <p class="why">
            <Said message={reason} />
          </p>
        )}
        {remedy && result !== "pass" && (
          <p class="remedy">
            <span class="label">{posture.remedy}</span>
            {": "}
            <Said message={remedy} />
          </p>
        )}
        <Evidence check={check} />
      </div>
    </li>
  );
}

function Found({ value }: { value: string | number | boolean }) {
  const { yes, no } = useSpeech().window;
  if (typeof value === "boolean") return <>{value ? yes : no}</>;
  return <bdi dir="ltr">{harmless(String(value))}</bdi>;
}

function Evidence({ check: { id, rule, evidence } }: { check: ShownCheck }) {
  const { posture } = useSpeech().window;
  return (
    <details>
      <summary>{posture.evidence}</summary>
      <dl class="rows" dir="ltr">
        {evidence.map(({ source, raw }) => (
          <div key={`${source} ${raw}`}>
            <dt>{harmless(source)}</dt>
            <dd class="hash">{harmless(raw)}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        {posture.id}
        {": "}
        <bdi dir="ltr">{id}</bdi>
        {rule !== null && (
          <>
            {" \u00b7 "}
            {posture.rule}
            {": "}
            <bdi dir="ltr">{harmless(rule)}</bdi>
          </>
        )}
      </p>
    </details>
  );
}
