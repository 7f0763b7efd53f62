import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeKeyOfAddress } from './api/api-key.ts';
import { ConsolePage } from './console-page.tsx';
import './shell/theme.css';
import './shell/controls.css';
import './shell/console-page.css';

if (LOCAL_STACK) takeKeyOfAddress();

const root = document.getElementById('console');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ConsolePage />
    </StrictMode>,
  );
}
