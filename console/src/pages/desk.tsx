// A desk that is asked: what it has to search, by which keys, until when; and its answer, typed as one
// of three. Nothing found is not the same as not searched.
import { useState, type FormEvent } from 'react';
import { clock, date, when } from '../api/clock';
import { useSession } from '../api/session';
import { useFetched } from '../api/use';
import type { DeskAnswer, DeskAnswers, DeskQuestion, DeskQuestions, DeskQuestionWhole } from '../api/v1';
import { Beside, Refusal, usePolled } from '../parts/lists';
import { Told, useActing } from '../parts/owed_acts';
import { capital, identifier, say } from '../words';

type What = 'found' | 'nothing_found' | 'not_searched';
const whats: { id: What; says: string; hint: string }[] = [
  { id: 'found', says: 'Found', hint: 'Say what, in words.' },
  { id: 'nothing_found', says: 'Nothing found', hint: 'Only where all of it was searched: it becomes “no trace”.' },
  { id: 'not_searched', says: 'Not searched', hint: 'With the reason. It stays owed.' },
];
const reasons = ['unavailable', 'denied', 'timeout', 'partial', 'wrong_subject', 'not_applicable'] as const;
const ago: [number, string][] = [[0, 'just now'], [5, '5 minutes ago'], [15, '15 minutes ago'], [30, '30 minutes ago'], [60, 'an hour ago'], [120, 'two hours ago'], [240, 'four hours ago'], [480, 'eight hours ago']];

const keyValue = (kind: string, value: string): string => (/^\d{4}-\d\d-\d\d$/.test(value) ? date(value) : identifier(kind, value));

function Question({ incident, one, again }: { incident: string; one: DeskQuestionWhole; again: () => void }) {
  const session = useSession();
  const acting = useActing(incident, again);
  const [what, setWhat] = useState<What>();
  const [reason, setReason] = useState<(typeof reasons)[number]>('unavailable');
  const [by, setBy] = useState(session.person?.name ?? '');
  const [minutes, setMinutes] = useState(0);
  const [searched, setSearched] = useState<string[]>(one.keys.map((key) => key.kind));
  const [words, setWords] = useState('');
  const [coverage, setCoverage] = useState('');
  const all = one.keys.every((key) => searched.includes(key.kind));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!what) return;
    const body = {
      check: one.check,
      what,
      searched,
      searched_by: by.trim(),
      searched_at: new Date(clock.now() - minutes * 60_000).toISOString(),
      words: words.trim(),
      coverage: coverage.trim(),
      ...(what === 'not_searched' ? { reason } : {}),
    };
    void acting.act(`${capital(say(what))}: on record`, 'answer_check', body);
  };
  return (
    <>
      <header className="matter-head">
        <h2>{one.title}</h2>
        <span>{one.reference}</span>
      </header>
      <dl className="facts">
        {one.keys.map((key) => (
          <div key={key.kind + key.value} className="slip-answer">
            <dt>{capital(say(key.kind))}</dt>
            <dd>
              <strong>{keyValue(key.kind, key.value)}</strong>
            </dd>
          </div>
        ))}
        <dt>Whose</dt>
        <dd>{say(one.role)}</dd>
        <dt>Originator</dt>
        <dd>{one.originator}</dd>
        <dt>Purpose</dt>
        <dd>{say(one.purpose)}</dd>
        <dt>Lawful basis</dt>
        <dd>{one.lawful_basis}</dd>
      </dl>
      <form className="say-it" onSubmit={submit}>
        <fieldset>
          <legend>What came of it</legend>
          {whats.map((each) => (
            <label key={each.id}>
              <input type="radio" name="what" required checked={what === each.id} onChange={() => setWhat(each.id)} /> <strong>{each.says}</strong> <span className="aside">{each.hint}</span>
            </label>
          ))}
        </fieldset>
        {what === 'not_searched' && (
          <label className="pick">
            Because{' '}
            <select className="govuk-select" value={reason} onChange={(event) => setReason(event.target.value as (typeof reasons)[number])}>
              {reasons.map((each) => (
                <option key={each} value={each}>
                  {say(each)}
                </option>
              ))}
            </select>
          </label>
        )}
        {what && what !== 'not_searched' && (
          <>
            <label className="say-it-words">
              <span>Who searched</span>
              <input className="govuk-input" required value={by} onChange={(event) => setBy(event.target.value)} />
            </label>
            <label className="pick">
              When{' '}
              <select className="govuk-select" value={minutes} onChange={(event) => setMinutes(Number(event.target.value))}>
                {ago.map(([n, says]) => (
                  <option key={n} value={n}>
                    {says}
                  </option>
                ))}
              </select>
            </label>
            <fieldset>
              <legend>Searched by</legend>
              {one.keys.map((key) => (
                <label key={key.kind + key.value}>
                  <input type="checkbox" checked={searched.includes(key.kind)} onChange={() => setSearched(searched.includes(key.kind) ? searched.filter((kind) => kind !== key.kind) : [...searched, key.kind])} /> {say(key.kind)}
                </label>
              ))}
            </fieldset>
            {!all && <p className="state-open">Not all of it was searched: nothing found will read “not searched, answer not complete”.</p>}
            <label className="say-it-words">
              <span>Whose records, of what</span>
              <input className="govuk-input" required value={coverage} onChange={(event) => setCoverage(event.target.value)} />
            </label>
          </>
        )}
        {what && (
          <>
            <label className="say-it-words">
              <span>{what === 'found' ? 'What was found' : 'In words, if there is more to say'}</span>
              <textarea rows={3} required={what === 'found'} value={words} onChange={(event) => setWords(event.target.value)} />
            </label>
            <button type="submit" className="govuk-button" disabled={acting.busy}>
              Put it on record
            </button>
          </>
        )}
      </form>
      <Told acting={acting} />
    </>
  );
}

// With whom or what it is about: opening it is on record.
function Whole({ one, again }: { one: DeskQuestion; again: () => void }) {
  const { data, problem } = useFetched<DeskQuestionWhole>(`/v1/incidents/${one.incident}/desk_questions/${one.check}`, () => false);
  if (problem) return <Refusal problem={problem} />;
  return data ? <Question incident={one.incident} one={data} again={again} /> : <p role="status">Opening…</p>;
}

const outcomes: Record<string, string> = { hit: 'Found', no_trace: 'Nothing found' };
function Answered({ one }: { one: DeskAnswer }) {
  const not = one.outcome === 'not_searched' || one.outcome === '';
  return (
    <li className="work answered">
      <span className="work-what">
        {one.title}, by {one.by.map(say).join(', ')}: <span className={not ? 'state-open' : ''}>{outcomes[one.outcome] ?? `Not searched, ${say(one.reason)}`}</span>
      </span>
      <span className="work-about">
        {one.searched_by ? `${one.searched_by} searched ${one.searched.map(say).join(', ')} ${when(one.searched_at ?? one.answered_at)}` : 'nobody has searched'} · answered {when(one.answered_at)} · {one.reference} · {say(one.purpose)}
        {one.outcome === 'hit' && (one.acknowledged ? ' · read' : <strong className="state-open"> · not read yet</strong>)}
      </span>
    </li>
  );
}

export function Desk() {
  const { data, problem, again: anew } = usePolled<DeskQuestions>('/v1/desk_questions');
  const { data: done, problem: refused, again: once_more } = usePolled<DeskAnswers>('/v1/desk_answers');
  const again = () => {
    anew();
    once_more();
  };
  const [chosen, setChosen] = useState<DeskQuestion>();
  const list = data && (
    <>
      <h2 className="part">
        To answer <span className="part-count">{data.questions.length}</span>
      </h2>
      {data.questions.length === 0 && <p className="aside">Nothing is asked of your desk now.</p>}
      <ul>
        {data.questions.map((one) => (
          <li key={one.check} className={`work ${chosen?.check === one.check ? 'work-chosen' : ''}`}>
            <button type="button" className="work-open" aria-pressed={chosen?.check === one.check} onClick={() => setChosen(one)}>
              <span className="work-what">
                {one.title}, by {one.by.map(say).join(', ')}
              </span>
              <span className="work-about">
                asked {when(one.asked_at)} · {one.reference} · {say(one.purpose)}
                {one.urgent && <strong className="pill pill-live">live 999 call</strong>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {done && (
        <section aria-label="Answered">
          <h2 className="part">
            Answered <span className="part-count">{done.answers.length}</span>
          </h2>
          {done.answers.length === 0 && <p className="aside">Your desk has answered nothing yet.</p>}
          <ul>
            {done.answers.map((one) => (
              <Answered key={one.check} one={one} />
            ))}
          </ul>
          {done.more && <p className="aside">Older answers are not shown.</p>}
        </section>
      )}
    </>
  );
  return (
    <main id="main" className="page page-wide">
      <h1 className="govuk-heading-m">Questions to answer</h1>
      <p className="aside">Whom a question is about is shown when it is opened, and that is on record. An answer says who searched, when, and by what.</p>
      <Refusal problem={problem ?? refused} />
      <Beside list={list} label="Question" back={() => setChosen(undefined)} chosen={chosen && <Whole key={chosen.check} one={chosen} again={again} />} />
    </main>
  );
}
