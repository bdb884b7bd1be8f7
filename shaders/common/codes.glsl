// Formats whose numbers are scale * code + least: codesOf() gives a chunk's codes as bytes, a run per word,
// and per unit (see runs.glsl) the factors. kSignedCodes: bytes are signed; then `least` is zero everywhere.
struct Codes {
  uvec4 q;
  vec4 scale, least;
};
#ifdef SIGNED_CODES
const bool kSignedCodes = true;
vec4 codeBytes(uint word) { return signedBytesOf(word); }
#else
const bool kSignedCodes = false;  // at most 63, so that they are right as signed bytes too
vec4 codeBytes(uint word) { return bytesOf(word); }
#endif

Codes codesOf(Address matrix, uint row, uint chunk);

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const Codes codes = codesOf(matrix, row, chunk);
  mat4 w;
  [[unroll]] for (uint run = 0; run < 4; ++run) {
    const uint unit = unitOf(run);
    w[run] = codes.scale[unit] * codeBytes(codes.q[run]);
    if (!kSignedCodes) w[run] += codes.least[unit];
  }
  return w;
}
