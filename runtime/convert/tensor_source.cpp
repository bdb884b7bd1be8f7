#include "runtime/convert/tensor_source.h"

#include <algorithm>
#include <utility>

#include "runtime/tensor/dequantize.h"

namespace hearth {

GgufSource::GgufSource(const GgufFile& file) : file_(file) {
  for (const TensorInfo& tensor : file.tensors()) tensors_.push_back(&tensor);
  const auto placeOf = [&](const TensorInfo* tensor) {
    const GgufFile::Place place = file.placeOf(tensor->bytes);
    return std::pair(place.part, place.offset);
  };
  std::sort(tensors_.begin(), tensors_.end(),
            [&](const TensorInfo* a, const TensorInfo* b) { return placeOf(a) < placeOf(b); });
}

void GgufSource::readRows(const TensorInfo& tensor, uint64_t firstRow, uint32_t count, float* out) const {
  const TensorView rows = viewOf(tensor).rowRange(static_cast<uint32_t>(firstRow), count);
  dequantize(tensor.type, rows.bytes(), {out, size_t{count} * rows.cols()});
}

}  // namespace hearth
