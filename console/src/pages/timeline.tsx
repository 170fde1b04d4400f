// What happened to one incident, in its order: contacts, what was written, asked and answered, what
// was dealt with and is still to come. Made of the same view as the handler's screen.
import { timeWithSeconds, when } from '../api/clock';
import { useChoices, useIncident } from '../api/use';
import type { IncidentView, OwedView } from '../api/v1';
import { LinkChart } from '../parts/chart';
import { HowWeighed } from '../parts/compare';
import { Link } from '../parts/link';
import { capital, phone, say } from '../words';

interface Moment {
  at: string;
  what: string;
  by: string;
  detail: string;
}

function momentsOf(view: IncidentView, words: (question: string) => string): Moment[] {
  const out: Moment[] = [];
  for (const one of view.contacts) {
    out.push({ at: one.answered_at, what: `${say(one.channel)} answered`, by: one.handler, detail: one.line ? phone(one.line) : 'number withheld' });
    if (one.ended_at) out.push({ at: one.ended_at, what: one.lost ? 'Line lost' : 'Call ended', by: '', detail: '' });
  }
  for (const one of view.log) {
    out.push({ at: one.at, what: one.voice === 'caller' ? 'Caller’s words' : 'Written', by: one.by, detail: one.withheld ? `not shown to you: for ${say(one.is_protected_for)}` : one.text });
  }
  for (const one of view.answers) {
    out.push({ at: one.at, what: words(one.question), by: one.by, detail: one.outcome === 'answered' ? one.value : say(one.outcome) });
  }
  return out.sort((a, b) => a.at.localeCompare(b.at));
}

// The same thing, due in the same minute and with the same person, is one line.
function toCome(owed: OwedView[]): { one: OwedView; whose: string; times: number }[] {
  const out = new Map<string, { one: OwedView; whose: string; times: number }>();
  for (const one of owed) {
    const whose = one.accepted ? one.holder : `${one.offered || one.holder}, offered`;
    const key = [when(one.due), one.what, whose].join('|');
    const before = out.get(key);
    if (before) before.times += 1;
    else out.set(key, { one, whose, times: 1 });
  }
  return [...out.values()];
}

function Moments({ all }: { all: Moment[] }) {
  return (
    <div className="moj-timeline">
      {all.map((one, at) => (
        <div key={at} className="moj-timeline__item">
          <div className="moj-timeline__header">
            <h3 className="moj-timeline__title">{one.what}</h3>
            {one.by && <p className="moj-timeline__byline"> by {one.by}</p>}
          </div>
          <p className="moj-timeline__date">
            <time dateTime={one.at}>
              {when(one.at)} <span className="aside">({timeWithSeconds(one.at)})</span>
            </time>
          </p>
          {one.detail && <div className="moj-timeline__description">{one.detail}</div>}
        </div>
      ))}
    </div>
  );
}

export function Timeline({ parts }: { parts: Record<string, string> }) {
  const reference = parts['reference'] ?? '';
  const { data, problem } = useIncident(reference);
  const choices = useChoices();
  const words = (id: string) => choices?.questions.find((one) => one.id === id)?.words ?? say(id);
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">{reference}: what hangs together, and what happened</h1>
      <p>
        <Link to={`/incidents/${reference}`}>Back to the incident</Link>
      </p>
      {problem && (
        <p role="alert" className="refusal">
          {problem.says}
        </p>
      )}
      {data && <LinkChart view={data} />}
      {data && <HowWeighed view={data} />}
      {data && <h2 className="govuk-heading-s">In its order</h2>}
      {data && <Moments all={momentsOf(data, words)} />}
      {data && data.owed.length > 0 && (
        <>
          <h2 className="govuk-heading-s">Still to come</h2>
          <ul className="to-come">
            {toCome(data.owed).map(({ one, whose, times }) => (
              <li key={one.id}>
                <strong>{when(one.due)}</strong> {capital(one.what)}
                {times > 1 && ` (${times} times)`}, {whose}
              </li>
            ))}
          </ul>
        </>
      )}
    </main>
  );
}
