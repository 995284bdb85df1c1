import * as z from 'zod';
import { err, ok, type Result } from '#shared/base/result.ts';

/**
 * The fields of a report: known to every lvm2 since 2.02.98, which is older than Fedora 20. In place of the UUIDs of pool
 * and origin, which came later, their names are asked for; both are in the volume's own group.
 */
const textRowSchema = z.object({
  vg_name: z.string(),
  vg_uuid: z.string(),
  vg_attr: z.string(),
  vg_extent_size: z.string(),
  vg_free: z.string(),
  lv_name: z.string(),
  lv_uuid: z.string(),
  lv_size: z.string(),
  lv_attr: z.string(),
  lv_tags: z.string(),
  lv_time: z.string(),
  lv_kernel_major: z.string(),
  lv_kernel_minor: z.string(),
  pool_lv: z.string(),
  origin: z.string(),
  data_percent: z.string(),
  metadata_percent: z.string(),
  lv_metadata_size: z.string(),
  chunk_size: z.string(),
});

/** With fields that an lvm2 without JSON does not know. */
const rowSchema = textRowSchema.extend({ lv_check_needed: z.string() });

/** Every value is a string, empty where it does not apply. */
export type ReportRow = z.infer<typeof rowSchema>;

/** An unknown name among these makes lvs print broken JSON and end with 5 (facts/user-mode-linux.md §4). */
export const fieldsOfText = Object.keys(textRowSchema.shape) as readonly (keyof z.infer<typeof textRowSchema>)[];
export const jsonOnlyFields = ['lv_check_needed'] as const;

const reportSchema = z.object({ report: z.array(z.object({ lv: z.array(rowSchema) })) });

/** The rows of a JSON report; fails with what is wrong with it. */
export function parseJsonRows(text: string): Result<readonly ReportRow[], string> {
  const report = reportSchema.safeParse(parsedJson(text));
  return report.success ? ok(report.data.report.flatMap(({ lv }) => lv)) : err(z.prettifyError(report.error));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Allowed in no name, tag or time. */
export const textSeparator = '|';

/** The same rows of a report in plain text; fails with the line that is none. */
export function parseTextRows(text: string): Result<readonly ReportRow[], string> {
  const rows: ReportRow[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const cells = line.trim().split(textSeparator);
    const row = rowSchema.safeParse({
      ...Object.fromEntries(fieldsOfText.map((field, index) => [field, cells[index]])),
      lv_check_needed: 'unknown',
    });
    if (!row.success || cells.length !== fieldsOfText.length) return err(`no line of a report: ${line.trim()}`);
    rows.push(row.data);
  }
  return ok(rows);
}
