// Public protection and offender managers: what they are told and give their receipt for, with the
// clauses, the facts matched and missing, the full record, and the decision.
import { useState } from 'react';
import { Matter } from '../parts/matter';
import { Records } from '../parts/records';
import { Work } from '../parts/work';

function Held({ incident, reason }: { incident: string; reason: string | undefined }) {
  const [open, setOpen] = useState(false);
  return open ? (
    <Records incident={incident} reason={reason} />
  ) : (
    <p>
      <button type="button" className="govuk-button govuk-button--secondary" onClick={() => setOpen(true)}>
        Open the full records
      </button>
    </p>
  );
}

export function Protection() {
  return (
    <Work
      title="Public protection"
      says="A possible breach is never called a breach: the clause, what matches it and what is missing are beside it. Your receipt says that you have been told; it decides nothing."
      parts={[
        { title: 'Told to public protection', path: '/v1/work?duty=public_protection' },
        { title: 'Told to offender management', path: '/v1/work?duty=offender_manager' },
        { title: 'Decisions on suspects', path: '/v1/work?kind=decide' },
      ]}
      show={(line, again) => <Matter reference={line.reference} obligation={line.obligation} again={again} below={(view, _acting, reason) => <Held incident={view.id} reason={reason} />} />}
    />
  );
}
