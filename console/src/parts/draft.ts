// What is being typed, kept so that nothing is lost: in this tab at every key, and a second after the
// last one with the server, sealed to this person. What was sent is kept too until the server has
// said that it is durable. A tab holds a lock for its draft, so that another tab, or the next start
// of the browser, takes over only what no open tab still has.
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, asProblem, Problem, send } from '../api/client';
import { live, type HeardFinding } from '../api/live';

export type Voice = 'handler_note' | 'caller' | 'quoted';
export interface Draft {
  draft: string;
  incident: string;
  contact: string;
  voice: Voice;
  text: string;
  rev: number;
}
// Sent, and not yet known to be durable.
export interface Unsaved {
  key: string;
  incident: string;
  contact: string;
  voice: Voice;
  text: string;
  draft: string;
}

const draft_key = (incident: string) => `heed.draft.${incident}`;
const unsaved_key = 'heed.unsaved';
const save_after_ms = 1000;
const hear_every_ms = 250;

function read<T>(key: string): T | undefined {
  const text = sessionStorage.getItem(key);
  if (!text) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
function keep(key: string, value: unknown): void {
  sessionStorage.setItem(key, JSON.stringify(value));
}
// The next person at this machine finds nothing.
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('heed.')) sessionStorage.removeItem(key);
  }
}

function fresh(incident: string, contact: string, voice: Voice): Draft {
  return { draft: crypto.randomUUID(), incident, contact, voice, text: '', rev: 0 };
}

async function save(draft: Draft): Promise<void> {
  const { draft: id, ...body } = draft;
  await ask(`/v1/drafts/${id}`, { method: 'PUT', body });
}
// Held for as long as the tab lives.
function hold(id: string): () => void {
  let release: () => void = () => undefined;
  if (navigator.locks) {
    void navigator.locks.request(`heed.draft.${id}`, () => new Promise<void>((done) => (release = done))).catch(() => undefined);
  }
  return () => release();
}
async function heldElsewhere(): Promise<Set<string>> {
  const held = navigator.locks ? (await navigator.locks.query()).held : [];
  return new Set((held ?? []).map((one) => (one.name ?? '').replace('heed.draft.', '')));
}

export interface Typing {
  draft: Draft;
  kept: 'kept' | 'keeping' | 'here'; // with the server, on its way, in this tab only
  findings: HeardFinding[];
  questions: string[]; // that the words would raise
  unsaved: Unsaved[];
  type: (text: string) => void;
  voice: (voice: Voice) => void;
  write: (as?: Voice) => Promise<void>; // into the log; throws a Problem that says why not
}

// While somebody is on the line it is mostly their words that are typed; afterwards one's own.
export function useTyping(incident: string, contact: string, live_contact: boolean): Typing {
  const [draft, setDraft] = useState<Draft>(() => read<Draft>(draft_key(incident)) ?? fresh(incident, contact, live_contact ? 'caller' : 'handler_note'));
  const [kept, setKept] = useState<Typing['kept']>('here');
  const [findings, setFindings] = useState<HeardFinding[]>([]);
  const [questions, setQuestions] = useState<string[]>([]);
  const [unsaved, setUnsaved] = useState<Unsaved[]>(() => read<Unsaved[]>(unsaved_key) ?? []);
  const now = useRef(draft);
  const saving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hearing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const heardAt = useRef(0);

  const become = useCallback(
    (next: Draft) => {
      now.current = next;
      setDraft(next);
      keep(draft_key(incident), next);
    },
    [incident],
  );
  const saveSoon = useCallback(() => {
    clearTimeout(saving.current);
    setKept('keeping');
    const attempt = () => {
      const draft = now.current;
      if (draft.rev === 0) return;
      save(draft).then(
        () => setKept((was) => (now.current.rev === draft.rev ? 'kept' : was)),
        () => {
          setKept('here');
          saving.current = setTimeout(attempt, 2000);
        },
      );
    };
    saving.current = setTimeout(attempt, save_after_ms);
  }, []);
  // At most four times a second, and always the newest.
  const hear = useCallback(() => {
    clearTimeout(hearing.current);
    const go = () => {
      heardAt.current = Date.now();
      const { draft, rev, incident, contact, voice, text } = now.current;
      live.send({ type: 'hear', draft, rev, incident, contact, voice, text });
    };
    const wait = heardAt.current + hear_every_ms - Date.now();
    if (wait <= 0) go();
    else hearing.current = setTimeout(go, wait);
  }, []);

  const type = useCallback(
    (text: string) => {
      become({ ...now.current, contact, text, rev: now.current.rev + 1 });
      if (text.trim() === '') {
        setFindings([]);
        setQuestions([]);
      }
      hear();
      saveSoon();
    },
    [become, contact, hear, saveSoon],
  );
  const voice = useCallback(
    (voice: Voice) => {
      become({ ...now.current, voice, rev: now.current.rev + 1 });
      hear();
      if (now.current.text) saveSoon();
    },
    [become, hear, saveSoon],
  );

  const forget = useCallback((key: string) => {
    const left = (read<Unsaved[]>(unsaved_key) ?? []).filter((one) => one.key !== key);
    keep(unsaved_key, left);
    setUnsaved(left);
  }, []);
  const deliver = useCallback(
    async (one: Unsaved) => {
      try {
        await send(one.incident, 'write_entry', { text: one.text, voice: one.voice, ...(one.contact ? { contact: one.contact } : {}) }, { key: one.key, query: `?draft=${one.draft}` });
        forget(one.key);
      } catch (error) {
        const problem = asProblem(error);
        if (problem instanceof Problem && problem.status !== 401) {
          // Refused for good (it cannot be by its words): it goes back to the typing line.
          forget(one.key);
          if (now.current.text === '') become({ ...now.current, text: one.text, rev: now.current.rev + 1 });
        }
        throw problem;
      }
    },
    [become, forget],
  );
  const write = useCallback(
    async (as?: Voice) => {
      const { text } = now.current;
      if (text.trim() === '') return;
      const one: Unsaved = { key: crypto.randomUUID(), incident, contact, voice: as ?? now.current.voice, text, draft: now.current.draft };
      const all = [...(read<Unsaved[]>(unsaved_key) ?? []), one];
      keep(unsaved_key, all);
      setUnsaved(all);
      clearTimeout(saving.current);
      clearTimeout(hearing.current);
      become(fresh(incident, contact, now.current.voice));
      setFindings([]);
      setQuestions([]);
      setKept('here');
      await deliver(one);
    },
    [become, contact, deliver, incident],
  );

  // Nobody is on the line any more: what is typed next is the handler's own.
  const was_live = useRef(live_contact);
  useEffect(() => {
    if (was_live.current && !live_contact && now.current.text === '') become({ ...now.current, voice: 'handler_note' });
    was_live.current = live_contact;
  }, [live_contact, become]);

  // What a reload or a break left over is sent again, under the same key.
  const resumed = useRef(false);
  useEffect(() => {
    if (resumed.current) return;
    resumed.current = true;
    for (const one of unsaved) if (one.incident === incident) void deliver(one).catch(() => undefined);
    if (now.current.text !== '') {
      hear();
      return;
    }
    // Nothing typed here: what another browser, killed in mid-sentence, left with the server.
    const takeOver = async () => {
      const { drafts: all } = await ask<{ drafts: Draft[] }>('/v1/drafts').catch(() => ({ drafts: [] }));
      const held = await heldElsewhere();
      const left = all.find((one) => one.incident === incident && one.text !== '' && !held.has(one.draft));
      if (left && now.current.text === '') {
        become({ ...left });
        setKept('kept');
        hear();
      }
    };
    void takeOver();
  }, [become, deliver, hear, incident, unsaved]);
  useEffect(() => hold(draft.draft), [draft.draft]);
  useEffect(
    () =>
      live.on('heard', (heard) => {
        // Answers about an older text, or another draft, are passed over.
        if (heard.draft !== now.current.draft || heard.rev !== now.current.rev) return;
        setFindings(heard.findings);
        setQuestions(heard.questions ?? []);
      }),
    [],
  );
  useEffect(() => live.on('anew', () => now.current.text !== '' && hear()), [hear]);
  useEffect(() => {
    const now_or_never = () => {
      if (now.current.text === '' || now.current.rev === 0) return;
      const { draft: id, ...body } = now.current;
      void ask(`/v1/drafts/${id}`, { method: 'PUT', body, keepalive: true }).catch(() => undefined);
    };
    addEventListener('pagehide', now_or_never);
    return () => {
      removeEventListener('pagehide', now_or_never);
      clearTimeout(saving.current);
      clearTimeout(hearing.current);
      now_or_never();
    };
  }, []);
  return { draft, kept, findings, questions, unsaved: unsaved.filter((one) => one.incident === incident), type, voice, write };
}
