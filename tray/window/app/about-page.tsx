import { useState } from "preact/hooks";
import type { Health, Version } from "../../../agent/api/contract.ts";
import { type Answer, Answered, useAnswer } from "./answer.tsx";
import { ConditionCard, Row } from "./now-page.tsx";
import type { PageProps } from "./page-props.ts";
import { Prose } from "./prose.tsx";
import { useSpeech } from "./speech.ts";
import { snapshotIn } from "./state.ts";
import { supportText } from "./support.ts";
import { momentOf } from "./when.ts";

export interface WindowFacts {
  readonly version: string;
  readonly pid: number;
  readonly socket: string;
}

export function AboutPage({ state }: PageProps) {
  const { window } = useSpeech();
  const own = useAnswer<WindowFacts>("/api/window");
  const service = useAnswer<Version>("/api/version");
  const health = useAnswer<Health>("/api/health");
  const words = window.about;
  const facts = valueIn(own.answer);
  return (
    <>
      <h1 tabIndex={-1}>{window.pages.about}</h1>
      <section class="card" aria-labelledby="own">
        <h2 id="own">{words.windowTitle}</h2>
        <Answered {...own}>{(value) => <OwnFacts facts={value} />}</Answered>
      </section>
      <section class="card" aria-labelledby="service">
        <h2 id="service">{words.serviceTitle}</h2>
        <Answered {...service}>{(value) => <ServiceFacts version={value} own={facts?.version} />}</Answered>
      </section>
      <section aria-labelledby="trust">
        <h2 id="trust">{words.trustTitle}</h2>
        <p>
          <Prose text={words.trust} />
        </p>
      </section>
      <section aria-labelledby="health">
        <h2 id="health">{words.healthTitle}</h2>
        <Answered {...health}>{(value) => <HealthList health={value} />}</Answered>
      </section>
      <Support
        text={supportText({
          window: facts,
          service: valueIn(service.answer),
          health: valueIn(health.answer),
          snapshot: snapshotIn(state),
          silence: state.view?.kind === "silent" ? state.view.why : null,
          browser: navigator.userAgent,
        })}
      />
    </>
  );
}

const valueIn = <T,>(answer: Answer<T>): T | undefined => (answer.kind === "here" ? answer.value : undefined);

function OwnFacts({ facts }: { facts: WindowFacts }) {
  const { about } = useSpeech().window;
  return (
    <dl class="rows">
      <Row label={about.version} value={facts.version} />
      <Row label={about.process} value={String(facts.pid)} />
      <Row label={about.socket} value={facts.socket} />
    </dl>
  );
}

function ServiceFacts({ version, own }: { version: Version; own: string | undefined }) {
  const { window, locale } = useSpeech();
  const { about } = window;
  return (
    <>
      <dl class="rows">
        <Row label={about.serviceVersion} value={version.version} />
        {/* A service of before this version gives none */}
        <Row label={about.id} value={version.id ?? window.notKnown} />
        <Row label={about.process} value={String(version.pid)} />
        <Row label={about.started} value={momentOf(version.started, locale)} />
        <Row label={about.mei} value={version.mei} />
      </dl>
      {own !== undefined && own !== version.version && <p>{about.differs}</p>}
    </>
  );
}

function HealthList({ health }: { health: Health }) {
  const { about } = useSpeech().window;
  const conditions = health.conditions.filter(({ code }) => code !== "virtual");
  if (conditions.length === 0) return <p>{about.healthy}</p>;
  return (
    <ul class="conditions">
      {conditions.map((condition) => (
        <ConditionCard key={condition.code} condition={condition} />
      ))}
    </ul>
  );
}

function Support({ text }: { text: string }) {
  const { about } = useSpeech().window;
  const [said, setSaid] = useState("");
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setSaid(about.copied),
      () => setSaid(about.copyFailed),
    );
  };
  return (
    <section aria-labelledby="support">
      <h2 id="support">{about.supportTitle}</h2>
      <p class="quiet" id="support-what">
        {about.supportText}
      </p>
      <textarea readOnly rows={14} dir="ltr" aria-labelledby="support" aria-describedby="support-what" value={text} />
      <p>
        <button type="button" onClick={copy}>
          {about.copy}
        </button>{" "}
        <span role="status">{said}</span>
      </p>
    </section>
  );
}
