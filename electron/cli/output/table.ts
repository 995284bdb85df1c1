export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly text: (row: Row) => string;
  /** Colours the padded cell: applied last, because escape sequences have no width. */
  readonly paint?: (row: Row, cell: string) => string;
}

const gap = '  ';

/** Lines of aligned columns under their titles; only the titles when there are no rows. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const widths = columns.map(({ title, text }) => Math.max(title.length, ...rows.map((row) => text(row).length)));
  const pad = (text: string, index: number): string => {
    const width = widths[index] ?? 0;
    if (columns[index]?.align === 'right') return text.padStart(width);
    // Nothing trails the last column, so that a line ends where its text does.
    return index === columns.length - 1 ? text : text.padEnd(width);
  };
  const line = (cells: readonly string[]): string => cells.join(gap).trimEnd();
  return [
    line(columns.map(({ title }, index) => pad(title, index))),
    ...rows.map((row) =>
      line(
        columns.map(({ text, paint }, index) => {
          const cell = pad(text(row), index);
          return paint === undefined ? cell : paint(row, cell);
        }),
      ),
    ),
  ];
}
