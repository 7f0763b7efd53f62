import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../support/project-files.ts';
import { touchedBy, withoutRoom } from './room.ts';
import { ROOMS } from './rooms.ts';

/*
 * Quick, so that a change of a line which a room is known by is noticed at once. `npm run test:rooms` takes each room
 * out of a copy.
 */

test.each(ROOMS)('the files and lines of $name are there', (room) => {
  expect(room.own.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  for (const file of touchedBy(room)) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    expect(withoutRoom(room, file, text).length).toBeLessThan(text.length);
  }
});
