// On a rehearsal ledger: where the case is, and "three weeks later".
import { useEffect, useState } from 'react';
import { ask, asProblem } from '../api/client';
import { clock } from '../api/clock';
import { useSession } from '../api/session';

interface Where {
  says?: string;
  next?: string;
  now?: string;
}

export function Rehearsal() {
  const session = useSession();
  const [where, setWhere] = useState<Where>();
  const [refused, setRefused] = useState('');
  useEffect(() => {
    if (session.rehearsal) void ask<Where>('/v1/rehearsal').then(setWhere, () => undefined);
  }, [session.rehearsal]);
  if (!session.rehearsal || !where) return null;
  const next = () =>
    ask<Where>('/v1/rehearsal/next', { method: 'POST', body: {} }).then(
      (after) => {
        if (after.now) clock.set(after.now);
        setWhere(after);
      },
      (error: unknown) => setRefused(asProblem(error).says),
    );
  return (
    <section className="rehearsal" aria-label="Rehearsal">
      {where.says && <span>{where.says}</span>}
      {where.next && (
        <button type="button" className="govuk-button govuk-button--secondary" onClick={() => void next()}>
          {where.next}
        </button>
      )}
      <span role="alert">{refused}</span>
    </section>
  );
}
