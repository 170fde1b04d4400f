// For the force incident manager, and for supervisors: the decisions that the force owes, and what has
// climbed past everybody else.
import { Matter } from '../parts/matter';
import { Work } from '../parts/work';

export function Decisions() {
  return (
    <Work
      title="Decisions owed"
      says="A decision is a named person’s, with reasons. Telling somebody does not decide it."
      parts={[
        { title: 'To decide', path: '/v1/work?kind=decide' },
        { title: 'To review', path: '/v1/work?kind=review' },
        { title: 'Climbed to the force incident manager', path: '/v1/work?duty=force_incident_manager', only: (line) => line.kind !== 'decide' && line.kind !== 'review' },
      ]}
      show={(line, again) => <Matter reference={line.reference} obligation={line.obligation} again={again} />}
    />
  );
}
