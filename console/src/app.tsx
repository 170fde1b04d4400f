import { useEffect, useRef } from 'react';
import { findSession, has, signOut, useSession } from './api/session';
import { timeWithSeconds, useSeconds } from './api/clock';
import { useLiveState } from './api/use';
import { Link } from './parts/link';
import { pages } from './pages';
import { SignIn, SignInAgain } from './pages/sign_in';
import { match, usePath } from './router';

function Now() {
  return <time className="strip-clock">{timeWithSeconds(useSeconds() * 1000)}</time>;
}

// Above every page: where one is, who one is, and, on a rehearsal ledger, that nobody here exists.
function Strip() {
  const session = useSession();
  const path = usePath();
  const connection = useLiveState();
  const shown = pages.filter((page) => page.roles.includes('*') || has(session.person, ...page.roles));
  return (
    <header className="strip">
      <span className="strip-name">Heed</span>
      {session.rehearsal && <strong className="watermark">Rehearsal · nobody here exists</strong>}
      <nav aria-label="Pages" className="strip-pages">
        {shown.map((page) => (
          <Link key={page.path} to={page.path} className="strip-link" current={path === page.path}>
            {page.title}
          </Link>
        ))}
      </nav>
      <span className="strip-end">
        <span role="status" className={connection === 'open' ? 'visually-hidden' : 'strip-lost'}>
          {connection === 'lost' ? 'No connection: go on typing, it is kept and sent later' : ''}
        </span>
        <Now />
        <span className="strip-person">{session.person?.name}</span>
        <button type="button" className="strip-button" onClick={() => void signOut()}>
          Sign out
        </button>
      </span>
    </header>
  );
}

function Nowhere() {
  return (
    <main id="main" className="page">
      <h1 className="govuk-heading-m">There is no such page</h1>
      <p>
        <Link to="/">Go to the incidents</Link>
      </p>
    </main>
  );
}

export function App() {
  const session = useSession();
  const path = usePath();
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current) void findSession();
    asked.current = true;
  }, []);
  const found = pages.map((page) => ({ page, parts: match(page.path, path) })).find((one) => one.parts !== undefined);
  useEffect(() => {
    const where = found?.page.path.includes(':') ? decodeURIComponent(path.split('/').pop() ?? '') : found?.page.title;
    document.title = session.state === 'none' ? 'Sign in: Heed' : `${where ?? 'No such page'}: Heed`;
  }, [found?.page, path, session.state]);
  if (session.state === 'unknown') {
    return (
      <main id="main" className="page">
        <p role="status">Looking whether you are signed in…</p>
      </main>
    );
  }
  if (session.state === 'none') return <SignIn />;
  const Show = found?.page.show;
  return (
    <>
      <a href="#main" className="govuk-skip-link">
        Skip to main content
      </a>
      <Strip />
      {session.state === 'lapsed' && <SignInAgain />}
      {Show ? <Show key={path} parts={found?.parts ?? {}} /> : <Nowhere />}
    </>
  );
}
