import { useState } from "preact/hooks";
import type { PostureView } from "../posture-view.ts";
import { AdvisoryList } from "./advisory-list.tsx";
import { Answered, useAnswer } from "./answer.tsx";
import { CheckRow } from "./check-row.tsx";
import { matchingChecks, type PostureFilter, postureFilters, tallyOf } from "./posture-list.ts";
import { someEnglish } from "./said.tsx";
import { useSpeech } from "./speech.ts";
import { momentOf } from "./when.ts";
import { WithReports } from "./with-reports.tsx";

export function PosturePage() {
  const { window } = useSpeech();
  const { answer, again } = useAnswer<PostureView>("/api/posture");
  return (
    <>
      <div class="heading">
        <h1 tabIndex={-1}>{window.pages.posture}</h1>
        <button type="button" onClick={again} disabled={answer.kind === "reading"}>
          {window.details.again}
        </button>
      </div>
      <p class="intro">{window.posture.intro}</p>
      <Answered answer={answer} again={again} reading={window.posture.reading}>
        {(report) => (
          <WithReports>
            <Summary report={report} />
            <Checks report={report} />
            <AdvisoryList report={report} />
          </WithReports>
        )}
      </Answered>
    </>
  );
}

/** The answer first: what is unsafe; where nothing is, whether that is known of everything. */
function Summary({ report }: { report: PostureView }) {
  const speech = useSpeech();
  const { posture, reach } = speech.window;
  const { fail, unknown, pass, affected } = tallyOf(report);
  const bad = [
    ...(fail > 0 ? [posture.verdicts.bad(fail)] : []),
    ...(affected > 0 ? [posture.verdicts.affected(affected)] : []),
  ];
  const calm = unknown > 0 ? posture.verdicts.unsure(unknown) : posture.verdicts.good;
  const said = report.checks.flatMap(({ title, reason, remedy }) =>
    [title, reason, remedy].filter((one) => one !== null),
  );
  return (
    <section class={`card outcome ${bad.length > 0 ? "fail" : unknown > 0 ? "unknown" : "pass"}`}>
      {(bad.length > 0 ? bad : [calm]).map((sentence) => (
        <p key={sentence} class="answer">
          {sentence}
        </p>
      ))}
      <p class="quiet">
        {posture.counts(fail, unknown, pass)} {"\u00b7"} {posture.readAt(momentOf(report.collectedAt, speech.locale))}
      </p>
      {someEnglish(speech, said) && <p class="quiet">{reach.englishOnly}</p>}
    </section>
  );
}

const parts = ["firmware", "amt", "host"] as const;

function Checks({ report: { checks } }: { report: PostureView }) {
  const { posture } = useSpeech().window;
  const [filter, setFilter] = useState<PostureFilter>("attention");
  const shown = matchingChecks(checks, filter);
  return (
    <>
      <form class="tools" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>{posture.filter}</span>
          <select value={filter} onChange={(event) => setFilter(event.currentTarget.value as PostureFilter)}>
            {postureFilters.map((one) => (
              <option key={one} value={one}>
                {posture.filters[one]}
              </option>
            ))}
          </select>
        </label>
        <p class="quiet below" role="status">
          {shown.length === 0 ? posture.noMatch : posture.shown(shown.length)}
        </p>
      </form>
      {parts.map((part) => {
        const ofPart = shown.filter((check) => check.part === part);
        return (
          ofPart.length > 0 && (
            <section key={part} class="card" aria-labelledby={`part-${part}`}>
              <h2 id={`part-${part}`}>{posture.parts[part]}</h2>
              <ul>
                {ofPart.map((check) => (
                  <CheckRow key={check.id} check={check} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </>
  );
}
