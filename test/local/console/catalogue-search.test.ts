import { expect, test } from '@jest/globals';
import { CatalogueSearch } from '../../../local/console/catalogue-search.ts';

const movie = (tmdbId: string, title?: string) => ({ tmdbId, mediaType: 'movie' as const, ...(title && { title }) });
const episode = (tmdbId: string, number: number) => ({
  tmdbId,
  mediaType: 'tv' as const,
  season: 1,
  episode: number,
  title: 'A Series',
});

const search = new CatalogueSearch([
  movie('194', 'Le Fabuleux Destin d’Amélie Poulain'),
  movie('1940', 'Rebecca'),
  movie('9', 'Part 10'),
  movie('8', 'Part 2'),
  movie('7'),
  episode('1399', 10),
  episode('1399', 2),
  movie('21', 'The Destiny of 194 Men'),
]);
const names = (text: string) => search.find(text).map(({ title, tmdbId }) => title ?? tmdbId);

test('without a text all titles are listed by name, numbers in their order, episodes too', () => {
  expect(names('')).toEqual([
    '7',
    'A Series',
    'A Series',
    'Le Fabuleux Destin d’Amélie Poulain',
    'Part 2',
    'Part 10',
    'Rebecca',
    'The Destiny of 194 Men',
  ]);
  expect(search.find('a series').map(({ episode }) => episode)).toEqual([2, 10]);
  expect(search.total).toBe(8);
});

test('a name is found by any of its words, in any case and order, with or without accents', () => {
  expect(names('amelie')).toEqual(['Le Fabuleux Destin d’Amélie Poulain']);
  expect(names(' POULAIN  amélie ')).toEqual(['Le Fabuleux Destin d’Amélie Poulain']);
  expect(names('nothing like it')).toEqual([]);
});

test('an id comes before names and ids that begin with it', () => {
  expect(names('194')).toEqual(['Le Fabuleux Destin d’Amélie Poulain', 'Rebecca', 'The Destiny of 194 Men']);
  expect(names('1399')).toEqual(['A Series', 'A Series']);
});

test('names that begin with the text come before those that contain it', () => {
  expect(names('destin')).toEqual(['Le Fabuleux Destin d’Amélie Poulain', 'The Destiny of 194 Men']);
  expect(names('the dest')).toEqual(['The Destiny of 194 Men']);
  expect(names('part')).toEqual(['Part 2', 'Part 10']);
});
