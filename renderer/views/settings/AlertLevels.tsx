import { defaultAlertLevels, type Levels } from '#shared/domain/alert-levels.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Panel.tsx';
import { usePreferences } from '../../stores/preferences-store.ts';
import styles from './SettingsView.module.css';

const parts = ['data', 'metadata'] as const;
const levels = ['warn', 'high', 'critical'] as const satisfies readonly (keyof Levels)[];

const percentOf = (text: string): number => Math.min(100, Math.max(1, Math.round(Number(text))));

export function AlertLevels() {
  const alertLevels = usePreferences((state) => state.alertLevels);
  return (
    <Panel
      title={settingsText.alerts}
      aside={
        <Button size="small" onClick={() => void changePreferences({ alertLevels: defaultAlertLevels })}>
          {settingsText.reset}
        </Button>
      }
    >
      <p className={styles.hint}>{settingsText.alertsHint}</p>
      <table className={styles.levels}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{settingsText.part}</span>
            </th>
            {levels.map((level) => (
              <th key={level} scope="col">
                {settingsText.levels[level]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{settingsText.parts[part]}</th>
              {levels.map((level) => (
                <td key={level}>
                  <input
                    type="number"
                    min={1}
                    max={100}
                    aria-label={settingsText.level(settingsText.parts[part], settingsText.levels[level])}
                    value={Math.round(alertLevels[part][level] * 100)}
                    onChange={({ target }) => {
                      const changed = { ...alertLevels[part], [level]: percentOf(target.value) / 100 };
                      void changePreferences({ alertLevels: { ...alertLevels, [part]: changed } });
                    }}
                  />{' '}
                  %
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
