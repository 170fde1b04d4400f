import { useEffect, useState, type FormEvent } from 'react';
import { asProblem } from '../api/client';
import { cast, signIn, signInAgain, signInAs, useSession, type Cast } from '../api/session';
import { say } from '../words';

function Refusal({ says }: { says: string }) {
  return (
    <div className="govuk-error-summary" role="alert">
      <h2 className="govuk-error-summary__title">You are not signed in</h2>
      <p className="govuk-body">{says}</p>
    </div>
  );
}

// On a rehearsal ledger the people of the demonstration are listed, and sign in without a password.
function Demonstration({ people, failed }: { people: Cast[]; failed: (says: string) => void }) {
  return (
    <section aria-labelledby="cast">
      <h2 id="cast" className="govuk-heading-s">
        The people of this rehearsal
      </h2>
      <p className="govuk-hint">They are invented. Choose one: no password is asked for.</p>
      <ul className="cast">
        {people.map((one) => (
          <li key={one.login}>
            <button
              type="button"
              className="cast-person"
              onClick={() => void signInAs(one.login).catch((error: unknown) => failed(asProblem(error).says))}
            >
              <strong>{one.name}</strong>
              <span>{one.says || one.roles.map(say).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SignIn() {
  const [people, setPeople] = useState<Cast[]>([]);
  const [refused, setRefused] = useState('');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  useEffect(() => void cast().then(setPeople), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefused('');
    signIn(login, password)
      .catch((error: unknown) => setRefused(asProblem(error).says))
      .finally(() => setBusy(false));
  };
  return (
    <main id="main" className="page sign-in">
      <h1 className="govuk-heading-l">Heed</h1>
      {people.length > 0 && (
        <p>
          <strong className="watermark">Rehearsal · nobody here exists</strong>
        </p>
      )}
      {refused && <Refusal says={refused} />}
      <div className="sign-in-ways">
        <form onSubmit={submit} aria-labelledby="with-password">
          <h2 id="with-password" className="govuk-heading-s">
            Sign in
          </h2>
          <div className="govuk-form-group">
            <label className="govuk-label" htmlFor="login">
              Sign-in name
            </label>
            <input className="govuk-input" id="login" name="login" autoComplete="username" spellCheck={false} required value={login} onChange={(event) => setLogin(event.target.value)} />
          </div>
          <div className="govuk-form-group">
            <label className="govuk-label" htmlFor="password">
              Password
            </label>
            <input className="govuk-input" id="password" name="password" type="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
          </div>
          <button type="submit" className="govuk-button" disabled={busy}>
            Sign in
          </button>
        </form>
        {people.length > 0 && <Demonstration people={people} failed={setRefused} />}
      </div>
    </main>
  );
}

// The session has lapsed: the page stays, and what is typed in it.
export function SignInAgain() {
  const session = useSession();
  const [password, setPassword] = useState('');
  const [refused, setRefused] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signInAgain(password || '-').catch((error: unknown) => setRefused(asProblem(error).says));
  };
  return (
    <form className="again" onSubmit={submit} aria-label="Sign in again">
      <strong>{session.person?.name}, your sign-in has lapsed.</strong> What you have typed is kept.
      {!session.demonstration && (
        <>
          <label htmlFor="again-password">Password</label>
          <input id="again-password" className="govuk-input" type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </>
      )}
      <button type="submit" className="govuk-button">
        Go on
      </button>
      <span role="alert">{refused}</span>
    </form>
  );
}
