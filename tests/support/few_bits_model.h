// A small sound model whose weights are nearly all in one of the formats of few bits, in blocks of 256. They
// are zero: it is there to be looked at, not to be spoken with.
#pragma once

#include <string>

#include "tests/support/tiny_models.h"

namespace hearth::test {

// tinyLlama() eight times as wide.
inline GgufWriter fewBitsLlama(DType type, const std::string& name) {
  constexpr uint64_t kTimes = 8, kVocabulary = 48;
  GgufWriter file = tinyLlama(1);
  for (GgufWriter::Tensor& tensor : file.tensors) {
    const bool vocabulary = tensor.shape.size() == 2 && tensor.shape[1] == kVocabulary;
    const DType into = tensor.shape.size() == 1 ? DType::F32 : vocabulary ? DType::Q8_0 : type;
    uint64_t values = 1;
    for (uint64_t& size : tensor.shape) {
      if (size != kVocabulary) size *= kTimes;
      values *= size;
    }
    tensor.type = static_cast<uint32_t>(into);
    tensor.data.assign(values / layoutOf(into).values * layoutOf(into).bytes, '\0');
  }
  file.text("general.name", name)
      .u32("llama.embedding_length", 256)
      .u32("llama.feed_forward_length", 512)
      .u32("llama.rope.dimension_count", 64);
  return file;
}

}  // namespace hearth::test
