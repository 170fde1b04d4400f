// For the policy officer: which patterns were heard and then rejected by people, and how often. By
// pattern alone: whose call it was, and what was said in it, is not shown.
import type { FalseAlarms as Rejections } from '../api/v1';
import { Refusal, usePolled } from '../parts/lists';
import { capital, say } from '../words';

export function FalseAlarms() {
  const { data, problem } = usePolled<Rejections>('/v1/false_alarms');
  const patterns = data?.rejected;
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">False alarms</h1>
      <p className="aside">What handlers said was not so. A pattern that is rejected often is one to mend in policy/hearing; one that is seldom wrong costs less than what it would miss.</p>
      <Refusal problem={problem} />
      {patterns?.length === 0 && <p role="status">Nothing that was heard has been rejected.</p>}
      {patterns && patterns.length > 0 && (
        <div className="table-holder" role="region" aria-label="Rejected patterns" tabIndex={0}>
          <table className="dense stacks">
            <thead>
              <tr>
                <th scope="col">Taken for</th>
                <th scope="col">Pattern</th>
                <th scope="col" className="number">
                  Rejected
                </th>
              </tr>
            </thead>
            <tbody>
              {patterns.map((one) => (
                <tr key={one.meaning + one.why}>
                  <th scope="row">{capital(say(one.meaning))}</th>
                  <td className="pattern">{one.why ? <code>{one.why}</code> : <span className="aside">by the program, no pattern</span>}</td>
                  <td className="number" data-label="Rejected">
                    {one.times}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.more && <p className="aside">Older incidents were not looked through.</p>}
    </main>
  );
}
