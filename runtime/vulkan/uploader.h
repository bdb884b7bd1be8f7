// Copies from the host's memory into device buffers on the transfer queue, while the compute queue works on.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/timeline.h"

namespace hearth::vulkan {

// Used by one thread.
class Uploader {
 public:
  // `stagingBytes` bounds what is under way at a time; larger copies go in pieces.
  static Result<std::unique_ptr<Uploader>> create(Memory& memory, Device& device, size_t stagingBytes);
  ~Uploader();  // waits for its copies, also after a failure of the device: targets go later

  struct Piece {
    std::span<const std::byte> from;
    size_t at = 0;  // in the target
  };
  // Starts copying all pieces into `to` and returns the ticket at which they have arrived. Blocks while the
  // staging memory is full. The sources are read before it returns.
  Result<uint64_t> copy(const Buffer& to, std::span<const Piece> pieces);
  bool arrived(uint64_t ticket) const;
  bool wait(uint64_t ticket) const;
  // Reaches every ticket in turn: a submission that reads what was copied waits for this.
  const Timeline& timeline() const;
  // Bytes per second of the copies so far, host to device, measured; 0 before the first.
  double bytesPerSecond() const;
  // Of the copies that have arrived since the last call.
  struct Copied {
    uint64_t bytes = 0;
    double seconds = 0;  // of the bus, or of filling the staging memory, whichever took longer
  };
  Copied takeCopied();

 private:
  struct State;
  explicit Uploader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth::vulkan
