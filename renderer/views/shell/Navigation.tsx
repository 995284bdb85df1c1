import { isActive } from '#shared/rules/active-job.ts';
import { isListed } from '#shared/rules/is-listed.ts';
import { windowText } from '#shared/text/window-text.ts';
import { goTo } from '../../bridge/look-requests.ts';
import { usePools, useVms } from '../../stores/inventory-store.ts';
import { useJobs } from '../../stores/jobs-store.ts';
import { useChecks, useDevices } from '../../stores/look-store.ts';
import { screens, useScreen, type Screen } from '../../stores/screen-store.ts';
import { AgentNote } from './AgentNote.tsx';
import styles from './Navigation.module.css';

/** Before these a line is drawn: what one looks at every day, what is looked after, the window itself. */
const firstOfGroup: ReadonlySet<Screen> = new Set<Screen>(['kept', 'settings']);

export function Navigation() {
  const current = useScreen((state) => state.screen);
  const vms = useVms();
  const devices = useDevices((state) => state.seen);
  const checks = useChecks((state) => state.seen);
  const counts: Readonly<Partial<Record<Screen, number>>> = {
    qubes: vms.length,
    pools: usePools().length,
    kept: vms.filter(({ kept }) => kept.length > 0).length,
    devices: devices?.devices.filter(isListed).length ?? 0,
    checks: checks?.findings.length ?? 0,
    jobs: useJobs().filter(isActive).length,
  };
  return (
    <div className={styles.side}>
      <nav aria-label={windowText.navigation}>
        <ul className={styles.list}>
          {screens.map((screen) => (
            <li key={screen} data-first={firstOfGroup.has(screen)}>
              <button
                type="button"
                className={styles.link}
                aria-current={screen === current ? 'page' : undefined}
                onClick={() => goTo(screen)}
              >
                {windowText.screens[screen]}
                {(counts[screen] ?? 0) > 0 && <span className={styles.count}>{counts[screen]}</span>}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <section className={styles.foot} aria-label={windowText.thisWindow}>
        <AgentNote />
      </section>
    </div>
  );
}
