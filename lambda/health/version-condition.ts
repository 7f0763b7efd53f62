/** Of a write: the item has still the version that was read; 0 for one that was not there. */
export const ifStill = (version: number) => ({
  condition: version === 0 ? 'attribute_not_exists(#version)' : '#version = :version',
  names: { '#version': 'version' },
  ...(version > 0 && { values: { ':version': version } }),
});
