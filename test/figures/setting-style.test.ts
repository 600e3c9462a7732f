import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharingVariants } from '../../src/ideas/sharing/variants';
import { namedNetwork } from '../../src/networks/named-networks';
import { settingLabel } from '../../src/tables/condition';
import { settingStyle, shade, tightness, translucent } from '../../src/figures/setting-style';
import { settings } from '../tables/synthetic';

test('no two settings look alike', () => {
  const looks = new Map(settings.map((setting) => [JSON.stringify(settingStyle(setting)), settingLabel(setting)]));
  assert.equal(looks.size, settings.length);
});

test('no two variants look alike, nor as the usual networks', () => {
  const variants = [...Object.keys(sharingVariants(namedNetwork('resnet-110'), { unsharedBlocks: 5, initialScale: 0.1 })), '1 block', '2 blocks', 'coupling by sum', 'conventional', 'trained again', 'resnet-20', 'resnet-32', 'resnet-38', 'resnet-56', 'resnet-146-ubn', 'resnet-182-ubn', 'single-representation', 'avg-pooling', 'wide'];
  const looks = new Set(variants.map((variant) => JSON.stringify(settingStyle({ ...settings[0]!, variant }))));
  assert.equal(looks.size, variants.length);
});

test('variants that the study compares have colors of their own', () => {
  const colors = new Set(['1 block', '2 blocks', 'conventional'].map((variant) => settingStyle({ ...settings[0]!, variant }).color));
  assert.equal(colors.size, 3);
});

test('color tells the family and its strength, dashes and open symbols the normalization', () => {
  const [ordinary, , , coupled, , , , groupOrdinary, groupCoupled] = settings.map(settingStyle);
  assert.equal(ordinary!.color, groupOrdinary!.color);
  assert.equal(coupled!.color, groupCoupled!.color);
  assert.deepEqual([coupled!.dash, groupCoupled!.dash], ['solid', 'dash']);
  assert.deepEqual([coupled!.symbol, groupCoupled!.symbol], ['square', 'square-open']);
});

test('colors', () => {
  assert.equal(shade('#0072B2', 0.5), '#0072b2');
  assert.equal(shade('#000000', 0), '#808080');
  assert.equal(shade('#ffffff', 1), '#aaaaaa');
  assert.equal(translucent('#0072B2', 0.5), 'rgba(0,114,178,0.5)');
});

test('tighter constraints have higher tightness, within 0 and 1', () => {
  assert.deepEqual([null, 100, 1, 0.01].map(tightness), [0, 0, 0.5, 1]);
});
