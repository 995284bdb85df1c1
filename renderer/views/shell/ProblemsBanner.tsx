import { failureText } from '#shared/text/failure-text.ts';
import { connectionText } from '#shared/text/window-text.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { useProblems } from '../../stores/inventory-store.ts';
import styles from './ProblemsBanner.module.css';

/** What the last look could not read, or found amiss. */
export function ProblemsBanner() {
  const problems = useProblems();
  if (problems === undefined || problems.length === 0) return null;
  return (
    <div className={styles.banner} role="status">
      <Disclosure summary={connectionText.problems(problems.length)}>
        <ul className={styles.list}>
          {problems.map((problem, index) => (
            <li key={`${problem.code}-${index}`}>{failureText(problem)}</li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
