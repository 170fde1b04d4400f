// The crime recorder's due list: whether a crime is recorded, within the day. The caller's words stand
// as they were said; a trained person chooses the code.
import { Matter } from '../parts/matter';
import { Work } from '../parts/work';

export function Crimes() {
  return (
    <Work
      title="Crimes to decide on"
      says="Due within 24 hours of the report, open or closed. The victim’s belief is in most cases enough; what was said decides, not what it was called."
      parts={[{ title: 'Due', path: '/v1/work?duty=crime_recorder' }]}
      show={(line, again) => <Matter reference={line.reference} obligation={line.obligation} lines={40} again={again} />}
    />
  );
}
