import { expect, test } from 'vitest';
import { formatTable } from './table.ts';

const rows = [
  { name: 'a', size: '10 GiB', note: '' },
  { name: 'longer', size: '2 B', note: 'kept' },
];

test('columns are as wide as their widest cell, numbers end together, and nothing trails', () => {
  expect(
    formatTable(
      [
        { title: 'NAME', text: (row) => row.name },
        { title: 'SIZE', align: 'right', text: (row) => row.size },
        { title: 'NOTE', text: (row) => row.note },
      ],
      rows,
    ),
  ).toEqual(['NAME      SIZE  NOTE', 'a       10 GiB', 'longer     2 B  kept']);
});

test('colours do not move the columns', () => {
  const red = (_row: unknown, cell: string): string => `<${cell}>`;
  expect(
    formatTable(
      [
        { title: 'NAME', text: (row) => row.name, paint: red },
        { title: 'SIZE', text: (row) => row.size },
      ],
      rows,
    ),
  ).toEqual(['NAME    SIZE', '<a     >  10 GiB', '<longer>  2 B']);
});

test('without rows there are the titles', () => {
  expect(formatTable([{ title: 'NAME', text: String }], [])).toEqual(['NAME']);
});
