import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setByteUnits } from '#shared/text/format-bytes.ts';
import './bridge/forbid-generated-code.ts';
import './theme/tokens.css';
import './theme/roles.css';
import './theme/base.css';
import { App } from './App.tsx';
import { connect } from './bridge/connect.ts';
import { rememberWindow } from './bridge/remember-window.ts';
import { usePreferences } from './stores/preferences-store.ts';
import { applyTheme } from './theme/apply-theme.ts';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');

usePreferences.subscribe(({ theme, units }) => {
  applyTheme(theme);
  setByteUnits(units);
});
// Main answers from memory: waiting for it spares a flash of the wrong theme and of an empty list.
await connect();
rememberWindow();
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
