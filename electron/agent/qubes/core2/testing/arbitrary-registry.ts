import fc from 'fast-check';

/** An attribute as somebody might write it by hand; `raw` stands between the quotes. */
interface WrittenAttribute {
  readonly before: string;
  readonly name: string;
  readonly equals: string;
  readonly quote: string;
  readonly raw: string;
}

export interface WrittenRegistry {
  /** The text, with `value` in the place of VM `vm7`'s storage_type where it has one. */
  readonly textWith: (value: string) => string;
  readonly hasStorageType: boolean;
  readonly storageType: 'file' | 'lvm';
}

const space = fc.constantFrom(' ', '  ', '\n', '\r\n    ', '\t', ' \n\t');
const equals = fc.constantFrom('=', ' = ', '\n=\t', '= ');
const quote = fc.constantFrom('"', "'");
const misc = fc.constantFrom(
  '',
  '\n  ',
  '\r\n',
  '<!-- <QubesAppVm qid="1" storage_type="lvm"/> é 🂡 -->',
  '\n<?note storage_type="lvm"?>\n',
  'text &amp; more &#13; &#x1F0A1;',
  '<![CDATA[ <QubesAppVm name="x"> ]]>',
  '<Unknown storage_type = "lvm">&lt;<Deep name="vm7"/></Unknown>',
);
const rawValue = fc
  .array(
    fc.constantFrom(
      'a',
      'é',
      '🂡',
      '&quot;',
      '&apos;',
      '&#10;',
      '&#13;',
      '&lt;',
      '&amp;',
      '>',
      '/>',
      '=',
      ' ',
      'x=y',
      'storage_type=file',
      '\n',
    ),
  )
  .map((parts) => parts.join(''));
const unknownName = fc.constantFrom('future', 'x-y', 'Storage_type', 'my.storage_type', 'é', '__proto__', 'xml:lang');

const attribute = (name: string, raw: fc.Arbitrary<string>): fc.Arbitrary<WrittenAttribute> =>
  fc.record({ before: space, name: fc.constant(name), equals, quote, raw });

const unknownAttributes = fc
  .uniqueArray(unknownName, { maxLength: 4 })
  .chain((names) => fc.tuple(...names.map((name) => attribute(name, rawValue))));

const render = (written: readonly WrittenAttribute[], value: string): string =>
  written
    .map(({ before, name, equals: sign, quote: mark, raw }) => {
      const text = name === 'storage_type' ? value : raw;
      return `${before}${name}${sign}${mark}${text}${mark}`;
    })
    .join('');

function vmElement(qid: number, storageType: string | null): fc.Arbitrary<(value: string) => string> {
  const known = fc.tuple(
    attribute('qid', fc.constant(String(qid))),
    attribute('name', fc.constant(`vm${String(qid)}`)),
  );
  const storage = storageType === null ? fc.constant([]) : fc.tuple(attribute('storage_type', fc.constant('')));
  const shuffled = fc
    .tuple(known, unknownAttributes, storage)
    .chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length }));
  const end = fc.oneof(
    fc.constantFrom('/>', ' />', '\n/>'),
    fc.tuple(fc.constantFrom('>', '\n>'), misc).map(([open, inner]) => `${open}${inner}</QubesAppVm >`),
  );
  return fc.tuple(shuffled, end).map(
    ([written, tail]) =>
      (value) =>
        `<QubesAppVm${render(written, value)}${tail}`,
  );
}

/** Well-formed files with VMs vm5, vm7 and vm300, in any style that XML allows. */
export const arbitraryRegistry: fc.Arbitrary<WrittenRegistry> = fc
  .record({
    storageType: fc.constantFrom('file' as const, 'lvm' as const),
    isWritten: fc.boolean(),
    prolog: fc.constantFrom(
      '',
      '\uFEFF',
      "<?xml version='1.0' encoding='UTF-8'?>\r\n",
      '\uFEFF<?xml version="1.0"?><!-- ü -->',
    ),
    epilog: fc.constantFrom('', '\n', '\r\n<!-- end -->\r\n'),
  })
  .chain(({ storageType, isWritten, prolog, epilog }) =>
    fc
      .record({
        others: fc.tuple(vmElement(5, 'file'), vmElement(300, null)),
        target: vmElement(7, isWritten ? storageType : null),
        root: unknownAttributes,
        misc: fc.tuple(misc, misc, misc, misc),
      })
      .map(({ others: [first, last], target, root, misc: [a, b, c, d] }) => ({
        hasStorageType: isWritten,
        storageType: isWritten ? storageType : ('file' as const),
        textWith: (value: string): string =>
          [
            `${prolog}<QubesVmCollection${render(root, '')}>`,
            ...[a, first('file'), b, target(value), c, last(''), d],
            `</QubesVmCollection>${epilog}`,
          ].join(''),
      })),
  );
