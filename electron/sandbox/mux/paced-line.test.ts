import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCount } from './frame.ts';
import { lineWindowBytes, PacedLine } from './paced-line.ts';

test('no more than the window is ever under way, and every byte arrives in order', () => {
  const messages = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { minLength: 1, maxLength: 8 });
  const acknowledgements = fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1 });
  fc.assert(
    fc.property(messages, acknowledgements, (sent, chunks) => {
      const onLine: Buffer[] = [];
      let underWay = 0;
      const line = new PacedLine((bytes) => {
        onLine.push(Buffer.from(bytes));
        underWay += bytes.length;
        expect(underWay).toBeLessThanOrEqual(lineWindowBytes);
      });
      for (const message of sent) line.send(Buffer.from(message));
      for (let turn = 0; underWay > 0; turn += 1) {
        const taken = Math.min(underWay, chunks[turn % chunks.length] ?? 1);
        underWay -= taken;
        line.acknowledge(encodeCount(taken));
      }
      expect(Buffer.concat(onLine)).toEqual(Buffer.concat(sent));
    }),
  );
});

test('nothing leaves before the box has taken what is under way', () => {
  const written: number[] = [];
  const line = new PacedLine((bytes) => void written.push(bytes.length));
  line.send(Buffer.alloc(lineWindowBytes));
  line.send(Buffer.alloc(10));
  expect(written).toEqual([lineWindowBytes]);
  line.acknowledge(encodeCount(4));
  expect(written).toEqual([lineWindowBytes, 4]);
});
