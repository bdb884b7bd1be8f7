// A mixture-of-experts layer on a device that holds some of the experts. The queue computes those and the
// shared expert while the host computes the others, or, in a long batch, copies them where the device can
// reach them: whichever the cost model expects to be done first.
#include <algorithm>
#include <cstring>

#include "runtime/vulkan/vulkan_ops_class.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kNothingPending = UINT32_MAX;

}  // namespace

ChoiceAt VulkanOps::placeOf(Choice choice) const {
  const size_t idBytes = size_t{choice.rows} * choice.topK * sizeof(uint32_t);
  const auto idLines = static_cast<uint32_t>((idBytes + LineStack::kLineBytes - 1) / LineStack::kLineBytes);
  return {acts_.address(choice.at), acts_.address(choice.at + idLines), choice.rows, choice.topK};
}

// A Choice is expert ids [rows, topK], then, on the next line, weights [rows, topK].
Choice VulkanOps::route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) {
  CHECK(scores.cols == rule.experts);
  const size_t bytes = size_t{scores.rows} * rule.topK * sizeof(uint32_t);
  const Choice choice{acts_.take(bytes), scores.rows, rule.topK, layer};
  acts_.take(bytes);
  if (planning()) return choice;
  vulkan::route(recorder(), rowsOf(scores), rule, parts_.weights->vector(choiceBias), placeOf(choice));
  return choice;
}

void VulkanOps::noteRouting(uint32_t layer, uint32_t rows, uint32_t topK, const uint32_t* ids) {
  parts_.slots->cache().used(layer, {ids, size_t{rows} * topK}, topK);
  if (!trace_) return;
  for (uint32_t r = 0; r < rows; ++r) trace_(layer, r, {ids + size_t{r} * topK, topK});
}

// What the router's segment left for the host, and where the host's sum goes.
struct VulkanOps::Mail {
  const float* h;
  const uint32_t* ids;
  const float* weights;
  float* sum;
};

VulkanOps::Mail VulkanOps::mail(uint32_t rows, uint32_t width, uint32_t topK) const {
  const MailPlaces at = mailPlaces(rows, width, topK);
  return {mailbox_.mapped<float>(0), mailbox_.mapped<uint32_t>(at.ids), mailbox_.mapped<float>(at.weights),
          cold_.mapped<float>(0)};
}

VulkanOps::MailPlaces VulkanOps::mailPlaces(uint32_t rows, uint32_t width, uint32_t topK) {
  const auto lines = [](size_t bytes) {
    return static_cast<uint32_t>((bytes + LineStack::kLineBytes - 1) / LineStack::kLineBytes);
  };
  const uint32_t ids = lines(size_t{rows} * width * sizeof(float));
  const uint32_t weights = ids + lines(size_t{rows} * topK * sizeof(uint32_t));
  return {ids, weights, weights + lines(size_t{rows} * topK * sizeof(float))};
}

// The host's share: the experts of missing_, or zeros.
void VulkanOps::computeMissing(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK) {
  const Mail m = mail(rows, width, topK);
  const size_t pairs = size_t{rows} * topK;
  const auto count = static_cast<uint32_t>(
      pairs - static_cast<size_t>(
                  std::count(missing_.begin(), missing_.begin() + static_cast<ptrdiff_t>(pairs), kNoExpert)));
  if (count == 0) {
    std::memset(m.sum, 0, size_t{rows} * width * sizeof(float));
    return;
  }
  const auto began = Clock::now();
  if (!parts_.hostExperts->run(layer, m.h, rows, topK, missing_.data(), m.weights, m.sum)) {
    std::memset(m.sum, 0, size_t{rows} * width * sizeof(float));
    fail("the weights of experts could not be read");
    return;
  }
  const std::chrono::duration<double> seconds = Clock::now() - began;
  const uint32_t experts = countEach({missing_.data(), pairs});
  parts_.costs->observeHost(experts, (count + experts / 2) / experts, seconds.count());
}

// Fills counts_ with how often each expert is named; returns how many are.
uint32_t VulkanOps::countEach(std::span<const uint32_t> ids) {
  std::fill(counts_.begin(), counts_.end(), 0u);
  uint32_t experts = 0;
  for (const uint32_t id : ids) {
    if (id != kNoExpert && counts_[id]++ == 0) ++experts;
  }
  return experts;
}

// What the time taken in this pass is of. Of few experts it is mostly the dispatches' own, and a cost made of
// that would keep others from moving in: then it is not used.
void VulkanOps::countResident(uint32_t layer, uint32_t rows, uint32_t topK, const uint32_t* ids) {
  if (layer != timedLayer_) return;
  const uint32_t chosen = countEach({ids, size_t{rows} * topK});
  uint32_t resident = 0, uses = 0;
  for (uint32_t e = 0; e < counts_.size(); ++e) {
    if (counts_[e] == 0 || !parts_.slots->has(layer, e)) continue;
    ++resident;
    uses += counts_[e];
  }
  timedExperts_ = 2 * resident >= chosen ? resident : 0;
  timedRows_ = resident > 0 ? (uses + resident / 2) / resident : 0;
}

// After a run.
void VulkanOps::observeDevice() {
  if (timedExperts_ == 0) return;
  if (const double seconds = program_->timedSeconds(); seconds > 0) {
    parts_.costs->observeDevice(timedExperts_, timedRows_, seconds);
  }
  timedExperts_ = 0;
}

// A host step of a recorded pass.
void VulkanOps::handOver(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK) {
  const Mail m = mail(rows, width, topK);
  for (size_t i = 0; i < size_t{rows} * topK; ++i) {
    missing_[i] = parts_.slots->has(layer, m.ids[i]) ? kNoExpert : m.ids[i];
  }
  countResident(layer, rows, topK, m.ids);
  computeMissing(layer, rows, width, topK);
  noteRouting(layer, rows, topK, m.ids);
  parts_.slots->noteArrivals(layer + 1);  // the queue has not come there: it waits for this step
}

// Decides for a long batch how each missing expert is computed; leaves the host's share in missing_.
VulkanOps::Plan VulkanOps::planMissing(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK) {
  const Mail m = mail(rows, width, topK);
  const size_t pairs = size_t{rows} * topK;
  countResident(layer, rows, topK, m.ids);
  countEach({m.ids, pairs});
  const std::vector<uint32_t> rowsOfExpert = counts_;
  std::vector<uint32_t> experts, counts;
  for (uint32_t e = 0; e < rowsOfExpert.size(); ++e) {
    if (rowsOfExpert[e] == 0 || parts_.slots->has(layer, e)) continue;
    experts.push_back(e);
    counts.push_back(rowsOfExpert[e]);
  }
  std::vector<MissPlan> decided(experts.size(), MissPlan::Compute);
  const uint32_t perRound = parts_.slots->passingSlots();
  if (perRound > 0 && !experts.empty()) parts_.costs->serve(counts, decided);

  Plan plan;
  std::vector<bool> onHost(rowsOfExpert.size());
  for (size_t i = 0; i < experts.size(); ++i) {
    if (decided[i] == MissPlan::Compute) {
      plan.hostWork = onHost[experts[i]] = true;
      continue;
    }
    if (plan.rounds.empty() || plan.rounds.back().size() == perRound) plan.rounds.emplace_back();
    plan.rounds.back().push_back(experts[i]);
  }
  for (size_t i = 0; i < pairs; ++i) missing_[i] = onHost[m.ids[i]] ? m.ids[i] : kNoExpert;
  noteRouting(layer, rows, topK, m.ids);
  return plan;
}

// The host step that brings round `round` of the plan into its group of passing slots.
uint32_t VulkanOps::stepForRound(uint32_t layer, size_t round) {
  return program().hostStep([this, layer, round, experts = plan_.rounds[round]] {
    if (!parts_.slots->pass(round % 2, layer, experts)) fail("the weights of experts could not be copied");
  });
}

Pending VulkanOps::beginElsewhere(Act h, Choice choice, const MoeWeights&) {
  const uint32_t rows = h.rows, width = h.cols, topK = choice.topK, layer = choice.layer;
  const size_t hBytes = size_t{rows} * width * sizeof(float);
  const size_t pairBytes = size_t{rows} * topK * sizeof(uint32_t);
  const MailPlaces at = mailPlaces(rows, width, topK);
  mailbox_.release(0);
  mailbox_.take(LineStack::offset(at.end));
  cold_.release(0);
  cold_.take(hBytes);
  plan_ = {};
  if (!handingOver_) {
    downloadFrom(choice.at, pairBytes, [this, layer, rows, topK](const std::byte* ids) {
      noteRouting(layer, rows, topK, reinterpret_cast<const uint32_t*>(ids));
    });
    return {kNothingPending};
  }
  if (planning()) return {};
  missing_.resize(std::max(missing_.size(), size_t{rows} * topK));
  counts_.resize(parts_.slots->experts());
  if (timedLayer_ == UINT32_MAX) timedLayer_ = layer;
  const ChoiceAt from = placeOf(choice);
  const Address base = acts_.address(0);
  Recorder& r = recorder();
  r.copy(acts_.buffer(), LineStack::offset(h.at), mailbox_.buffer(), 0, hBytes);
  r.copy(acts_.buffer(), from.ids - base, mailbox_.buffer(), LineStack::offset(at.ids), pairBytes);
  r.copy(acts_.buffer(), from.weights - base, mailbox_.buffer(), LineStack::offset(at.weights), pairBytes);
  if (recordable(rows)) {
    return {program().hostStep([=, this] { handOver(layer, rows, width, topK); })};
  }
  if (!flush()) return {kNothingPending};
  plan_ = planMissing(layer, rows, width, topK);
  // What the host does now waits for nothing: the first rounds' copies, then its own experts.
  for (size_t round = 0; round < std::min<size_t>(2, plan_.rounds.size()); ++round) {
    plan_.steps.push_back(stepForRound(layer, round));
  }
  if (!plan_.hostWork) return {kNothingPending};
  return {program().hostStep([=, this] { computeMissing(layer, rows, width, topK); })};
}

Act VulkanOps::resident(Act h, Choice choice, const MoeWeights& weights) {
  const Act y = take(h.rows, h.cols);
  const uint32_t experts = weights.router.rows();
  const ExpertLayout layout = ExpertSlots::layoutOf(weights, h.cols);
  const uint32_t mark = acts_.mark();
  const uint32_t scratchAt = acts_.take(expertScratchBytes(layout, h.rows, choice.topK, experts));
  acts_.release(mark);
  if (planning()) return y;
  // Of the whole stack, as on the CPU.
  const Precision precision = precisionFor(weights.gate.rows(), weights.gate.cols());
  const auto run = [&](Address table, Into into) {
    runExperts(recorder(), rowsOf(h), placeOf(choice), table, experts, layout, acts_.address(scratchAt),
               rowsOf(y), into, precision);
  };
  const ExpertSlots& slots = *parts_.slots;
  const bool timed = handingOver_ && choice.layer == timedLayer_;
  if (timed) program().startTiming();
  run(slots.table(choice.layer), Into::Set);
  if (timed) program_->stopTiming();
  for (size_t round = 0; round < plan_.rounds.size(); ++round) {
    program().join(plan_.steps[round]);
    run(slots.passingTable(round % 2), Into::Add);
    // Its group is free as soon as this segment has run.
    if (round + 2 < plan_.rounds.size()) plan_.steps.push_back(stepForRound(choice.layer, round + 2));
  }
  return y;
}

// How many moves the next pass may begin, by the time that this one took.
void VulkanOps::boundMoves() {
  ExpertCache& cache = parts_.slots->cache();
  cache.endStep();
  const Uploader::Copied copied = parts_.slots->takeCopied();
  parts_.costs->observeBus(copied.bytes, copied.seconds);
  const std::chrono::duration<double> seconds = Clock::now() - began_;
  // How often an expert that came in is used before it leaves; supposed to be 8 times until it is known.
  const double uses =
      static_cast<double>(cache.total().hits + 64) / static_cast<double>(cache.movesFinished() + 8);
  movesMost_ = parts_.costs->movesPerStep(seconds.count(), uses);
}

void VulkanOps::addWhenDone(Act x, Pending pending) {
  if (planning() || pending.at == kNothingPending) return;
  program().join(pending.at);
  addSoon(rowsOf(x), {cold_.address(0), x.rows, x.cols});
}

}  // namespace hearth::vulkan
