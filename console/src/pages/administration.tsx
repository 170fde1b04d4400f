// For whoever keeps the system: the policy in force and its two approvers, the sources and their
// state, accounts and roles. Nothing of any incident.
import { clock, when } from '../api/clock';
import { has, useSession } from '../api/session';
import type { AccountList, PolicyInForceView, SourceLine, SourceList } from '../api/v1';
import { Refusal, usePolled } from '../parts/lists';
import { capital, count, say } from '../words';

function Policy() {
  const { data, problem } = usePolled<PolicyInForceView>('/v1/policy');
  return (
    <section aria-labelledby="policy">
      <h2 id="policy" className="govuk-heading-s">
        Policy in force
      </h2>
      <Refusal problem={problem} />
      {data && (
        <>
          <dl className="facts">
            <dt>Name</dt>
            <dd>{data.name}</dd>
            <dt>Version</dt>
            <dd>
              <code>{data.version}</code>
            </dd>
            <dt>Approved by</dt>
            <dd>{data.approved_by.join(' and ')}</dd>
            <dt>Holds</dt>
            <dd>
              {count(data.rules.length, 'rule')} in {count(data.files.length, 'file')}
            </dd>
          </dl>
          <details>
            <summary>{count(data.rules.length, 'rule')}, with why and on what authority</summary>
            <ul className="bears">
              {data.rules.map((one) => (
                <li key={one.id}>
                  <code>{one.id}</code> <span className="aside">for each {say(one.subject)}</span> {one.why}. <span className="aside">{one.source}</span>
                </li>
              ))}
            </ul>
          </details>
          <details>
            <summary>{count(data.files.length, 'file')}</summary>
            <ul className="plain">
              {data.files.map((one) => (
                <li key={one}>
                  <code>{one}</code>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}

function standing(one: SourceLine): { says: string; bad?: boolean } {
  if (!one.asked || (one.answered === 0 && one.failed === 0)) return { says: 'not asked yet' };
  if (one.answered === 0) return { says: `has not answered${one.reason ? `: ${say(one.reason)}` : ''}`, bad: true };
  if (!one.up) return { says: `not answering${one.reason ? `: ${say(one.reason)}` : ''}`, bad: true };
  return { says: 'answering', bad: false };
}

function Sources() {
  const { data, problem } = usePolled<SourceList>('/v1/sources');
  return (
    <section aria-labelledby="sources">
      <h2 id="sources" className="govuk-heading-s">
        Sources
      </h2>
      <Refusal problem={problem} />
      <div className="table-holder" role="region" aria-label="Sources and their state" tabIndex={0}>
        <table className="dense stacks">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Waiting
              </th>
              <th scope="col" className="number">
                Answered
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col">Lawful basis</th>
              <th scope="col">While it is down</th>
            </tr>
          </thead>
          <tbody>
            {(data?.sources ?? []).map((one) => {
              const now = standing(one);
              return (
                <tr key={one.source}>
                  <th scope="row">
                    {one.title}
                    <div className="aside">
                      {one.coverage}, {say(one.holder)}
                    </div>
                  </th>
                  <td>
                    <strong className={now.bad === undefined ? 'aside' : now.bad ? 'state-bad' : 'state-good'}>{capital(now.says)}</strong>
                    {one.since && ` since ${when(one.since)}`}
                                        {one.next_try && Date.parse(one.next_try) > clock.now() && `, next try ${when(one.next_try)}`}
                  </td>
                  <td className="number" data-label="Waiting">
                    {one.queued + one.running}
                  </td>
                  <td className="number" data-label="Answered">
                    {one.answered}
                  </td>
                  <td className={`number ${one.failed > 0 ? 'overdue' : ''}`} data-label="Failed">
                    {one.failed}
                  </td>
                  <td>{one.lawful_basis}</td>
                  <td>{one.outage}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const states: Record<string, string> = { may_sign_in: 'may sign in', no_password: 'no password yet', disabled: 'disabled', left: 'has left' };
function Accounts() {
  const { data, problem } = usePolled<AccountList>('/v1/accounts');
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts" className="govuk-heading-s">
        Accounts and roles
      </h2>
      <p className="aside">Made, given passwords and disabled by heed user; roles stand in the staff file.</p>
      <Refusal problem={problem} />
      <div className="table-holder" role="region" aria-label="Accounts" tabIndex={0}>
        <table className="dense stacks">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Sign-in name</th>
              <th scope="col">Roles</th>
              <th scope="col">Desk</th>
              <th scope="col">Sign-in</th>
            </tr>
          </thead>
          <tbody>
            {(data?.accounts ?? []).map((one) => (
              <tr key={one.login} className={one.state === 'left' ? 'closed' : ''}>
                <th scope="row">{one.name}</th>
                <td>{one.login}</td>
                <td>{one.roles.map(say).join(', ')}</td>
                <td>{one.desk}</td>
                <td>
                  <strong className={one.state === 'disabled' ? 'state-bad' : ''}>{capital(states[one.state] ?? say(one.state))}</strong>
                  {one.changed_at && <span className="aside"> since {when(one.changed_at)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Administration() {
  const session = useSession();
  const keeps = has(session.person, 'operator');
  return (
    <main id="main" className="page page-wide">
      <h1 className="govuk-heading-m">Administration</h1>
      <div className="stack">
        <Policy />
        {keeps && <Sources />}
        {keeps && <Accounts />}
      </div>
    </main>
  );
}
