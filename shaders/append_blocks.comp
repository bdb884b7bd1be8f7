#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Row r of x to position step.first + r of a cache in blocks. What lies past the cache's end is not written.
// Workgroups (x, y) have some blocks of row y, an invocation four numbers of them; a word of scales, which
// belong to several blocks, is written by one. A block with a number that is not finite reads back as NaNs.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a multiple of 32: words of scales do not cross groups
layout(constant_id = 1) const uint kForm = 2;
layout(push_constant, scalar) uniform Push {
  Address x, cache, step;
  uint width, positions;
} p;

#include "common/kv_form.glsl"
#include "common/quads.glsl"
#include "common/step.glsl"

const uint kQuadsOfBlock = kKvBlock / 4;
const uint kBlocks = kLocalSize / kQuadsOfBlock;  // of the workgroup
const uint kScalesOfWord = kForm == kFormF8 ? 4 : 2;
const uint kInfinityBits = 0x7f800000u;
const float kHalfMost = 65504.0;

shared vec4 numbers[kLocalSize];
shared uint scales[kBlocks];

// The number of largest magnitude; NaN counts as larger than all others.
float largestOf(uint firstQuad) {
  uint most = 0;
  float largest = numbers[firstQuad].x;
  for (uint i = 0; i < kQuadsOfBlock; ++i) {
    [[unroll]] for (uint n = 0; n < 4; ++n) {
      const float number = numbers[firstQuad + i][n];
      const uint magnitude = floatBitsToUint(number) & 0x7fffffffu;
      if (magnitude > most) {
        most = magnitude;
        largest = number;
      }
    }
  }
  return largest;
}

// Bits of a half, or the exponent of a power of two.
uint scaleFor(float largest) {
  const uint magnitude = floatBitsToUint(largest) & 0x7fffffffu;
  if (magnitude >= kInfinityBits) return kForm == kFormF8 ? 255 : 0x7e00;  // infinite: NaN
  if (kForm == kFormQ8) return halfBits(min(uintBitsToFloat(magnitude) / 127.0, kHalfMost));
  if (kForm == kFormQ4) return halfBits(clamp(largest * -0.125, -kHalfMost, kHalfMost));
  // 448 = 1.75 * 2^8: the exponent less 8, one more for what is beyond 1.75.
  return uint(max(int(magnitude >> 23) - 8 + ((magnitude & 0x7fffffu) > 0x600000u ? 1 : 0), 0));
}

// The integers nearest to numbers / scale, of two equally near the even one. Vulkan's quotient may be off by
// 2.5 ulp, but the remainder is exact: a scale has 11 bits, a code 8.
vec4 nearest(vec4 numbers, float scale) {
  if (scale == 0.0) return vec4(0.0);
  const float middle = abs(scale) * 0.5;
  vec4 codes = roundEven(numbers / scale);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    const float over = (numbers[n] - codes[n] * scale) * sign(scale);
    const bool odd = (int(codes[n]) & 1) != 0;
    if (over > middle || (over == middle && odd)) codes[n] += 1.0;
    if (over < -middle || (over == -middle && odd)) codes[n] -= 1.0;
  }
  return codes;
}

uint eightBitFloat(float number) {
  const uint bits = floatBitsToUint(number), magnitude = bits & 0x7fffffffu, sign = bits >> 24 & 0x80u;
  if (magnitude < 0x3c800000u) {  // below 2^-6: a multiple of 2^-9
    return sign | uint(roundEven(uintBitsToFloat(magnitude) * 512.0));
  }
  return sign | (magnitude - 0x3c000000u + 0x7ffffu + (magnitude >> 20 & 1u)) >> 20;  // bias 127 -> 7
}

// Four codes, a byte each.
uint codesOf(vec4 numbers, uint scale) {
  uint word = 0;
  if (kForm == kFormF8) {
    if (scale == 255) return 0;
    const vec4 scaled = numbers * uintBitsToFloat(254 - scale << 23);
    [[unroll]] for (uint n = 0; n < 4; ++n) word |= eightBitFloat(scaled[n]) << 8 * n;
    return word;
  }
  const vec4 codes = nearest(numbers, unpackHalf2x16(scale).x);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    const uint code = kForm == kFormQ4 ? uint(clamp(codes[n] + 8.0, 0.0, 15.0))
                                       : uint(int(clamp(codes[n], -127.0, 127.0))) & 255u;
    word |= code << 8 * n;
  }
  return word;
}

void main() {
  const uint lane = gl_LocalInvocationIndex, row = gl_WorkGroupID.y, at = 4 * gl_GlobalInvocationID.x;
  Step step = Step(p.step);
  const uint place = placeOf(step, step.first + row);
  if (place >= p.positions) return;
  const Address target = advanceBy(p.cache, place, rowBytesOf(p.width));

  numbers[lane] = at < p.width ? floatQuad(advanceBy(p.x, row, 4 * p.width), at) : vec4(0.0);
  barrier();
  const uint firstQuad = lane / kQuadsOfBlock * kQuadsOfBlock, quad = lane % kQuadsOfBlock;
  const uint scale = scaleFor(largestOf(firstQuad));
  if (quad == 0) scales[lane / kQuadsOfBlock] = scale;
  if (at < p.width) {
    const uint codes = codesOf(numbers[lane], scale);
    if (kForm != kFormQ4) {
      Words(target).at[at / 4] = codes;
    } else if (quad < kQuadsOfBlock / 2) {
      const uint later = codesOf(numbers[lane + kQuadsOfBlock / 2], scale);
      Words(target).at[at / kKvBlock * (kQuadsOfBlock / 2) + quad] = codes | later << 4;
    }
  }
  barrier();
  const uint firstBlock = gl_WorkGroupID.x * kBlocks + lane * kScalesOfWord;
  if (lane >= kBlocks / kScalesOfWord || firstBlock >= p.width / kKvBlock) return;
  uint word = 0;  // so is what fills up the last one
  [[unroll]] for (uint n = 0; n < kScalesOfWord; ++n) {
    if (firstBlock + n < p.width / kKvBlock) {
      word |= scales[lane * kScalesOfWord + n] << 32 / kScalesOfWord * n;
    }
  }
  Words(target).at[(codeBytesOf(p.width) + 4 * (firstBlock / kScalesOfWord)) / 4] = word;
}
