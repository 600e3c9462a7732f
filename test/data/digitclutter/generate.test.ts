import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sha256 } from '../../../src/data/checksum';
import { DIGIT_COUNTS, generateImages, sampleStimuli } from '../../../src/data/digitclutter/generate';
import { drawStimuli } from '../../../src/data/digitclutter/draw-stimuli';
import { loadTypeface, type Typeface } from '../../../src/data/digitclutter/typeface';

let typeface: Typeface;
before(async () => {
  typeface = await loadTypeface();
});

/** SHA-256 of the labels and pixels of the first 50 training and test images: whatever changes them raises GENERATOR_VERSION. */
const FIRST_IMAGES = {
  3: ['80a385cbdf8ab03ca01548693f868aa2bd07e15891ad12a761ceca406a2161f5', 'dbc9e519d7d1eaddc2953d751b576a44b2e3ea124249f1dd619b7cbc7fa9b81a'],
  4: ['57731e6e1435e25a758edbe81c3c97dc5e347219a7ab0a44e1fbfdda573d8bf2', 'ca75d8ab04a41b182f83693e6620488e55e40f4ef36028af6f96c79e8b5ca210'],
  5: ['f015e7766a563c613db7dda820808842fa476ad4fade6b1a95fe9fa8cdec2659', 'd7ed82811998a57580f3a14b826b7915ce2b46f7a9eb11525317deb159b9b770'],
};

describe('generated images', () => {
  for (const digits of DIGIT_COUNTS) {
    test(`of ${digits} digits are the same on every machine`, async () => {
      const found = [];
      for (const part of ['training', 'test'] as const) {
        const { images, labels } = await generateImages(typeface, digits, part, 50);
        found.push(sha256(Buffer.concat([Uint8Array.from(labels), images])));
      }
      assert.deepEqual(found, FIRST_IMAGES[digits]);
    });
  }

  test('do not depend on how many are asked for, and are those of the rows of a stimulus file', async () => {
    const [few, many] = [await generateImages(typeface, 4, 'test', 7), await generateImages(typeface, 4, 'test', 60)];
    assert.deepEqual(few.images, many.images.subarray(0, few.images.length));
    assert.deepEqual(few.labels, many.labels.subarray(0, few.labels.length));
    const stimuli = sampleStimuli(4, 'test', 60);
    const { provenance: _provenance, ...drawn } = await drawStimuli(typeface, stimuli);
    assert.deepEqual(drawn, many);
    assert.deepEqual([...many.labels.subarray(0, 4)], stimuli[0]!.characters.map(({ identity }) => identity));
  });

  test('report how far they are, with the time to go, and let the event loop turn', async () => {
    const seen: number[] = [];
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    await generateImages(typeface, 3, 'test', 250, ({ images, total, secondsLeft }) => {
      assert.equal(total, 250);
      assert.ok(images === 250 ? secondsLeft === 0 : secondsLeft > 0);
      seen.push(images, turns);
    });
    clearInterval(ticking);
    assert.deepEqual(seen.filter((_, i) => i % 2 === 0), [100, 200, 250]);
    assert.ok(seen[5]! > seen[1]!);
    const interrupt = new Error('interrupted');
    await assert.rejects(generateImages(typeface, 3, 'test', 250, () => Promise.reject(interrupt)), interrupt);
  });
});

describe('the digits of 4,000 images', () => {
  const stimuli = sampleStimuli(5, 'training', 4000);
  const characters = stimuli.flatMap((stimulus) => stimulus.characters);

  test('are all different, and each is as likely as the others in every place', () => {
    for (const stimulus of stimuli) assert.equal(new Set(stimulus.characters.map(({ identity }) => identity)).size, 5);
    for (let place = 0; place < 5; place++) {
      for (let digit = 0; digit < 10; digit++) {
        const count = stimuli.filter((stimulus) => stimulus.characters[place]!.identity === digit).length;
        assert.ok(Math.abs(count - 400) < 5 * Math.sqrt(4000 * 0.1 * 0.9), `${count} times ${digit} in place ${place}`);
      }
    }
  });

  test('are uniform over ±0.29 across and ±0.19 down (Kolmogorov and Smirnov)', () => {
    for (const [offsets, range] of [[characters.map(({ xOffset }) => xOffset), 0.29], [characters.map(({ yOffset }) => yOffset), 0.19]] as const) {
      const ordered = [...offsets].sort((a, b) => a - b).map((offset) => (offset + range) / (2 * range));
      assert.ok(ordered[0]! >= 0 && ordered[ordered.length - 1]! <= 1);
      const distance = Math.max(...ordered.map((share, i) => Math.max(Math.abs(share - i / ordered.length), Math.abs(share - (i + 1) / ordered.length))));
      assert.ok(distance < 1.95 / Math.sqrt(ordered.length), `distance ${distance}`); // p = 0.001
    }
    const correlation = characters.reduce((sum, { xOffset, yOffset }) => sum + xOffset * yOffset, 0) / characters.length / ((0.29 * 0.19) / 3);
    assert.ok(Math.abs(correlation) < 4 / Math.sqrt(characters.length), `correlation ${correlation}`);
  });

  test('differ between tasks, and between training and test', () => {
    const first = (['training', 'test'] as const).flatMap((part) => DIGIT_COUNTS.map((digits) => sampleStimuli(digits, part, 1)[0]!.characters[0]!.xOffset));
    assert.equal(new Set([...first]).size, 6);
  });
});
