// The number format of a matrix (FORMAT_...), one interface for all. A row is cut into chunks of 16 numbers
// that its format keeps close together; these are four runs of four consecutive numbers each:
//   uint chunkFirst(chunk)               where run 0 begins in the row
//   uint runAt(run)                      how far behind it run `run` begins
//   mat4 decodeChunk(matrix, row, chunk) the numbers, a run per column; `row` is the row's offset in bytes
// and, for most, what codes.glsl says: then products with int8 activations are possible.
// prepareFormat() is called once by all invocations before anything else.
#include "common/words.glsl"

#define NO_PREPARATION void prepareFormat() {}

#if defined(FORMAT_F32)
#include "common/format_f32.glsl"
#elif defined(FORMAT_F16)
#include "common/format_f16.glsl"
#elif defined(FORMAT_BF16)
#include "common/format_bf16.glsl"
#elif defined(FORMAT_F8_E4M3)
#include "common/format_f8_e4m3.glsl"
#elif defined(FORMAT_Q8_0)
#include "common/format_q8_0.glsl"
#elif defined(FORMAT_Q4_0)
#include "common/format_q4_0.glsl"
#elif defined(FORMAT_Q4_1)
#include "common/format_q4_1.glsl"
#elif defined(FORMAT_Q5_0)
#include "common/format_q5_0.glsl"
#elif defined(FORMAT_Q5_1)
#include "common/format_q5_1.glsl"
#elif defined(FORMAT_Q2_K)
#include "common/format_q2_k.glsl"
#elif defined(FORMAT_Q3_K)
#include "common/format_q3_k.glsl"
#elif defined(FORMAT_Q4_K)
#include "common/format_q4_k.glsl"
#elif defined(FORMAT_Q5_K)
#include "common/format_q5_k.glsl"
#elif defined(FORMAT_Q6_K)
#include "common/format_q6_k.glsl"
#elif defined(FORMAT_IQ4_NL)
#include "common/format_iq4_nl.glsl"
#elif defined(FORMAT_IQ4_XS)
#include "common/format_iq4_xs.glsl"
#elif defined(FORMAT_MXFP4)
#include "common/format_mxfp4.glsl"
#elif defined(FORMAT_IQ1_S)
#include "common/format_iq1_s.glsl"
#elif defined(FORMAT_IQ1_M)
#include "common/format_iq1_m.glsl"
#elif defined(FORMAT_IQ2_XXS)
#include "common/format_iq2_xxs.glsl"
#elif defined(FORMAT_IQ2_XS)
#include "common/format_iq2_xs.glsl"
#elif defined(FORMAT_IQ2_S)
#include "common/format_iq2_s.glsl"
#elif defined(FORMAT_IQ3_XXS)
#include "common/format_iq3_xxs.glsl"
#elif defined(FORMAT_IQ3_S)
#include "common/format_iq3_s.glsl"
#elif defined(FORMAT_TQ1_0)
#include "common/format_tq1_0.glsl"
#elif defined(FORMAT_TQ2_0)
#include "common/format_tq2_0.glsl"
#endif
