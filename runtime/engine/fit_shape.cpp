// What of a model decides where it fits: see fit.h.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/engine/fit.h"
#include "runtime/engine/gpu_side.h"
#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/sparse_kernels.h"

namespace hearth {
namespace {

// What load derives from the tensors that are there, when it was told not to (latent_attention.cpp).
size_t derivedBytes(const ModelConfig& config, const MlaWeights& w) {
  const LatentAttention& latent = *config.latent;
  const size_t keys = size_t{config.heads} * latent.nopeDim * latent.kvLoraRank;
  const size_t values = size_t{config.heads} * latent.valueDim * latent.kvLoraRank;
  size_t bytes = 0;
  // Transposed copies are float16 for every quantised format, gathered ones keep theirs: about a byte each.
  if (w.keyAbsorb.empty() && w.keyUp.empty()) return keys * 2 + keys + values;
  if (w.keyUp.empty()) bytes += keys * 2;
  if (w.keyAbsorb.empty()) bytes += keys * 2;
  if (w.valueUp.empty()) bytes += values;
  return bytes;
}

// What sparse attention takes besides, at the longest context.
size_t sparseBytesOf(const ModelConfig& c, uint32_t rows) {
  const Indexer& indexer = *c.indexer;
  const uint32_t topK = std::min(indexer.topK, c.contextLength);
  vulkan::IndexQuery query;
  query.q.rows = rows;
  query.contextMax = c.contextLength;
  vulkan::Attention a;
  a.pieces[0].x.rows = rows;
  a.heads = c.heads;
  a.kvHeads = 1;
  a.keys.width = c.latent->kvLoraRank + c.latent->ropeDim;
  a.valueDim = c.latent->kvLoraRank;
  const size_t activations = size_t{indexer.heads} * indexer.dim + 2 * size_t{indexer.dim} + indexer.heads;
  return size_t{rows} * activations * sizeof(float) + vulkan::chosenBytes(rows, topK) +
         std::max(vulkan::choosePositionsScratchBytes(query), vulkan::attendChosenScratchBytes(a, topK));
}

// The highest stack of activations in one layer: the residual stream, then the larger of attention and
// feed-forward with their scratch.
size_t computeBytesOf(const Model& model, uint32_t rows) {
  const ModelConfig& c = model.config;
  const size_t floats = size_t{rows} * 4;
  size_t attention = 0, feedForward = 0;
  if (c.latent) {
    const LatentAttention& l = *c.latent;
    const size_t query = size_t{c.heads} * c.keyDim, absorbed = size_t{c.heads} * (l.kvLoraRank + l.ropeDim);
    const size_t sums = size_t{c.heads} * std::max(l.kvLoraRank, l.valueDim);
    attention = floats * (c.width + l.qLoraRank + query + absorbed + sums + c.width) +
                vulkan::linearScratchBytes(rows, std::max(c.width, c.heads * l.valueDim));
    if (c.indexer) attention += sparseBytesOf(c, rows);
  } else {
    const size_t query = size_t{c.heads} * c.keyDim, sums = size_t{c.heads} * c.valueDim;
    const size_t rowsOfCache = size_t{c.kvHeads} * (size_t{c.keyDim} + c.valueDim);
    attention = floats * (c.width + query + rowsOfCache + sums + c.width) +
                vulkan::linearScratchBytes(rows, std::max(c.width, c.heads * c.valueDim));
  }
  for (const LayerWeights& layer : model.layers) {
    size_t bytes = floats * 2 * c.width;
    const SwigluWeights* dense = layer.dense ? &*layer.dense : nullptr;
    if (layer.moe && layer.moe->shared) dense = &*layer.moe->shared;
    if (dense != nullptr) {
      const uint32_t ffn = dense->gate.weight.rows();
      bytes = std::max(bytes, floats * (2 * size_t{c.width} + ffn) +
                                  vulkan::gatedScratchBytes(rows, c.width, ffn) +
                                  vulkan::linearScratchBytes(rows, ffn));
    }
    if (layer.moe) {
      const auto layout = vulkan::ExpertSlots::layoutOf(*layer.moe, c.width);
      bytes = std::max(bytes, floats * 2 * c.width + vulkan::expertScratchBytes(layout, rows, c.routing->topK,
                                                                                c.routing->experts));
    }
    feedForward = std::max(feedForward, bytes);
  }
  return floats * c.width + std::max(attention, feedForward) + size_t{c.vocabSize} * 4;
}

// Of the first layer beyond the last, the only one that guesses.
uint64_t nextnBytesOf(const Model& model) {
  const std::string prefix = "blk." + std::to_string(model.config.layers) + ".";
  uint64_t bytes = 0;
  for (const TensorInfo& tensor : model.file->tensors()) {
    if (tensor.name.starts_with(prefix)) bytes += tensor.bytes.size();
  }
  const NextnWeights& nextn = model.nextn.front();
  return bytes + (nextn.layer.mla ? derivedBytes(model.config, *nextn.layer.mla) : 0);
}

}  // namespace

FitShape fitShapeOf(const Model& model, KvForm cacheForm) {
  FitShape shape;
  shape.device = GpuSide::needs(model, kvShapeOf(model.config, 0, cacheForm), 0);
  shape.expertsUsed = model.config.routing ? model.config.routing->topK : 0;
  for (size_t layer = 0; layer < model.layers.size(); ++layer) {
    const LayerWeights& w = model.layers[layer];
    if (w.mla) shape.device.layerBytes[layer] += derivedBytes(model.config, *w.mla);
    shape.expertBytes.push_back(w.moe ? w.moe->gate.bytes() + w.moe->up.bytes() + w.moe->down.bytes() : 0);
  }
  for (size_t i = 0; i < kBatches.size(); ++i) {
    shape.computeBytes[i] = computeBytesOf(model, kBatches[i]);
  }
  shape.fileBytes = model.file->fileBytes();
  shape.cacheBytesPerToken = kvShapeOf(model.config, 1, cacheForm).bytesPerToken();
  if (!model.nextn.empty()) {
    shape.nextnBytes = nextnBytesOf(model);
    shape.nextnCacheBytesPerToken = nextnCacheBytesPerToken(model.config, cacheForm);
  }
  shape.trainedContext = model.config.contextLength;
  return shape;
}

FitShape fitShapeOf(const FitNumbers& n, KvForm cacheForm) {
  CHECK(n.layers > 0 && n.parameters > 0 && n.denseLayers <= n.layers);
  // Activations of a layer are a few times its width, whatever the architecture.
  constexpr size_t kWidthsPerRow = 16;
  const double bytesEach = static_cast<double>(n.fileBytes) / static_cast<double>(n.parameters);
  const auto bytesOf = [&](double parameters) { return static_cast<size_t>(parameters * bytesEach); };
  const double head = static_cast<double>(n.vocabulary) * n.width;
  const double expert = 3.0 * n.width * n.expertWidth;
  const uint32_t moeLayers = n.experts > 0 ? n.layers - n.denseLayers : 0;
  // A layer that guesses ahead is one like the last, and a matrix that joins its two inputs.
  const double join = 2.0 * n.width * n.width, experts = expert * n.experts;
  const double others = std::max(0.0, static_cast<double>(n.parameters) - 2 * head - join * n.nextnLayers -
                                          experts * (moeLayers + (n.experts > 0 ? n.nextnLayers : 0)));
  const double othersEach = others / (n.layers + n.nextnLayers);
  FitShape shape;
  shape.device.headBytes = bytesOf(head);
  shape.device.experts = n.experts;
  shape.expertsUsed = n.expertsUsed;
  for (uint32_t layer = 0; layer < n.layers; ++layer) {
    const bool mixture = n.experts > 0 && layer >= n.denseLayers;
    vulkan::ExpertLayout layout;
    layout.bytes = mixture ? std::max<size_t>(1, bytesOf(expert)) : 0;
    shape.device.layerBytes.push_back(bytesOf(othersEach));
    shape.device.slotBytes.push_back(layout.bytes);
    shape.device.slotsPerChunk.push_back(mixture ? vulkan::ExpertSlots::slotsPerChunk(layout, n.experts) : 1);
    shape.expertBytes.push_back(mixture ? bytesOf(experts) : 0);
  }
  for (size_t i = 0; i < kBatches.size(); ++i) {
    shape.computeBytes[i] = size_t{kBatches[i]} * n.width * kWidthsPerRow * 4 + size_t{n.vocabulary} * 4;
  }
  shape.fileBytes = n.fileBytes;
  const uint64_t cacheRow = kvRowBytes(cacheForm, n.cacheNumbersPerLayer);
  shape.cacheBytesPerToken = n.layers * cacheRow;
  if (n.nextnLayers > 0) {  // of several the first guesses
    shape.nextnBytes = bytesOf(othersEach + join + experts);
    shape.nextnCacheBytesPerToken = cacheRow;
  }
  shape.trainedContext = n.trainedContext;
  return shape;
}

}  // namespace hearth
