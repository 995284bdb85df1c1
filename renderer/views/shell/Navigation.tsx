import { isActive } from '#shared/rules/active-job.ts';
import { windowText } from '#shared/text/window-text.ts';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { screens, showScreen, useScreen } from '../../stores/screen-store.ts';
import { AgentNote } from './AgentNote.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './Navigation.module.css';

export function Navigation() {
  const current = useScreen((state) => state.screen);
  const vms = useVms();
  const counts = {
    qubes: vms.length,
    pools: usePools().length,
    kept: vms.filter(({ kept }) => kept.length > 0).length,
    jobs: useJobs().filter(isActive).length,
  };
  return (
    <div className={styles.side}>
      <nav aria-label={windowText.navigation}>
        <ul className={styles.list}>
          {screens.map((screen) => (
            <li key={screen}>
              <button
                type="button"
                className={styles.link}
                aria-current={screen === current ? 'page' : undefined}
                onClick={() => showScreen(screen)}
              >
                {windowText.screens[screen]}
                {counts[screen] > 0 && <span className={styles.count}>{counts[screen]}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section className={styles.foot} aria-label={windowText.thisWindow}>
        <ThemeSwitch />
        <AgentNote />
      </section>
    </div>
  );
}
