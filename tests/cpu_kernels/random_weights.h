// The formats that the kernels' tests go through, with fresh random inputs.
#pragma once

#include "runtime/tensor/random_weights.h"

namespace hearth::test {

inline constexpr DType kQuantized[] = {
    DType::Q8_0,    DType::Q4_0,  DType::Q4_1,  DType::Q5_0,    DType::Q5_1,   DType::IQ4_NL,
    DType::MXFP4,   DType::Q2_K,  DType::Q3_K,  DType::Q4_K,    DType::Q5_K,   DType::Q6_K,
    DType::IQ4_XS,  DType::IQ1_S, DType::IQ1_M, DType::IQ2_XXS, DType::IQ2_XS, DType::IQ2_S,
    DType::IQ3_XXS, DType::IQ3_S, DType::TQ1_0, DType::TQ2_0};
inline constexpr DType kFloats[] = {DType::F32, DType::F16, DType::BF16, DType::F8_E4M3};

using hearth::gaussian;
using hearth::randomScales;
using hearth::randomWeights;

}  // namespace hearth::test
