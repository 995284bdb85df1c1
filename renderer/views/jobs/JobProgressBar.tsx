import type { JobProgress } from '#shared/domain/job.ts';
import { passFractions } from '#shared/rules/job-progress.ts';
import { phaseProgressText } from '#shared/text/job-text.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';

interface JobProgressBarProps {
  readonly title: string;
  readonly progress: JobProgress;
}

export function JobProgressBar({ title, progress }: JobProgressBarProps) {
  const { copied, verified } = passFractions(progress);
  return (
    <ProgressBar
      name={title}
      sentence={phaseProgressText(progress)}
      copiedFraction={copied}
      verifiedFraction={verified}
    />
  );
}
