import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareSettings, family, groupBySetting, settingLabel, type Setting } from '../../src/tables/condition';
import { settings } from './synthetic';

test('settings are named for what distinguishes them from the ordinary network', () => {
  assert.deepEqual(settings.map(settingLabel), [
    'ordinary',
    'λ = 0.5',
    'λ = 0.9',
    'λ = 1',
    'c = 1',
    'c = 0.5',
    'λ = 1, c = 0.5',
    'ordinary (group norm)',
    'λ = 1 (group norm)',
  ]);
  assert.equal(settingLabel({ ...settings[6]!, variant: '1 block' }), '1 block, λ = 1, c = 0.5');
});

test('settings sort by normalization, family, λ and from loose to tight constraint', () => {
  assert.deepEqual([...settings].reverse().sort(compareSettings), settings);
  const variants = ['standard', '2 blocks', '10 blocks'].map((variant): Setting => ({ ...settings[0]!, variant }));
  assert.deepEqual([...variants].reverse().sort(compareSettings), variants);
  const looseFirst: Setting[] = [
    { ...settings[0]!, lipschitz: 2 },
    { ...settings[0]!, lipschitz: 0.25 },
  ];
  assert.ok(compareSettings(looseFirst[0]!, looseFirst[1]!) < 0);
});

test('families', () => {
  assert.equal(family(settings[0]!), 'ordinary');
  assert.equal(family(settings[3]!), 'coupled');
  assert.equal(family(settings[4]!), 'constrained');
  assert.equal(family(settings[6]!), 'coupled and constrained');
});

test('rows of one setting are grouped with rising seeds', () => {
  const rows = [3, 1, 2].flatMap((seed) => settings.slice(0, 2).map((setting) => ({ ...setting, seed })));
  const groups = groupBySetting(rows);
  assert.deepEqual(
    groups.map(({ setting }) => setting),
    settings.slice(0, 2),
  );
  assert.deepEqual(
    groups[0]!.rows.map(({ seed }) => seed),
    [1, 2, 3],
  );
});
