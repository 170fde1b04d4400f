// On a rehearsal ledger: where the case is, and "three weeks later".
import { useEffect, useState } from 'react';
import { ask, asProblem } from '../api/client';
import { clock } from '../api/clock';
import { useSession } from '../api/session';

interface Where {
  now: string;
  next: string; // what the next act is; empty: all are done
}

export function Rehearsal() {
  const session = useSession();
  const [where, setWhere] = useState<Where>();
  const [refused, setRefused] = useState('');
  useEffect(() => {
    if (session.rehearsal) void ask<Where>('/v1/rehearsal').then(setWhere, () => undefined);
  }, [session.rehearsal]);
  if (!session.rehearsal || !where?.next) return null;
  const next = () =>
    ask<Where>('/v1/rehearsal/next', { method: 'POST' }).then(
      (after) => {
        clock.set(after.now);
        setWhere(after);
      },
      (error: unknown) => setRefused(asProblem(error).says),
    );
  return (
    <section className="rehearsal" aria-label="Rehearsal">
      {where.next && (
        <>
          <button type="button" className="govuk-button govuk-button--secondary" onClick={() => void next()}>
            Go on with the case
          </button>
          <span>{where.next}</span>
        </>
      )}
      <span role="alert">{refused}</span>
    </section>
  );
}
