// Who is signed in at this page. A session that lapsed is renewed in place: the page, and what is
// typed in it, stays as it is until the same person has signed in again.
import { useSyncExternalStore } from 'react';
import { ask, askAs, Problem } from './client';
import { clock } from './clock';
import { live } from './live';
import { forgetDrafts } from '../parts/draft';

export interface Person {
  id: string;
  login: string;
  name: string;
  roles: string[];
}
interface SessionBody {
  person: Person;
  csrf: string;
  rehearsal: boolean;
  demonstration: boolean; // signed in without a password
  zone: string;
  now: string;
}
export interface Cast {
  login: string;
  name: string;
  roles: string[];
  says?: string;
}
export interface Session {
  state: 'unknown' | 'none' | 'in' | 'lapsed';
  person?: Person;
  rehearsal: boolean;
  demonstration?: boolean;
}

let session: Session = { state: 'unknown', rehearsal: false };
const watching = new Set<() => void>();
function become(next: Session): void {
  session = next;
  for (const tell of watching) tell();
}

// Why somebody looks, by what they are; the first role of the list that they have.
const purposes: [string, string][] = [
  ['handler', 'call_handling'],
  ['dispatcher', 'dispatch'],
  ['supervisor', 'supervision'],
  ['force_incident_manager', 'supervision'],
  ['public_protection', 'safeguarding'],
  ['offender_manager', 'offender_management'],
  ['safeguarding', 'safeguarding'],
  ['social_care', 'safeguarding'],
  ['quality', 'quality'],
  ['professional_standards', 'professional_standards'],
  ['operator', 'administration'],
  ['policy_officer', 'administration'],
];
export function purposeOf(person: Person): string {
  return purposes.find(([role]) => person.roles.includes(role))?.[1] ?? 'investigation';
}
export function has(person: Person | undefined, ...roles: string[]): boolean {
  return person !== undefined && roles.some((role) => person.roles.includes(role));
}

function signedIn(body: SessionBody): void {
  clock.set(body.now, body.zone);
  askAs({ csrf: body.csrf, purpose: purposeOf(body.person), lapsed });
  become({ state: 'in', person: body.person, rehearsal: body.rehearsal, demonstration: body.demonstration });
  live.start();
}
function lapsed(): void {
  if (session.state === 'in') become({ ...session, state: 'lapsed' });
}

export async function findSession(): Promise<void> {
  for (;;) {
    try {
      signedIn(await ask<SessionBody>('/v1/session'));
      return;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        become({ state: 'none', rehearsal: false });
        return;
      }
      await new Promise((done) => setTimeout(done, 500)); // the server is starting
    }
  }
}
export async function signIn(login: string, password: string): Promise<void> {
  signedIn(await ask<SessionBody>('/v1/session', { method: 'POST', body: { login, password } }));
}
export async function signInAs(login: string): Promise<void> {
  signedIn(await ask<SessionBody>('/v1/session/demonstration', { method: 'POST', body: { login } }));
}
export async function signInAgain(password: string): Promise<void> {
  signedIn(await ask<SessionBody>('/v1/session/again', { method: 'POST', body: { password } }));
}
export async function signOut(): Promise<void> {
  forgetDrafts(); // they are with the server
  await ask('/v1/session', { method: 'DELETE' }).catch(() => undefined);
  live.stop();
  askAs({ csrf: '', purpose: '' });
  become({ state: 'none', rehearsal: session.rehearsal });
}
export async function cast(): Promise<Cast[]> {
  const body = await ask<{ cast: Cast[] }>('/v1/session/demonstration').catch(() => ({ cast: [] }));
  return body.cast;
}
export function useSession(): Session {
  return useSyncExternalStore(
    (tell) => {
      watching.add(tell);
      return () => void watching.delete(tell);
    },
    () => session,
  );
}
