// The part of an activation row that meets a chunk of weights. kWhole (a specialisation constant): rows are
// whole chunks and everything is aligned to 16 bytes; otherwise numbers are read one by one, with zeros
// beyond p.cols.

// Numbers of x at chunk `chunk` of the row that begins at number `at`, a run per column.
mat4 loadChunk(Address x, uint at, uint chunk) {
  const uint first = chunkFirst(chunk);
  if (kWhole) {
    Vec4s vectors = Vec4s(x);
    const uint i = at + first;
    return mat4(vectors.at[(i + runAt(0)) >> 2], vectors.at[(i + runAt(1)) >> 2],
                vectors.at[(i + runAt(2)) >> 2], vectors.at[(i + runAt(3)) >> 2]);
  }
  Floats numbers = Floats(x);
  mat4 v;
  [[unroll]] for (uint k = 0; k < 16; ++k) {
    const uint column = first + runAt(k >> 2) + (k & 3);
    v[k >> 2][k & 3] = column < p.cols ? numbers.at[at + column] : 0.0;
  }
  return v;
}
