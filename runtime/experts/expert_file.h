// A model's experts as they lie on disk: three pieces each (gate, up, down), read into memory of one's own.
#pragma once

#include <array>
#include <vector>

#include "runtime/base/positioned_file.h"
#include "runtime/forward/expert_source.h"

namespace hearth {

inline constexpr uint32_t kPiecesPerExpert = 3;

// What was found out about the disk at load.
struct DiskSpeed {
  ReadMode chosen = ReadMode::Cached;
  double cachedBytesPerSecond = 0;
  double directBytesPerSecond = 0;  // 0: the file system cannot
  double bytesPerSecond() const {
    return chosen == ReadMode::Direct ? directBytesPerSecond : cachedBytesPerSecond;
  }
};

// Safe to read from several threads.
class ExpertFile {
 public:
  // Opens the model's files again, and gives back what pages of its experts the mapping holds. The model
  // outlives the result.
  static Result<ExpertFile> open(const Model& model);

  // Reads some experts both ways with so many threads, in about a quarter of a second each at most, and
  // settles on the faster; before that, files are read through the system's cache. Buffers made earlier are
  // of no use afterwards.
  const DiskSpeed& measure(uint32_t threads);
  Result<void> choose(ReadMode mode);
  const DiskSpeed& speed() const { return speed_; }

  // Memory that holds any one expert, with the padding that the chosen way of reading needs.
  size_t bufferBytes() const;
  // Bytes of an expert of this layer; 0 for layers without.
  size_t expertBytes(uint32_t layer) const { return layers_[layer].bytes; }
  // Reads one piece into its place in `buffer` (of bufferBytes(), aligned to kDirectAlignment).
  Result<void> read(uint32_t layer, uint32_t expert, uint32_t piece, std::byte* buffer) const;
  // The expert in a buffer into which all its pieces were read.
  ExpertWeights view(uint32_t layer, uint32_t expert, const std::byte* buffer) const;

 private:
  struct Stack {
    const ExpertStack* experts = nullptr;  // of the model
    std::vector<GgufFile::Place> places;   // of each
    size_t bytes = 0;                      // of each
  };
  struct Layer {
    std::array<Stack, kPiecesPerExpert> stacks;  // gate, up, down
    size_t bytes = 0;                            // of an expert; 0: the layer has none
  };
  ExpertFile() = default;
  size_t roomFor(const Stack& stack) const;
  // Where in a buffer what is read for a piece goes, and how much of that comes before the piece itself.
  size_t placeOf(const Layer& layer, uint32_t piece) const;
  uint64_t lead(const Stack& stack, uint32_t expert) const;
  double timeReading(uint32_t threads, uint32_t firstSample) const;

  uint32_t experts_ = 0;
  std::vector<Layer> layers_;
  std::vector<PositionedFile> cached_, direct_;  // one per part; direct_ empty where it cannot be
  DiskSpeed speed_;
};

}  // namespace hearth
