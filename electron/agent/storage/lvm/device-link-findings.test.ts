import { expect, test } from 'vitest';
import { deviceLinkFindings } from './device-link-findings.ts';
import { aLogicalVolume, aThinPool } from './testing/a-logical-volume.ts';

const volume = aLogicalVolume({ deviceNumber: '254:4' });
const inactive = aLogicalVolume({ name: 'old', deviceNumber: null, attributes: 'Vwi---tz-k' });
const report = [aThinPool(), volume, inactive];

test.each<[string, [string, string | null][], readonly object[]]>([
  ['leads to the volume of its name', [['qubes_dom0/work-private', '254:4']], []],
  ['is missing', [], [{ problem: 'missing', path: '/dev/qubes_dom0/work-private' }]],
  ['leads to another device', [['qubes_dom0/work-private', '254:9']], [{ problem: 'leads-elsewhere' }]],
  ['leads nowhere', [['qubes_dom0/work-private', null]], [{ problem: 'leads-nowhere' }]],
  [
    'is named after no volume and leads nowhere',
    [
      ['qubes_dom0/work-private', '254:4'],
      ['qubes_dom0/ghost', null],
    ],
    [{ problem: 'leads-nowhere', path: '/dev/qubes_dom0/ghost', vm: null }],
  ],
])('a link that %s', (_case, links, found) => {
  expect(deviceLinkFindings(report, new Map(links))).toMatchObject(found);
});
