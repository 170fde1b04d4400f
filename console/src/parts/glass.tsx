// Who opened an incident that was not theirs, and why: looked at by somebody else, with a finding that
// is on record. Nobody reviews their own.
import { useState, type FormEvent } from 'react';
import { ask, asProblem } from '../api/client';
import { when } from '../api/clock';
import { useSession } from '../api/session';
import type { GlassLine, GlassList } from '../api/v1';
import { count } from '../words';
import { usePolled } from './lists';

function Glass({ one, again }: { one: GlassLine; again: () => void }) {
  const me = useSession().person?.name;
  const [justified, setJustified] = useState<boolean>();
  const [finding, setFinding] = useState('');
  const [refused, setRefused] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (justified === undefined) return;
    ask(`/v1/glass/${one.glass}/review`, { method: 'POST', key: crypto.randomUUID(), body: { justified, finding: finding.trim() } }).then(again, (error: unknown) => setRefused(asProblem(error).says));
  };
  return (
    <li className="work answered">
      <span className="work-what">
        {one.who} opened {one.reference || one.subject}, {when(one.at)}
      </span>
      <q>{one.reason}</q>
      {one.who === me ? (
        <p className="aside">Yours: somebody else looks at it.</p>
      ) : (
        <form className="say-it" onSubmit={submit}>
          <fieldset>
            <legend>Was it needed?</legend>
            <label>
              <input type="radio" name={`glass-${one.glass}`} required checked={justified === true} onChange={() => setJustified(true)} /> It was
            </label>
            <label>
              <input type="radio" name={`glass-${one.glass}`} checked={justified === false} onChange={() => setJustified(false)} /> It was not
            </label>
          </fieldset>
          <label className="say-it-words">
            <span>What you found</span>
            <textarea rows={1} required minLength={3} value={finding} onChange={(event) => setFinding(event.target.value)} />
          </label>
          <button type="submit" className="small-button">
            Put it on record
          </button>
          {refused && <p role="alert">{refused}</p>}
        </form>
      )}
    </li>
  );
}

export function GlassesToReview() {
  const { data, again } = usePolled<GlassList>('/v1/glass');
  if (!data || data.broken.length === 0) return null;
  return (
    <details className="glasses">
      <summary>
        <strong>{count(data.broken.length, 'incident')} opened by somebody who does not work on it</strong>: to be looked at
      </summary>
      <ul>
        {data.broken.map((one) => (
          <Glass key={one.glass} one={one} again={again} />
        ))}
      </ul>
    </details>
  );
}
