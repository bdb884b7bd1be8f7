#include <algorithm>

#include "runtime/experts/disk_tier_state.h"

namespace hearth {

uint32_t DiskTier::State::idleBuffer(uint64_t latest) const {
  uint32_t idle = kNoBuffer;
  for (uint32_t i = 0; i < buffers.size(); ++i) {
    const Buffer& b = buffers[i];
    if (b.inSlot || b.pinned || b.content == Content::OnItsWay || b.lastTouch > latest) continue;
    if (idle == kNoBuffer || b.lastTouch < buffers[idle].lastTouch) idle = i;
  }
  return idle;
}

void DiskTier::State::startReading(uint32_t buffer, uint32_t layer, uint32_t expert,
                                   std::vector<Job>& queue) {
  Buffer& b = buffers[buffer];
  if (b.expert != kNoExpert) bufferOf(b.layer, b.expert) = kNoBuffer;
  b = {.layer = layer,
       .expert = expert,
       .content = Content::OnItsWay,
       .piecesLeft = kPiecesPerExpert,
       .lastTouch = round};
  bufferOf(layer, expert) = buffer;
  for (uint32_t piece = 0; piece < kPiecesPerExpert; ++piece) queue.push_back({buffer, piece});
  workToDo.notify_all();
}

// What was only guessed is wanted now.
void DiskTier::State::hurry(uint32_t buffer) {
  const auto ofBuffer = [&](const Job& job) { return job.buffer == buffer; };
  std::copy_if(later.begin(), later.end(), std::back_inserter(urgent), ofBuffer);
  std::erase_if(later, ofBuffer);
}

bool DiskTier::State::readAhead(uint32_t layer, uint32_t expert) {
  if (bufferOf(layer, expert) != kNoBuffer) return true;
  const uint32_t buffer = idleBuffer(round - 1);
  if (buffer == kNoBuffer) return false;
  startReading(buffer, layer, expert, later);
  buffers[buffer].guessed = true;
  ++stats.readAhead;
  return true;
}

void DiskTier::State::readJobs() {
  std::unique_lock lock(mutex);
  for (;;) {
    workToDo.wait(lock, [&] { return stopping || !urgent.empty() || !later.empty(); });
    if (stopping) return;
    std::vector<Job>& queue = urgent.empty() ? later : urgent;
    const Job job = queue.front();
    queue.erase(queue.begin());
    const uint32_t layer = buffers[job.buffer].layer, expert = buffers[job.buffer].expert;
    lock.unlock();
    auto read = file.read(layer, expert, job.piece, bytesOf(job.buffer));
    lock.lock();
    Buffer& b = buffers[job.buffer];
    if (!read && !failure) failure = std::move(read).error();
    if (--b.piecesLeft > 0) continue;
    b.content = Content::Ready;
    stats.bytesRead += file.expertBytes(layer);
    arrived.notify_all();
  }
}

// The better half of the guesses: measured, 87 % of them are acquired and they cost 6 % more reading, where all
// of them cost 30 % more and a third is read in vain (tests/bench/README.md).
void DiskTier::State::lookAheadJobs() {
  const uint32_t guessed = (model.config.routing->topK + 1) / 2, width = model.config.width;
  std::vector<float> input(guessInput.size());
  std::vector<uint32_t> guesses(guessed);
  std::unique_lock lock(mutex);
  for (;;) {
    somethingToGuess.wait(lock, [&] { return stopping || guessLayer != UINT32_MAX; });
    if (stopping) return;
    const uint32_t layer = std::exchange(guessLayer, UINT32_MAX), rows = guessRows;
    const uint64_t asked = round;
    input = guessInput;  // of the same size: nothing is allocated
    lock.unlock();
    for (uint32_t row = 0; row < rows; ++row) {
      router.guess(layer, input.data() + size_t{row} * width, guesses);
      lock.lock();
      // When the next layer has come meanwhile, guesses are of no use any more.
      for (const uint32_t expert : guesses) {
        if (round != asked || failure || !readAhead(router.nextLayer(layer), expert)) break;
      }
      lock.unlock();
    }
    lock.lock();
  }
}

void DiskTier::State::startThreads(uint32_t readers, bool looker) {
  for (uint32_t i = 0; i < readers; ++i) threads.emplace_back([this] { readJobs(); });
  if (looker) threads.emplace_back([this] { lookAheadJobs(); });
}

void DiskTier::State::stopThreads() {
  {
    const std::lock_guard lock(mutex);
    stopping = true;
  }
  workToDo.notify_all();
  somethingToGuess.notify_all();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace hearth
