// Who may be handed something: the people on duty, as far as the server tells.
import { useEffect, useState } from 'react';
import { ask } from '../api/client';

export interface OnDuty {
  id: string;
  name: string;
  duty: string;
}
let asked: Promise<OnDuty[]> | undefined;

export function usePeople(): OnDuty[] {
  const [people, setPeople] = useState<OnDuty[]>([]);
  useEffect(() => {
    asked ??= ask<{ people: OnDuty[] }>('/v1/duty').then((body) => body.people);
    asked.then(setPeople, () => (asked = undefined));
  }, []);
  return people;
}
