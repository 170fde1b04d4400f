// Asking the server. Every command carries a key of its own, so that one sent again after a break has
// one effect; a command that the network swallowed is sent again until the server has answered. What
// went wrong is always a Problem, in words that say what to do.
import type { operations, Problem as ProblemBody } from './v1';

export type Operation = keyof operations;
type Answers<O extends Operation> = operations[O] extends {
  responses: { 200: { content: { 'application/json': infer A } } };
}
  ? A
  : operations[O] extends { responses: { 201: { content: { 'application/json': infer A } } } }
    ? A
    : never;
export type BodyOf<O extends Operation> = operations[O] extends {
  requestBody: { content: { 'application/json': infer B } };
}
  ? B
  : never;
type OnIncident<O extends Operation> = operations[O] extends {
  parameters: { path: { incident: string } };
  requestBody: unknown;
}
  ? O
  : never;
export type CommandName = { [O in Operation]: OnIncident<O> }[Operation];

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly where: string;
  constructor(status: number, code: string, detail: string, remedy: string, where = '') {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.remedy = remedy;
    this.where = where;
  }
  get says(): string {
    const detail = this.message ? this.message.charAt(0).toUpperCase() + this.message.slice(1) : '';
    return [detail, this.remedy].filter((part) => part !== '').join('. ').replace(/\.\.$/, '.');
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, 'unreachable', 'The server cannot be reached', 'Go on typing: nothing is lost; it is sent when the connection is back');
}

// Who asks, and why; set by the session. `lapsed` is told when the server says that nobody is signed in.
interface Asking {
  csrf: string;
  purpose: string;
  lapsed: () => void;
}
const asking: Asking = { csrf: '', purpose: '', lapsed: () => undefined };
export function askAs(who: Partial<Asking>): void {
  Object.assign(asking, who);
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody> & { title?: string };
  return new Problem(
    response.status,
    body.code ?? 'internal',
    body.detail ?? body.title ?? 'The server did not say what was wrong',
    body.remedy ?? 'Try again; if it happens again, tell whoever looks after the system',
    body.where ?? '',
  );
}

interface How {
  method?: string;
  body?: unknown;
  key?: string;
  ifMatch?: number;
  reason?: string;
  signal?: AbortSignal;
  keepalive?: boolean;
}

export async function ask<A>(path: string, how: How = {}): Promise<A> {
  const method = how.method ?? 'GET';
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (asking.purpose) headers['Heed-Purpose'] = asking.purpose;
  if (how.reason) headers['Heed-Reason'] = encodeURIComponent(how.reason);
  if (how.body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['Heed-CSRF'] = asking.csrf;
  if (how.key) headers['Idempotency-Key'] = how.key;
  if (how.ifMatch !== undefined) headers['If-Match'] = `"${how.ifMatch}"`;
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    ...(how.body !== undefined ? { body: JSON.stringify(how.body) } : {}),
    ...(how.signal ? { signal: how.signal } : {}),
    ...(how.keepalive ? { keepalive: true } : {}),
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.status === 401 && !path.startsWith('/v1/session')) asking.lapsed();
    throw problem;
  }
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as A;
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const retry_waits = [250, 500, 1000, 2000, 4000];

// A command, sent until it is answered: once more after every break, with the same key. A server that
// is starting or overloaded (503) is asked again as well. `waiting` is told that it is not yet saved.
export async function send<O extends CommandName>(
  incident: string,
  command: O,
  body: BodyOf<O>,
  how: { key?: string; ifMatch?: number; reason?: string; query?: string; waiting?: () => void } = {},
): Promise<Answers<O>> {
  const key = how.key ?? crypto.randomUUID();
  const name = command === 'open_contact_on_incident' ? 'contacts' : command;
  for (let attempt = 0; ; ++attempt) {
    try {
      return await ask<Answers<O>>(`/v1/incidents/${incident}/${name}${how.query ?? ''}`, {
        method: 'POST',
        body,
        key,
        ...(how.ifMatch !== undefined ? { ifMatch: how.ifMatch } : {}),
        ...(how.reason ? { reason: how.reason } : {}),
      });
    } catch (error) {
      const again = !(error instanceof Problem) || error.status === 503 || error.status === 502;
      if (!again) throw error;
      how.waiting?.();
      await pause(retry_waits[Math.min(attempt, retry_waits.length - 1)] ?? 4000);
    }
  }
}
