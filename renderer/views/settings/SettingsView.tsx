import { byteUnits } from '#shared/domain/preferences.ts';
import { policyText } from '#shared/text/policy-text.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { systemNames, windowText } from '#shared/text/window-text.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { Choice } from '../../components/Choice.tsx';
import { Panel } from '../../components/Panel.tsx';
import { RefusedCallList } from '../../components/RefusedCallList.tsx';
import { useRefusedCalls } from '../../hooks/use-refused-calls.ts';
import { useAgent, useConnection } from '../../stores/connection-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { AlertLevels } from './AlertLevels.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './SettingsView.module.css';

export function SettingsView() {
  const units = usePreferences((state) => state.units);
  const connection = useConnection();
  const agent = useAgent();
  const refused = useRefusedCalls();
  return (
    <section className={styles.view} aria-label={windowText.screens.settings} tabIndex={-1}>
      <Panel title={settingsText.appearance}>
        <div className={styles.row}>
          <span>{settingsText.theme}</span>
          <ThemeSwitch />
        </div>
        <div>
          <Choice
            label={settingsText.units}
            options={byteUnits}
            names={settingsText.unitNames}
            value={units}
            onChange={(chosen) => void changePreferences({ units: chosen })}
          />
        </div>
      </Panel>
      <AlertLevels />
      <Panel title={settingsText.system}>
        <dl className={styles.facts}>
          {connection !== null && (
            <>
              <dt>{settingsText.manages}</dt>
              <dd>{systemNames[connection.system]}</dd>
              <dt>{settingsText.permits}</dt>
              <dd>{settingsText.permitted(connection.system)}</dd>
            </>
          )}
          {agent !== null && (
            <>
              <dt>{settingsText.host}</dt>
              <dd>{agent.hostName}</dd>
              <dt>{settingsText.agent}</dt>
              <dd>{settingsText.agentFacts(agent.version, agent.processId)}</dd>
            </>
          )}
        </dl>
      </Panel>
      {refused.length > 0 && (
        <Panel title={policyText.refusedHere}>
          <RefusedCallList calls={refused} />
        </Panel>
      )}
      <Panel title={settingsText.about}>
        <dl className={styles.facts}>
          <dt>{windowText.appName}</dt>
          <dd>{agent?.version}</dd>
          <dt>{settingsText.licence}</dt>
          <dd>{settingsText.licenceName}</dd>
        </dl>
      </Panel>
    </section>
  );
}
