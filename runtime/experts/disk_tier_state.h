// What the disk tier's threads share, for the files that implement it: disk_tier.cpp is the evaluating
// thread's side, disk_tier_readers.cpp that of the threads that read and guess.
#pragma once

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "runtime/experts/disk_tier.h"
#include "runtime/experts/router_guess.h"

namespace hearth {

inline constexpr uint32_t kNoBuffer = UINT32_MAX;
// Rows of a batch that are looked ahead for: with more, nearly every expert is used anyway.
inline constexpr uint32_t kLookAheadRows = 4;

struct DiskTier::State {
  enum class Content { Nothing, OnItsWay, Ready };
  struct Buffer {
    uint32_t layer = 0, expert = kNoExpert;
    Content content = Content::Nothing;
    uint32_t piecesLeft = 0;  // to be read
    bool inSlot = false;
    bool pinned = false;     // acquired
    bool guessed = false;    // read ahead and not acquired since
    uint64_t lastTouch = 0;  // value of `round`
  };
  struct Job {
    uint32_t buffer, piece;
  };

  State(const Model& theModel, ExpertFile theFile, ExpertCacheOptions cacheOptions, uint32_t bufferCount,
        uint32_t passingCount);
  void startThreads(uint32_t readers, bool looker);
  void stopThreads();

  // All of these with `mutex` held.
  uint32_t& bufferOf(uint32_t layer, uint32_t expert) { return bufferOfExpert[layer * experts + expert]; }
  // The passing buffer that was touched longest ago, not after round `latest`; kNoBuffer when there is none.
  uint32_t idleBuffer(uint64_t latest) const;
  void startReading(uint32_t buffer, uint32_t layer, uint32_t expert, std::vector<Job>& queue);
  void hurry(uint32_t buffer);
  // Begins to read an expert on a guess; false when there is no room.
  bool readAhead(uint32_t layer, uint32_t expert);

  void readJobs();
  void lookAheadJobs();

  const Model& model;
  ExpertFile file;
  uint32_t experts;
  uint32_t passing;  // buffers that are in no slot even when all slots are full
  size_t bufferBytes;
  struct Free {
    void operator()(std::byte* bytes) const { std::free(bytes); }
  };
  std::unique_ptr<std::byte, Free> memory;
  std::byte* bytesOf(uint32_t buffer) const { return memory.get() + buffer * bufferBytes; }

  // The evaluating thread's own.
  ExpertCache cache;
  std::vector<ExpertMove> moves;
  std::vector<uint32_t> held, heldExperts;

  mutable std::mutex mutex;
  std::condition_variable workToDo, arrived, somethingToGuess;
  std::vector<Buffer> buffers;
  std::vector<uint32_t> bufferOfExpert;  // [layers, experts]
  std::vector<Job> urgent, later;        // room for all jobs there can be is reserved
  uint64_t round = 1;                    // grows with every acquire()
  std::optional<Error> failure;
  DiskTierStats stats;
  bool stopping = false;

  RouterGuess router;  // the looker's own
  std::vector<float> guessInput;
  uint32_t guessLayer = UINT32_MAX;  // UINT32_MAX: nothing to guess
  uint32_t guessRows = 0;

  std::vector<std::thread> threads;
};

}  // namespace hearth
