// Operands as halves, two in a word. Activations come from pack_half.comp: each row multiplied by a power of
// two that brings its largest number near the end of the range, and the factor that undoes it.

// The 16 numbers of a chunk of weights; none of a trained model comes near the end of the range, but an
// infinity would spoil its whole output.
uvec2 packRun(vec4 run) {
  const vec4 safe = clamp(run, -65504.0, 65504.0);
  return uvec2(packHalf2x16(safe.xy), packHalf2x16(safe.zw));
}
// Run `run` of the chunk at number `at` of packed activations; rows are multiples of 16 numbers.
uvec2 packedRun(Address x, uint at, uint run) { return WordPairs(x).at[(at + runAt(run)) >> 2]; }
