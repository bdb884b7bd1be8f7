#include "runtime/vulkan/vulkan_ops.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "runtime/tensor/dequantize.h"
#include "runtime/vulkan/vulkan_kv_cache.h"
#include "runtime/vulkan/vulkan_ops_class.h"

namespace hearth::vulkan {

namespace {

// One a token ahead, one for the prompt's last token and a few context lengths; each is some kilobytes.
constexpr size_t kRecordingsMost = 6;
// A long pass is submitted in pieces of about this many dispatches: a watchdog may count a whole submission.
constexpr uint32_t kDispatchesPerSegment = 32;
// A recording serves until the context passes the next power of two, from here on.
constexpr uint32_t kContextLeast = 256;
// Logits of long passes come back in pieces of about this size.
constexpr size_t kLogitsPieceBytes = size_t{16} << 20;

}  // namespace

Result<std::unique_ptr<Ops>> makeVulkanOps(const VulkanOpsParts& parts) { return VulkanOps::create(parts); }

VulkanOps::VulkanOps(const VulkanOpsParts& parts) : parts_(parts), device_(&parts.pipelines->device()) {}

Result<std::unique_ptr<Ops>> VulkanOps::create(const VulkanOpsParts& parts) {
  std::unique_ptr<VulkanOps> ops(new VulkanOps(parts));
  auto handshake = Handshake::create(*ops->device_);
  if (!handshake) return std::move(handshake).error();
  ops->handshake_ = std::move(*handshake);
  auto once = Program::create(*parts.pipelines, *ops->handshake_);
  if (!once) return std::move(once).error();
  ops->once_ = std::move(*once);
  return std::unique_ptr<Ops>(std::move(ops));
}

// ---- Passes ----------------------------------------------------------------------------------------------

void VulkanOps::openProgram(Program& program, Recorder::Replay replay) {
  program_ = &program;
  inputs_.release(0);
  outputs_.release(0);
  program.begin(replay);
}

Ops::Begun VulkanOps::begin(const PassShape& shape, Logits logits) {
  inPass_ = true;
  batch_ = shape.batch;
  logits_ = logits;
  ++passes_;
  began_ = Clock::now();
  // The tokens tell which experts to fetch; what arrives in time is there when its layer begins.
  if (parts_.slots != nullptr) {
    parts_.slots->cache().beginStep(batch_.tokens);
    if (!device_->failed()) parts_.slots->move(movesMost_);
  }
  handingOver_ = handsOver();
  writeStep(batch_);
  if (!recordable(batch_.rows())) {
    openProgram(*once_, Recorder::Replay::Once);
    return Begun::Walk;
  }
  const Key key{batch_.rows(), shape.logitsRows, shape.bestLogits, contextMax(batch_), handingOver_};
  for (Recording& recording : recordings_) {
    if (!(recording.key == key)) continue;
    recording.lastUse = passes_;
    program_ = recording.program.get();
    replaying_ = true;
    return Begun::Replayed;
  }
  auto program = Program::create(*parts_.pipelines, *handshake_);
  if (!program) {
    device_->fail(std::move(program).error());
    openProgram(*once_, Recorder::Replay::Once);
    return Begun::Walk;
  }
  if (recordings_.size() == kRecordingsMost) {
    recordings_.erase(std::min_element(recordings_.begin(), recordings_.end(),
                                       [](const auto& a, const auto& b) { return a.lastUse < b.lastUse; }));
  }
  recordings_.push_back({key, passes_, std::move(*program)});
  openProgram(*recordings_.back().program, Recorder::Replay::Many);
  return Begun::Walk;
}

bool VulkanOps::end(Ending ending) {
  const bool recorded = program_ != once_.get();
  if (!replaying_) program().endRecording();
  if (ending == Ending::Abandon) {
    if (recorded && !replaying_) recordings_.pop_back();
  } else {
    if (program_->run()) observeDevice();
  }
  program_ = nullptr;
  inPass_ = replaying_ = false;
  if (parts_.slots != nullptr) boundMoves();
  return failure().empty();
}

void VulkanOps::fail(std::string why) {
  if (failure_.empty()) failure_ = std::move(why);
}

std::string VulkanOps::failure() const {
  if (!failure_.empty()) return failure_;
  const auto failure = device_->failure();
  return failure ? failure->what() : std::string();
}

// Runs what was recorded so far and goes on recording.
bool VulkanOps::flush() {
  if (!planning() && program_ != nullptr) {
    program().endRecording();
    if (program_->run()) observeDevice();
    openProgram(*program_, Recorder::Replay::Once);
  } else {
    inputs_.release(0);
    outputs_.release(0);
  }
  return !device_->failed();
}

Program& VulkanOps::program() {
  if (program_ == nullptr) openProgram(*once_, Recorder::Replay::Once);
  if (const auto sum = std::exchange(owed_, std::nullopt)) {
    vulkan::addTo(program_->recorder(), sum->x, sum->y);
    cutIfLong(sum->x.rows);
  }
  return *program_;
}

// The place of y may end with its Scope: nothing else is written there before the next command, and a norm
// that is to be put there is not made one with the sum.
void VulkanOps::addSoon(Rows x, Rows y) {
  program();
  owed_ = {x, y};
}

void VulkanOps::cutIfLong(uint32_t rows) {
  if (!recordable(rows) && program_->recorder().dispatches() >= kDispatchesPerSegment) program_->cut();
}

uint32_t VulkanOps::contextMax(const Batch& batch) const {
  if (!recordable(batch.rows())) return batch.context();
  uint32_t most = kContextLeast;
  while (most < batch.context()) most *= 2;
  return std::max(batch.context(), std::min(most, positions_));
}

// ---- Memory ----------------------------------------------------------------------------------------------

Result<std::unique_ptr<KvCache>> VulkanOps::makeCache(const KvShape& shape) {
  if (shape.positions > positions_) {
    // Kernels read the page table directly, once for every block of positions: it may be of the card's
    // memory.
    auto step = parts_.memory->allocate(sizeof(Step) + kvPages(shape.positions) * sizeof(uint32_t),
                                        MemoryKind::HostWrite, MemoryUse::Compute);
    if (!step) return std::move(step).error().during("Making room for a table of pages on the GPU");
    recordings_.clear();  // they know the old place
    step_ = std::move(*step);
    positions_ = shape.positions;
  }
  return VulkanKvCache::create(*parts_.memory, *parts_.pipelines, *handshake_, shape);
}

Result<void> VulkanOps::plan(const std::function<void()>& pass) {
  const std::array<LineStack*, 5> stacks{&acts_, &inputs_, &outputs_, &mailbox_, &cold_};
  for (LineStack* stack : stacks) stack->startPlanning();
  pass();
  recordings_.clear();  // they know the old places
  program_ = nullptr;
  owed_.reset();
  for (LineStack* stack : stacks) {
    stack->release(0);
    if (auto planned = stack->stopPlanning(*parts_.memory); !planned) {
      return std::move(planned).error().during("Making room for one batch on the GPU");
    }
  }
  return {};
}

void VulkanOps::release(uint32_t mark) {
  acts_.release(mark);
  if (!planning() || mark > 0) return;
  // The next planned pass has these from their beginning, as begin() gives them.
  inputs_.release(0);
  outputs_.release(0);
}

void VulkanOps::uploadTo(Act x, std::function<void(float*)> fill) {
  if (!planning()) program();  // a new one begins with its places
  const size_t bytes = size_t{x.rows} * x.cols * sizeof(float);
  const uint32_t place = inputs_.take(bytes);
  if (planning()) return;
  Recorder& r = recorder();
  program_->before([this, place, fill = std::move(fill)] { fill(inputs_.mapped<float>(place)); });
  r.copy(inputs_.buffer(), LineStack::offset(place), acts_.buffer(), LineStack::offset(x.at), bytes);
}

void VulkanOps::downloadFrom(uint32_t at, size_t bytes, std::function<void(const std::byte*)> read) {
  if (!planning()) program();
  const uint32_t place = outputs_.take(bytes);
  if (planning()) return;
  recorder().copy(acts_.buffer(), LineStack::offset(at), outputs_.buffer(), LineStack::offset(place), bytes);
  program_->after([this, place, read = std::move(read)] { read(outputs_.mapped<std::byte>(place)); });
}

Act VulkanOps::upload(std::span<const float> values, uint32_t rows, uint32_t cols) {
  CHECK(values.size() == size_t{rows} * cols);
  const Act x = take(rows, cols);
  uploadTo(x, [values](float* to) { std::copy(values.begin(), values.end(), to); });
  return x;
}

void VulkanOps::download(Act x, std::span<float> values) {
  CHECK(values.size() == size_t{x.rows} * x.cols);
  downloadFrom(x.at, values.size_bytes(),
               [values](const std::byte* from) { std::memcpy(values.data(), from, values.size_bytes()); });
  if (!inPass_) flush();
}

// ---- Rows ------------------------------------------------------------------------------------------------

Act VulkanOps::embed(const Batch& batch, const TensorView& table) {
  const Act x = take(batch.rows(), table.cols());
  if (!inPass_) batch_ = batch;
  uploadTo(x, [this, table](float* to) {
    for (const int32_t token : batch_.tokens) {
      CHECK(static_cast<uint32_t>(token) < table.rows());
      dequantizeRow(table, static_cast<uint32_t>(token), to);
      to += table.cols();
    }
  });
  return x;
}

Act VulkanOps::rmsNorm(Act x, std::span<const float> gain, float eps) {
  CHECK(gain.size() == x.cols);
  const Act y = take(x.rows, x.cols);
  if (planning()) return y;
  const Rows from = rowsOf(x), to = rowsOf(y);
  const Address gainAt = parts_.weights->vector(gain);
  const bool ofSum =
      owed_ && owed_->x.at == from.at && owed_->x.rows == from.rows && owed_->x.cols == from.cols;
  if (ofSum && !overlap(owed_->y.all(), to.all())) {
    const Sum sum = *std::exchange(owed_, std::nullopt);
    vulkan::addRmsNorm(recorder(), sum.x, sum.y, gainAt, eps, to);
    cutIfLong(x.rows);
  } else {
    vulkan::rmsNorm(recorder(), from, gainAt, eps, to);
  }
  return y;
}

void VulkanOps::rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) {
  CHECK(gain.size() == parts.width);
  if (planning()) return;
  vulkan::rmsNormParts(recorder(), rowsOf(x), parts, parts_.weights->vector(gain), eps);
}

void VulkanOps::addTo(Act x, Act y) {
  CHECK(x.rows == y.rows && x.cols == y.cols);
  if (!planning()) addSoon(rowsOf(x), rowsOf(y));
}

Act VulkanOps::lastRow(Act x) {
  if (x.rows == 1) return x;
  const Act last = take(1, x.cols);
  if (planning()) return last;
  const size_t bytes = size_t{x.cols} * sizeof(float);
  recorder().copy(acts_.buffer(), LineStack::offset(x.at) + (x.rows - 1) * bytes, acts_.buffer(),
                  LineStack::offset(last.at), bytes);
  return last;
}

// Products of one precision share the rounded input.
void VulkanOps::linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) {
  constexpr size_t kMost = 8;
  CHECK(weights.size() <= kMost && weights.size() == results.size());
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(weights[i]->weight.cols() == x.cols);
    results[i] = take(x.rows, weights[i]->weight.rows());
  }
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(linearScratchBytes(x.rows, x.cols));
  acts_.release(mark);
  if (planning()) return;
  for (const Precision precision : {Precision::Fine, Precision::Rounded}) {
    std::array<Projection, kMost> projections;
    size_t count = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      const Linear& w = *weights[i];
      if (precisionFor(w.weight.rows(), w.weight.cols()) != precision) continue;
      projections[count++] = {parts_.weights->matrix(w.weight), parts_.weights->vector(w.bias),
                              rowsOf(results[i])};
    }
    if (count == 0) continue;
    vulkan::linears(recorder(), rowsOf(x), std::span(projections).first(count), precision,
                    acts_.address(scratch));
  }
}

Act VulkanOps::gated(Act h, const Linear& gate, const Linear& up) {
  if (!gate.bias.empty() || !up.bias.empty()) return Ops::gated(h, gate, up);
  const Act y = take(h.rows, gate.weight.rows());
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(gatedScratchBytes(h.rows, h.cols, y.cols));
  acts_.release(mark);
  if (planning()) return y;
  vulkan::gated(recorder(), rowsOf(h), parts_.weights->matrix(gate.weight), parts_.weights->matrix(up.weight),
                acts_.address(scratch), rowsOf(y), precisionFor(gate.weight.rows(), gate.weight.cols()));
  return y;
}

Act VulkanOps::siluMul(Act gate, Act up) {
  CHECK(gate.rows == up.rows && gate.cols == up.cols);
  const Act y = take(gate.rows, gate.cols);
  if (!planning()) vulkan::siluMul(recorder(), rowsOf(gate), rowsOf(up), rowsOf(y));
  return y;
}

Act VulkanOps::linearParts(Act x, Parts parts, const TensorView& stack) {
  CHECK(stack.cols() == parts.width && stack.rows() % parts.count == 0);
  const Act y = take(x.rows, stack.rows());
  if (planning()) return y;
  // Unrounded: a head's rows are short, and rounding them would cost more than it saves.
  vulkan::linearParts(recorder(), rowsOf(x), parts, parts_.weights->matrix(stack), rowsOf(y),
                      precisionFor(stack.rows(), stack.cols()));
  return y;
}

void VulkanOps::headProduct(Rows x, const TensorView& w, Rows y) {
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(linearScratchBytes(x.rows, x.cols));
  acts_.release(mark);
  if (planning()) return;
  vulkan::linear(recorder(), x, parts_.weights->matrix(w), 0, y, precisionFor(w.rows(), w.cols()),
                 acts_.address(scratch));
}

// Only the best ones travel to the host, unless the self-check has found that the device cannot choose them.
void VulkanOps::headBest(Act x, const TensorView& weight, uint32_t count) {
  CHECK(x.rows == 1);
  const Scope scope(*this);
  const uint32_t vocab = weight.rows();
  const Act y = take(1, vocab);
  headProduct(rowsOf(x), weight, rowsOf(y));
  if (!parts_.pipelines->choice().allows("top_logits")) {
    downloadFrom(y.at, vocab * sizeof(float), [this, vocab](const std::byte* from) {
      selectBest({reinterpret_cast<const float*>(from), vocab}, logits_.best);
    });
    return;
  }
  const Act best = take(2, count);  // ids, then the logits
  const uint32_t scratch = acts_.take(topLogitsScratchBytes(vocab, count));
  const size_t idBytes = count * sizeof(uint32_t);
  if (!planning()) {
    topLogits(recorder(), rowsOf(y), count, acts_.address(scratch), acts_.address(best.at),
              acts_.address(best.at) + idBytes);
  }
  downloadFrom(best.at, idBytes + count * sizeof(float), [this, idBytes](const std::byte* from) {
    for (BestLogit& b : logits_.best) {
      std::memcpy(&b.id, from, sizeof b.id);
      std::memcpy(&b.logit, from + idBytes, sizeof b.logit);
      from += sizeof b.id;
    }
  });
}

void VulkanOps::head(Act x, const TensorView& weight, Logits logits) {
  CHECK(weight.cols() == x.cols);
  if (!inPass_) logits_ = logits;
  if (!logits.best.empty()) {
    headBest(x, weight, static_cast<uint32_t>(logits.best.size()));
    if (!inPass_) flush();
    return;
  }
  const uint32_t vocab = weight.rows();
  const auto rowsPerPiece = static_cast<uint32_t>(
      recordable(x.rows) ? x.rows : std::max<size_t>(1, kLogitsPieceBytes / (vocab * sizeof(float))));
  for (uint32_t first = 0; first < x.rows; first += rowsPerPiece) {
    const Scope scope(*this);
    const uint32_t rows = std::min(rowsPerPiece, x.rows - first);
    const Act y = take(rows, vocab);
    const Rows some{rowsOf(x).at + size_t{first} * x.cols * sizeof(float), rows, x.cols};
    headProduct(some, weight, rowsOf(y));
    const size_t at = size_t{first} * vocab, count = size_t{rows} * vocab;
    downloadFrom(y.at, count * sizeof(float), [this, at, count](const std::byte* from) {
      std::memcpy(logits_.all.subspan(at, count).data(), from, count * sizeof(float));
    });
    if (!inPass_ || first + rows < x.rows) flush();
  }
}

}  // namespace hearth::vulkan
