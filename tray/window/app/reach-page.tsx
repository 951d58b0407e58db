import type { OutputOf, Routes } from "../../../agent/api/contract.ts";
import { Answered, useAnswer } from "./answer.tsx";
import { Said, someEnglish } from "./said.tsx";
import { useSpeech } from "./speech.ts";
import { momentOf } from "./when.ts";
import { WithReports } from "./with-reports.tsx";

type Report = OutputOf<Routes["GET /v1/privacy"]>;
type Topic = Report["topics"][number];
type Finding = Topic["findings"][number];

export function ReachPage() {
  const { window } = useSpeech();
  const { answer, again } = useAnswer<Report>("/api/privacy");
  return (
    <>
      <div class="heading">
        <h1 tabIndex={-1}>{window.pages.reach}</h1>
        <button type="button" onClick={again} disabled={answer.kind === "reading"}>
          {window.details.again}
        </button>
      </div>
      <Answered answer={answer} again={again}>
        {(report) => (
          <WithReports>
            <Topics report={report} />
          </WithReports>
        )}
      </Answered>
    </>
  );
}

function Topics({ report: { answer, about, topics, at } }: { report: Report }) {
  const speech = useSpeech();
  const { window, locale } = speech;
  const said = [
    answer,
    about,
    ...topics.flatMap(({ title, change, findings }) => [title, change, ...findings.map((one) => one.message)]),
  ];
  return (
    <>
      <p class="answer">
        <Said message={answer} />
      </p>
      <p class="intro">
        <Said message={about} />
      </p>
      <p class="quiet">
        {window.reach.readAt(momentOf(at, locale))} {someEnglish(speech, said) && window.reach.englishOnly}
      </p>
      <div class="groups">
        {topics.map((topic) => (
          <TopicCard key={topic.topic} topic={topic} />
        ))}
      </div>
    </>
  );
}

function TopicCard({ topic: { title, findings, change } }: { topic: Topic }) {
  const { reach } = useSpeech().window;
  return (
    <section class="card">
      <h2>
        <Said message={title} />
      </h2>
      <ul class="findings">
        {findings.map((finding) => (
          <FindingRow key={`${finding.message.code} ${finding.message.text}`} finding={finding} />
        ))}
      </ul>
      <details>
        <summary>{reach.change}</summary>
        <p>
          <Said message={change} />
        </p>
      </details>
    </section>
  );
}

function FindingRow({ finding: { state, message, why } }: { finding: Finding }) {
  const { reach } = useSpeech().window;
  return (
    <li class={`finding ${state}`}>
      {state !== "fact" && <span class="state">{reach.states[state]}</span>}
      <span>
        <Said message={message} />
        {why && (
          <span class="why">
            <Said message={why} />
          </span>
        )}
      </span>
    </li>
  );
}
