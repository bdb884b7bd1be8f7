#include "runtime/experts/expert_file.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "runtime/base/check.h"

namespace hearth {

namespace {

// Experts read for a measurement each way, and the time after which no more are begun.
constexpr uint32_t kSamples = 24;
constexpr std::chrono::milliseconds kSampleTime{250};
// Direct reading must be worth its padding.
constexpr double kDirectGain = 1.05;

// Kernels read weights fastest from the beginning of a cache line.
constexpr size_t kLineBytes = 64;

constexpr size_t up(size_t bytes, size_t border = kDirectAlignment) {
  return (bytes + border - 1) / border * border;
}

struct Free {
  void operator()(std::byte* memory) const { std::free(memory); }
};

}  // namespace

Result<ExpertFile> ExpertFile::open(const Model& model) {
  CHECK(model.config.routing);
  ExpertFile file;
  file.experts_ = model.config.routing->experts;
  for (const LayerWeights& weights : model.layers) {
    Layer layer;
    if (weights.moe) {
      const MoeWeights& moe = *weights.moe;
      const std::array<const ExpertStack*, kPiecesPerExpert> stacks = {&moe.gate, &moe.up, &moe.down};
      for (uint32_t i = 0; i < kPiecesPerExpert; ++i) {
        Stack& stack = layer.stacks[i];
        stack.experts = stacks[i];
        stack.bytes = stacks[i]->bytesEach();
        for (uint32_t e = 0; e < file.experts_; ++e)
          stack.places.push_back(model.file->placeOf(stacks[i]->expert(e).bytes()));
        layer.bytes += stack.bytes;
        for (const TensorView& piece : stacks[i]->pieces()) leaveOnDisk(piece.bytes());
      }
    }
    file.layers_.push_back(layer);
  }
  for (uint32_t part = 0; part < model.file->partCount(); ++part) {
    const std::string& path = model.file->partPath(part);
    auto cached = PositionedFile::open(path, ReadMode::Cached);
    if (!cached) return std::move(cached).error();
    file.cached_.push_back(std::move(*cached));
    if (auto direct = PositionedFile::open(path, ReadMode::Direct))
      file.direct_.push_back(std::move(*direct));
  }
  if (file.direct_.size() < file.cached_.size()) file.direct_.clear();
  return file;
}

// A direct read begins and ends on borders outside of the piece.
size_t ExpertFile::roomFor(const Stack& stack) const {
  if (speed_.chosen == ReadMode::Cached) return up(stack.bytes, kLineBytes);
  return up(stack.bytes) + kDirectAlignment;
}

uint64_t ExpertFile::lead(const Stack& stack, uint32_t expert) const {
  return speed_.chosen == ReadMode::Direct ? stack.places[expert].offset % kDirectAlignment : 0;
}

size_t ExpertFile::placeOf(const Layer& layer, uint32_t piece) const {
  size_t place = 0;
  for (uint32_t i = 0; i < piece; ++i) place += roomFor(layer.stacks[i]);
  return place;
}

size_t ExpertFile::bufferBytes() const {
  size_t most = 0;
  for (const Layer& layer : layers_) most = std::max(most, placeOf(layer, kPiecesPerExpert));
  return most;
}

Result<void> ExpertFile::read(uint32_t layer, uint32_t expert, uint32_t piece, std::byte* buffer) const {
  const Stack& stack = layers_[layer].stacks[piece];
  const GgufFile::Place& place = stack.places[expert];
  const uint64_t before = lead(stack, expert), offset = place.offset - before;
  const bool direct = speed_.chosen == ReadMode::Direct;
  const size_t needed = before + stack.bytes;
  const std::span<std::byte> to(buffer + placeOf(layers_[layer], piece), direct ? up(needed) : needed);
  return (direct ? direct_ : cached_)[place.part].read(offset, to, needed);
}

ExpertWeights ExpertFile::view(uint32_t layer, uint32_t expert, const std::byte* buffer) const {
  const Layer& l = layers_[layer];
  const auto piece = [&](uint32_t i) {
    const Stack& s = l.stacks[i];
    return s.experts->expert(expert).at(buffer + placeOf(l, i) + lead(s, expert));
  };
  return {piece(0), piece(1), piece(2)};
}

// Bytes per second over samples that are spread over layers and experts, read the way that is chosen now. 0
// when nothing could be read.
double ExpertFile::timeReading(uint32_t threads, uint32_t firstSample) const {
  std::vector<uint32_t> layers;
  for (uint32_t i = 0; i < layers_.size(); ++i) {
    if (layers_[i].bytes > 0) layers.push_back(i);
  }
  const auto layerOf = [&](uint32_t sample) { return layers[sample % layers.size()]; };
  const auto expertOf = [&](uint32_t sample) {
    constexpr uint32_t kStride = 7919;  // prime to every usual number of experts
    return static_cast<uint32_t>((sample / layers.size() + uint64_t{sample} * kStride) % experts_);
  };
  // What was read before would come from memory. Systems cache in pieces of up to 2 MiB, which they forget as
  // a whole or not at all.
  constexpr uint64_t kAround = uint64_t{2} << 20;
  for (uint32_t i = firstSample; i < firstSample + kSamples; ++i) {
    for (const Stack& stack : layers_[layerOf(i)].stacks) {
      const auto [part, offset] = stack.places[expertOf(i)];
      const uint64_t before = std::min(offset, kAround);
      cached_[part].forget(offset - before, before + stack.bytes + kAround);
    }
  }
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  std::atomic<uint32_t> next{firstSample};
  std::atomic<uint64_t> bytes{0};
  const auto readSome = [&] {
    const std::unique_ptr<std::byte, Free> buffer(
        static_cast<std::byte*>(std::aligned_alloc(kDirectAlignment, up(bufferBytes()))));
    if (!buffer) return;
    for (;;) {
      const uint32_t sample = next.fetch_add(1);
      if (sample >= firstSample + kSamples || Clock::now() - start > kSampleTime) return;
      for (uint32_t piece = 0; piece < kPiecesPerExpert; ++piece) {
        if (!read(layerOf(sample), expertOf(sample), piece, buffer.get())) return;
      }
      bytes += layers_[layerOf(sample)].bytes;
    }
  };
  std::vector<std::thread> readers;
  for (uint32_t i = 0; i < threads; ++i) readers.emplace_back(readSome);
  for (std::thread& reader : readers) reader.join();
  const std::chrono::duration<double> seconds = Clock::now() - start;
  return static_cast<double>(bytes) / seconds.count();
}

Result<void> ExpertFile::choose(ReadMode mode) {
  if (mode == ReadMode::Direct && direct_.empty()) return Error("this file cannot be read directly");
  speed_.chosen = mode;
  return {};
}

const DiskSpeed& ExpertFile::measure(uint32_t threads) {
  speed_.chosen = ReadMode::Cached;
  speed_.cachedBytesPerSecond = timeReading(threads, 0);
  if (!direct_.empty()) {
    speed_.chosen = ReadMode::Direct;
    speed_.directBytesPerSecond = timeReading(threads, kSamples);
    if (speed_.directBytesPerSecond < kDirectGain * speed_.cachedBytesPerSecond) {
      speed_.chosen = ReadMode::Cached;
    }
  }
  return speed_;
}

}  // namespace hearth
