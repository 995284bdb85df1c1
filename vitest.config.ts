import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A file that takes minutes must not begin last, when the other processor has nothing left to do. */
class LongestFirst extends BaseSequencer {
  static readonly long = ['random-operations', 'rename-and-remove', 'file-revisions', 'create', 'clone'];

  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LongestFirst.long.findIndex((name) => moduleId.endsWith(`/${name}.lab.test.ts`));
      return at === -1 ? LongestFirst.long.length : at;
    };
    return Promise.resolve(files.toSorted((one, other) => place(one) - place(other)));
  }
}

/** Unit tests run beside each other; a lab test boots a machine with one processor, so that two of them fill a small host. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.lab.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['electron/**/*.lab.test.ts'],
          globalSetup: ['electron/lab/lab-setup.ts'],
          maxWorkers: 2,
          sequence: { sequencer: LongestFirst },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
