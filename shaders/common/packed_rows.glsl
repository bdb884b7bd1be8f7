// Activations rounded to int8 by pack_int8.comp: codes one row after another, and for every 16 of them their
// factor and the sum of what they stand for.
layout(buffer_reference, scalar, buffer_reference_align = 8) readonly buffer Factors { vec2 at[]; };

// The codes of the chunk that begins at code `at`, a run per word.
uvec4 packedChunk(Address x, uint at) {
#if defined(RUNS_CONSECUTIVE)
  return WordQuads(x).at[at >> 4];
#elif defined(RUNS_QUARTERS)
  Words words = Words(x);
  const uint i = at >> 2;
  return uvec4(words.at[i], words.at[i + 8], words.at[i + 16], words.at[i + 24]);
#else
  WordPairs pairs = WordPairs(x);
  const uint i = at >> 3;
  return uvec4(pairs.at[i], pairs.at[i + runAt(2) / 8]);
#endif
}
