#include "runtime/vulkan/device_weights.h"

#include <algorithm>

#include "runtime/vulkan/device_rows.h"

namespace hearth::vulkan {

namespace {

constexpr size_t kAlignment = 256;
// Large enough that a model takes few allocations, small enough that a fragmented heap has room for them.
constexpr size_t kChunkBytes = size_t{256} << 20;

size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

using Pieces = DeviceWeights::Pieces;

void add(Pieces& pieces, const TensorView& matrix) {
  if (!matrix.empty()) pieces.push_back(matrix);
}
void add(Pieces& pieces, const std::vector<float>& vector) {
  if (vector.empty()) return;
  pieces.emplace_back(std::as_bytes(std::span(vector)), DType::F32, 1u, static_cast<uint32_t>(vector.size()));
}
void add(Pieces& pieces, const Linear& linear) {
  add(pieces, linear.weight);
  add(pieces, linear.bias);
}
void add(Pieces& pieces, const SwigluWeights& w) {
  add(pieces, w.gate);
  add(pieces, w.up);
  add(pieces, w.down);
}
void add(Pieces& pieces, const GqaWeights& w) {
  for (const Linear* linear : {&w.q, &w.k, &w.v, &w.out}) add(pieces, *linear);
  add(pieces, w.qNorm);
  add(pieces, w.kNorm);
}
void add(Pieces& pieces, const MlaWeights& w) {
  for (const Linear* linear : {&w.q, &w.qDown, &w.qUp, &w.kvDown, &w.out}) add(pieces, *linear);
  for (const TensorView* matrix : {&w.keyAbsorb, &w.keyUp, &w.valueUp}) add(pieces, *matrix);
  add(pieces, w.qNorm);
  add(pieces, w.kvNorm);
  if (!w.indexer) return;
  for (const Linear* linear : {&w.indexer->qUp, &w.indexer->key, &w.indexer->headWeights})
    add(pieces, *linear);
  add(pieces, w.indexer->keyGain);
  add(pieces, w.indexer->keyShift);
}

}  // namespace

DeviceWeights::Pieces DeviceWeights::piecesOf(const Model& model, const WeightRange& range) {
  Pieces pieces;
  for (uint32_t layer = range.first; layer < range.end; ++layer) {
    const LayerWeights& w = model.layers[layer];
    add(pieces, w.attentionNorm);
    add(pieces, w.feedForwardNorm);
    if (w.gqa) add(pieces, *w.gqa);
    if (w.mla) add(pieces, *w.mla);
    if (w.dense) add(pieces, *w.dense);
    if (!w.moe) continue;
    add(pieces, w.moe->router);
    add(pieces, w.moe->routerBias);
    if (w.moe->shared) add(pieces, *w.moe->shared);
  }
  if (range.head) {
    add(pieces, model.outputNorm);
    add(pieces, model.head);
  }
  return pieces;
}

size_t DeviceWeights::bytesOf(const Pieces& pieces) {
  size_t bytes = 0;
  for (const TensorView& piece : pieces) bytes += aligned(deviceBytes(piece));
  return bytes;
}

Result<DeviceWeights> DeviceWeights::upload(Memory& memory, Uploader& uploader, const Pieces& pieces,
                                            const std::function<bool(float)>& onProgress) {
  DeviceWeights weights;
  const size_t total = bytesOf(pieces);
  size_t done = 0;
  std::vector<std::byte> room;
  for (size_t first = 0; first < pieces.size();) {
    size_t end = first, bytes = 0;
    while (end < pieces.size() &&
           (end == first || bytes + aligned(deviceBytes(pieces[end])) <= kChunkBytes)) {
      bytes += aligned(deviceBytes(pieces[end++]));
    }
    auto chunk = memory.allocate(bytes, MemoryKind::Device, MemoryUse::Weights);
    if (!chunk) return std::move(chunk).error().during("Moving the weights to the GPU");
    size_t at = 0;
    for (; first < end; ++first) {
      const Uploader::Piece piece{rowsForDevice(pieces[first], room), at};
      auto ticket = uploader.copy(*chunk, std::span(&piece, 1));
      if (!ticket) return std::move(ticket).error().during("Moving the weights to the GPU");
      weights.places_[pieces[first].data()] = chunk->address() + at;
      at += aligned(deviceBytes(pieces[first]));
      done += aligned(deviceBytes(pieces[first]));
      if (onProgress && !onProgress(static_cast<float>(done) / static_cast<float>(total))) {
        uploader.wait(*ticket);
        return Error("loading was stopped");
      }
      if (first + 1 == pieces.size() && !uploader.wait(*ticket)) {
        return Error("the GPU stopped answering while the weights were moved to it");
      }
    }
    weights.chunks_.push_back(std::move(*chunk));
  }
  return weights;
}

DeviceMatrix DeviceWeights::matrix(const TensorView& host) const {
  const auto place = places_.find(host.data());
  CHECK(place != places_.end());
  return {place->second, host.type(), host.rows(), host.cols()};
}

Address DeviceWeights::vector(std::span<const float> host) const {
  if (host.empty()) return 0;
  const auto place = places_.find(host.data());
  CHECK(place != places_.end());
  return place->second;
}

}  // namespace hearth::vulkan
