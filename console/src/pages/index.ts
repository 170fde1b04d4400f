// Every page of the console: one file each, listed here and nowhere else. `roles`: who finds it in
// the bar above; the server decides what anybody may see on it.
import type { ComponentType } from 'react';
import { Incident } from './incident';
import { Incidents } from './incidents';
import { Keys } from './keys';

export interface Page {
  path: string;
  title: string;
  roles: string[]; // empty: not in the bar; '*': everybody
  show: ComponentType<{ parts: Record<string, string> }>;
}

export const pages: Page[] = [
  { path: '/', title: 'Incidents', roles: ['*'], show: Incidents },
  { path: '/incidents/:reference', title: 'Incident', roles: [], show: Incident },
  { path: '/keys', title: 'Keys', roles: ['*'], show: Keys },
];
