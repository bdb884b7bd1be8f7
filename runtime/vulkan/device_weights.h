// The weights that stay on the device for as long as the model is loaded: everything of a layer but its
// routed experts, and the head.
#pragma once

#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "runtime/model/weights.h"
#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/uploader.h"

namespace hearth::vulkan {

// Layers [first, end) and perhaps the final norm with the head.
struct WeightRange {
  uint32_t first = 0, end = 0;
  bool head = false;
};

class DeviceWeights {
 public:
  // The tensors, on the host; vectors as single rows.
  using Pieces = std::vector<TensorView>;
  static Pieces piecesOf(const Model& model, const WeightRange& range);
  // Bytes of device memory that they take.
  static size_t bytesOf(const Pieces& pieces);

  // `onProgress` (may be empty) gets the share done; false from it stops with an error.
  static Result<DeviceWeights> upload(Memory& memory, Uploader& uploader, const Pieces& pieces,
                                      const std::function<bool(float)>& onProgress = {});

  // Where a matrix, or a gain or bias, of the range lies: asked for by what the host's copy is.
  DeviceMatrix matrix(const TensorView& host) const;
  Address vector(std::span<const float> host) const;  // 0 for an empty one

 private:
  std::vector<Buffer> chunks_;
  std::unordered_map<const void*, Address> places_;
};

}  // namespace hearth::vulkan
