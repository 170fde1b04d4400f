// The dispatcher's queue: who is owed somebody, soonest first; accepted by name. Opened, it says first
// what the person wants, needs, and how they are safely reached.
import { Slip } from '../parts/slip';
import { Work } from '../parts/work';

export function Dispatch() {
  return (
    <Work
      title="Dispatch"
      says="What is owed stays with whoever holds it until a dispatcher has accepted it by name."
      parts={[
        { title: 'To send', path: '/v1/work?kind=dispatch', only: (line) => !line.mine },
        { title: 'Accepted by you', path: '/v1/work?kind=dispatch', only: (line) => line.mine },
        { title: 'Other things for dispatch', path: '/v1/work?duty=dispatcher', only: (line) => line.kind !== 'dispatch' },
      ]}
      show={(line, again) => <Slip line={line} again={again} />}
    />
  );
}
