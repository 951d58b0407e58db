import { useEffect } from "preact/hooks";
import type { Presence } from "../../../agent/api/contract.ts";
import { realClock } from "../../../platform/clock.ts";
import { harmless } from "../../one-line.ts";
import { Answered, Empty, useAnswer } from "./answer.tsx";
import { type Speech, useSpeech } from "./speech.ts";
import { agoOf, clockOf, momentOf, useNow } from "./when.ts";

/** ms. Heartbeats are not pushed. */
const readEvery = 10_000;

export function PresencePage() {
  const { window } = useSpeech();
  const { answer, again } = useAnswer<Presence>("/api/presence");
  useEffect(() => (answer.kind === "here" ? realClock.after(readEvery, again) : undefined), [answer, again]);
  return (
    <>
      <h1 tabIndex={-1}>{window.pages.presence}</h1>
      <p class="intro">{window.presence.intro}</p>
      <Answered answer={answer} again={again}>
        {(presence) => (
          <>
            <Agents agents={presence.agents} />
            <OsWatchdog watchdog={presence.osWatchdog} />
          </>
        )}
      </Answered>
    </>
  );
}

type Agent = Presence["agents"][number];

function Agents({ agents }: { agents: readonly Agent[] }) {
  const { presence } = useSpeech().window;
  if (agents.length === 0) return <Empty title={presence.empty} text={presence.emptyText} />;
  return (
    <ul class="agents">
      {agents.map((agent) => (
        <AgentCard key={agent.id} agent={agent} />
      ))}
    </ul>
  );
}

function AgentCard({ agent }: { agent: Agent }) {
  const speech = useSpeech();
  const { presence: words } = speech.window;
  return (
    <li class={`card agent ${agent.state}`}>
      <h2>
        <bdi>{harmless(agent.name)}</bdi>
      </h2>
      <p class="state">
        {words.states[agent.state] ?? agent.state}
        {agent.code && ` (${agent.code})`}
      </p>
      <p class="quiet">
        {words.sources[agent.source] ?? agent.source} {"\u00b7"} {words.health[agent.health] ?? agent.health}
        {agent.timeoutSeconds !== null && ` \u00b7 ${words.within(agent.timeoutSeconds)}`}
      </p>
      <dl class="rows">
        <div>
          <dt>{words.heartbeat}</dt>
          <dd>
            <Beat agent={agent} speech={speech} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Beat({
  agent: { lastHeartbeat, nextHeartbeat },
  speech: { window, locale },
}: {
  agent: Agent;
  speech: Speech;
}) {
  const now = useNow(1_000);
  if (lastHeartbeat === null) return <>{window.presence.never}</>;
  return (
    <>
      {agoOf(lastHeartbeat, locale, now)}
      {nextHeartbeat && new Date(nextHeartbeat).getTime() > now && (
        <span class="quiet">
          {", "}
          {window.presence.next(clockOf(nextHeartbeat, locale))}
        </span>
      )}
    </>
  );
}

function OsWatchdog({ watchdog }: { watchdog: Presence["osWatchdog"] }) {
  const { window, locale } = useSpeech();
  const words = window.presence;
  return (
    <section aria-labelledby="watchdog">
      <h2 id="watchdog">{words.osTitle}</h2>
      <p>{watchdog ? (words.osStates[watchdog.state] ?? watchdog.state) : words.osNone}</p>
      {watchdog?.code && <p class="quiet">{window.failure.code(watchdog.code)}</p>}
      {watchdog?.lastPing && (
        <p class="quiet">
          {words.heartbeat}
          {": "}
          {momentOf(watchdog.lastPing, locale)}
        </p>
      )}
    </section>
  );
}
