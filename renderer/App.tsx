import { Tooltip } from 'radix-ui';
import { windowText } from '#shared/text/window-text.ts';
import { useRefusedCalls } from './hooks/use-refused-calls.ts';
import { useConnection } from './stores/connection-store.ts';
import { useHasInventory } from './stores/inventory-store.ts';
import { useNotice } from './stores/notice-store.ts';
import { usePreferences } from './stores/preferences-store.ts';
import { useScreen } from './stores/screen-store.ts';
import { FootBar } from './views/jobs/FootBar.tsx';
import { JobsView } from './views/jobs/JobsView.tsx';
import { ActDialog } from './views/act/ActDialog.tsx';
import { ChecksView } from './views/checks/ChecksView.tsx';
import { DevicesView } from './views/devices/DevicesView.tsx';
import { KeptView } from './views/kept/KeptView.tsx';
import { PoolStrip } from './views/pools/PoolStrip.tsx';
import { PoolsView } from './views/pools/PoolsView.tsx';
import { QubesView } from './views/qubes/QubesView.tsx';
import { SettingsView } from './views/settings/SettingsView.tsx';
import { ConnectionBanner } from './views/shell/ConnectionBanner.tsx';
import { FirstRefusals } from './views/shell/FirstRefusals.tsx';
import { FirstConnection } from './views/shell/FirstConnection.tsx';
import { Navigation } from './views/shell/Navigation.tsx';
import { Shortcuts } from './views/shell/Shortcuts.tsx';
import { ProblemsBanner } from './views/shell/ProblemsBanner.tsx';
import { VmView } from './views/vm/VmView.tsx';
import styles from './App.module.css';

export function App() {
  const screen = useScreen((state) => state.screen);
  const vm = useScreen((state) => state.vm);
  // Numbers are written as the units say: a change of those writes all of them anew.
  usePreferences((state) => state.units);
  const connection = useConnection();
  const hasInventory = useHasInventory();
  const refused = useRefusedCalls();
  const known = usePreferences((state) => state.knownRefusals);
  const isNew = refused.some(({ call }) => !known.includes(call));
  const spoken = useNotice((state) => state.spoken);
  return (
    <Tooltip.Provider>
      <div className={styles.app}>
        <header className={styles.head}>
          <h1 className="visually-hidden">{windowText.appName}</h1>
          <ConnectionBanner />
          <ProblemsBanner />
          <PoolStrip />
        </header>
        <Navigation />
        <main className={styles.main}>
          {connection !== null && !hasInventory && <FirstConnection connection={connection} />}
          {hasInventory && isNew && <FirstRefusals calls={refused} />}
          {hasInventory && !isNew && (
            <>
              {screen === 'qubes' && (vm === null ? <QubesView /> : <VmView name={vm} />)}
              {screen === 'pools' && <PoolsView />}
              {screen === 'devices' && <DevicesView />}
              {screen === 'checks' && <ChecksView />}
              {screen === 'settings' && <SettingsView />}
              {screen === 'kept' && <KeptView />}
              {screen === 'jobs' && <JobsView />}
            </>
          )}
        </main>
        <FootBar />
        <div className="visually-hidden" role="status" aria-live="polite">
          {spoken}
        </div>
      </div>
      <Shortcuts />
      <ActDialog />
    </Tooltip.Provider>
  );
}
