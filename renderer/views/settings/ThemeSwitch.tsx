import { RadioGroup } from 'radix-ui';
import { themeChoices } from '#shared/domain/preferences.ts';
import { themeNames, windowText } from '#shared/text/window-text.ts';
import { changePreferences } from '../../bridge/preference-requests.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import styles from './ThemeSwitch.module.css';

export function ThemeSwitch() {
  const theme = usePreferences((state) => state.theme);
  const onChange = (chosen: string) => {
    const choice = themeChoices.find((candidate) => candidate === chosen);
    if (choice !== undefined) void changePreferences({ theme: choice });
  };
  return (
    <RadioGroup.Root
      className={styles.group}
      aria-label={windowText.theme}
      orientation="horizontal"
      value={theme}
      onValueChange={onChange}
    >
      {themeChoices.map((choice) => (
        <RadioGroup.Item key={choice} className={styles.item} value={choice}>
          {themeNames[choice]}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
