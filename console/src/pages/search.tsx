// Finding an incident by its reference, a number, a name or an address. What is looked for goes in
// the body, never in an address; looking is on record. One's own and linked ones are found without
// more; any other needs a reason, here and again where it is opened.
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useSession } from '../api/session';
import { AskReason } from '../parts/lists';
import { carryReason } from '../parts/reasons';
import { go } from '../router';
import { ask, asProblem } from '../api/client';
import { when } from '../api/clock';
import { Link } from '../parts/link';

interface Found {
  incident: string;
  reference: string;
  opened_at: string;
  closed: boolean;
  relation: string;
  why: string[];
}
interface Answer {
  found: Found[];
  own_only: boolean;
  complete: boolean;
  incomplete: string;
  searched_by: string[];
}
// What was looked for and found stays while one incident of it is looked at, for whoever looked; in
// this page's memory alone.
interface Kept {
  who: string;
  text: string;
  reason: string;
  answer: Answer | undefined;
}
let kept: Kept | undefined;

const relations: Record<string, string> = { own: 'yours', linked: 'linked to yours', other: 'not yours: opening it needs a reason' };

export function Search() {
  const me = useSession().person?.id ?? '';
  const before = kept?.who === me ? kept : undefined;
  const [text, setText] = useState(before?.text ?? '');
  const [reason, setReason] = useState(before?.reason ?? '');
  const [answer, setAnswer] = useState<Answer | undefined>(before?.answer);
  const [opening, setOpening] = useState('');
  useEffect(() => {
    kept = { who: me, text, reason, answer };
  }, [me, text, reason, answer]);
  const [refused, setRefused] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!before?.answer) field.current?.focus();
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setRefused('');
    ask<Answer>('/v1/search', { method: 'POST', body: { text: text.trim() }, ...(reason.trim() ? { reason: reason.trim() } : {}) }).then(setAnswer, (error: unknown) => {
      setAnswer(undefined);
      setRefused(asProblem(error).says);
    });
  };
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">Search</h1>
      <form onSubmit={submit} className="search">
        <label className="govuk-label" htmlFor="text">
          A reference, a number, a name or an address
        </label>
        <input ref={field} id="text" className="govuk-input" value={text} autoComplete="off" spellCheck={false} required onChange={(event) => setText(event.target.value)} />
        <label className="govuk-label" htmlFor="why">
          Why, to search beyond your own and linked incidents
        </label>
        <input id="why" className="govuk-input" value={reason} autoComplete="off" onChange={(event) => setReason(event.target.value)} />
        <button type="submit" className="govuk-button" disabled={text.trim() === ''}>
          Search
        </button>
      </form>
      {refused && (
        <p role="alert" className="refusal">
          {refused}
        </p>
      )}
      <div role="status">
        {answer && (
          <p>
            {answer.found.length === 0 ? 'Nothing was found' : `${answer.found.length} found`}
            {answer.searched_by.length > 0 && `, searched by ${answer.searched_by.join(', ').replaceAll('_', ' ')}`}
            {answer.own_only && ', among your own and linked incidents only'}.
            {!answer.complete && <strong className="state-open"> This may not be all: {answer.incomplete || 'some records could not be searched'}.</strong>}
          </p>
        )}
      </div>
      {answer && answer.found.length > 0 && (
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">Reference</th>
              <th scope="col">Opened</th>
              <th scope="col">Found by</th>
              <th scope="col">What you have to do with it</th>
            </tr>
          </thead>
          <tbody>
            {answer.found.map((one) => (
              <tr key={one.incident}>
                <td>
                  {one.relation === 'other' ? (
                    <button type="button" className="link-button" aria-expanded={opening === one.incident} onClick={() => setOpening(opening === one.incident ? '' : one.incident)}>
                      {one.reference}
                    </button>
                  ) : (
                    <Link to={`/incidents/${one.reference}`}>{one.reference}</Link>
                  )}
                  {one.closed && ' closed'}
                </td>
                <td>{when(one.opened_at)}</td>
                <td>{one.why.join('; ')}</td>
                <td>
                  {relations[one.relation] ?? one.relation}
                  {opening === one.incident && (
                    <AskReason
                      says="It opens for fifteen minutes, and somebody else looks at why."
                      first={reason}
                      give={(why) => {
                        carryReason(one.reference, why);
                        go(`/incidents/${one.reference}`);
                      }}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
