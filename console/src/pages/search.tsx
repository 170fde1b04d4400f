// Finding an incident by its reference, a number, a name or an address. What is looked for goes in
// the body, never in an address; looking is on record. One's own and linked ones are found without
// more; any other needs a reason, here and again where it is opened.
import { useEffect, useRef, useState, type FormEvent } from 'react';
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
const relations: Record<string, string> = { own: 'yours', linked: 'linked to yours', other: 'not yours: opening it needs a reason' };

export function Search() {
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<Answer>();
  const [refused, setRefused] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
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
                  <Link to={`/incidents/${one.reference}`}>{one.reference}</Link>
                  {one.closed && ' closed'}
                </td>
                <td>{when(one.opened_at)}</td>
                <td>{one.why.join('; ')}</td>
                <td>{relations[one.relation] ?? one.relation}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
}
