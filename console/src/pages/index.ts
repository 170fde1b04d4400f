// Every page of the console: one file each, listed here and nowhere else. `roles`: who finds it in
// the bar above; the server decides what anybody may see on it.
import type { ComponentType } from 'react';
import { Administration } from './administration';
import { Audit } from './audit';
import { Crimes } from './crimes';
import { Decisions } from './decisions';
import { Desk } from './desk';
import { Dispatch } from './dispatch';
import { FalseAlarms } from './false_alarms';
import { Incident } from './incident';
import { Incidents } from './incidents';
import { Keys } from './keys';
import { Protection } from './protection';
import { Room } from './room';
import { Search } from './search';
import { Timeline } from './timeline';

export interface Page {
  path: string;
  title: string;
  roles: string[]; // empty: not in the bar; '*': everybody
  show: ComponentType<{ parts: Record<string, string> }>;
}

export const pages: Page[] = [
  { path: '/', title: 'Incidents', roles: ['*'], show: Incidents },
  { path: '/incidents/:reference', title: 'Incident', roles: [], show: Incident },
  { path: '/incidents/:reference/timeline', title: 'Timeline', roles: [], show: Timeline },
  { path: '/room', title: 'The room', roles: ['supervisor', 'force_incident_manager'], show: Room },
  { path: '/decisions', title: 'Decisions', roles: ['force_incident_manager', 'supervisor'], show: Decisions },
  { path: '/dispatch', title: 'Dispatch', roles: ['dispatcher'], show: Dispatch },
  { path: '/protection', title: 'Public protection', roles: ['public_protection', 'offender_manager'], show: Protection },
  { path: '/crimes', title: 'Crimes', roles: ['crime_recorder'], show: Crimes },
  { path: '/desk', title: 'Questions', roles: ['intelligence', 'social_care'], show: Desk },
  { path: '/audit', title: 'Who saw what', roles: ['professional_standards'], show: Audit },
  { path: '/administration', title: 'Administration', roles: ['operator', 'policy_officer'], show: Administration },
  { path: '/false-alarms', title: 'False alarms', roles: ['policy_officer'], show: FalseAlarms },
  { path: '/search', title: 'Search', roles: ['handler', 'dispatcher', 'supervisor', 'force_incident_manager', 'public_protection', 'offender_manager', 'investigator', 'crime_recorder', 'intelligence', 'safeguarding'], show: Search },
  { path: '/keys', title: 'Keys', roles: ['*'], show: Keys },
];
