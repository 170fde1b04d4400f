import { createRoot } from 'react-dom/client';
import './styles/frontend.scss';
import './styles/moj.scss';
import './styles/room.css';
import './styles/people.css';
import { App } from './app';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
