#include "runtime/experts/simulate.h"

#include <algorithm>
#include <deque>

#include "runtime/base/check.h"

namespace hearth {

namespace {

constexpr uint32_t kNever = UINT32_MAX;

// next[token * topK + k]: the token at which the same expert is chosen again.
std::vector<uint32_t> nextUses(const RoutingRecord& record, uint32_t layer) {
  std::vector<uint32_t> next(size_t{record.size()} * record.topK, kNever), seen(record.experts, kNever);
  for (uint32_t t = record.size(); t-- > 0;) {
    const auto choice = record.choice(t, layer);
    for (uint32_t k = 0; k < record.topK; ++k) next[size_t{t} * record.topK + k] = seen[choice[k]];
    for (uint32_t k = 0; k < record.topK; ++k) seen[choice[k]] = t;
  }
  return next;
}

// One layer of the clairvoyant cache.
void simulateClairvoyant(const RoutingRecord& record, uint32_t layer, const SimulationOptions& options,
                         SimulationResult& result) {
  struct Held {
    uint32_t expert, nextUse;
  };
  const std::vector<uint32_t> next = nextUses(record, layer);
  std::vector<Held> held;
  for (uint32_t t = 0; t < record.size(); ++t) {
    const auto choice = record.choice(t, layer);
    const bool counted = t >= options.promptTokens;
    std::vector<Held> wanted = held;
    for (uint32_t k = 0; k < record.topK; ++k) {
      const uint32_t nextUse = next[size_t{t} * record.topK + k];
      const auto found =
          std::find_if(wanted.begin(), wanted.end(), [&](const Held& h) { return h.expert == choice[k]; });
      const bool hit = found != wanted.end();
      if (hit) {
        found->nextUse = nextUse;
      } else {
        wanted.push_back({choice[k], nextUse});
      }
      if (counted) ++(hit ? result.count.hits : result.count.misses);
    }
    std::stable_sort(wanted.begin(), wanted.end(),
                     [](const Held& a, const Held& b) { return a.nextUse < b.nextUse; });
    if (wanted.size() > options.slots) wanted.resize(options.slots);
    for (const Held& h : wanted) {
      const bool came = std::none_of(held.begin(), held.end(),
                                     [&](const Held& before) { return before.expert == h.expert; });
      if (counted && came) ++result.moves;
    }
    held = std::move(wanted);
  }
}

class Replay {
 public:
  Replay(const RoutingRecord& record, const SimulationOptions& options)
      : record_(record),
        options_(options),
        cache_({record.experts, std::vector<uint32_t>(record.layers.size(), options.slots), options.policy,
                record.topK}),
        moves_(std::max(options.slots, options.movesPerStep)) {}

  SimulationResult run() {
    const uint32_t prompt = std::min(options_.promptTokens, record_.size());
    if (prompt > 0) {
      step(0, prompt, 0);
      move(options_.slots);
    }
    const HitCount before = cache_.total();
    const uint64_t movesBefore = cache_.movesFinished();
    for (uint32_t t = prompt; t < record_.size(); ++t) step(t, t + 1, options_.movesPerStep);
    const HitCount after = cache_.total();
    return {{after.hits - before.hits, after.misses - before.misses}, cache_.movesFinished() - movesBefore};
  }

 private:
  void step(uint32_t first, uint32_t last, uint32_t movesMax) {
    cache_.beginStep(std::span(record_.tokens).subspan(first, last - first));
    move(movesMax);
    for (uint32_t layer = 0; layer < record_.layers.size(); ++layer) {
      ids_.clear();
      for (uint32_t t = first; t < last; ++t) {
        const auto choice = record_.choice(t, layer);
        ids_.insert(ids_.end(), choice.begin(), choice.end());
      }
      cache_.used(layer, ids_, record_.topK);
    }
    cache_.endStep();
  }

  void move(uint32_t movesMax) {
    ++step_;
    while (!underWay_.empty() && underWay_.front().done <= step_) {
      cache_.finish(underWay_.front().move);
      underWay_.pop_front();
    }
    const auto moves = std::span(moves_).first(movesMax);
    for (uint32_t layer = 0; layer < record_.layers.size(); ++layer) {
      for (const ExpertMove& m : moves.first(cache_.propose(layer, moves))) {
        cache_.begin(m);
        if (options_.moveSteps == 0) {
          cache_.finish(m);
        } else {
          underWay_.push_back({m, step_ + options_.moveSteps});
        }
      }
    }
  }

  struct UnderWay {
    ExpertMove move;
    uint64_t done;  // the step that finds it done
  };

  const RoutingRecord& record_;
  const SimulationOptions& options_;
  ExpertCache cache_;
  std::vector<uint32_t> ids_;
  std::vector<ExpertMove> moves_;
  uint64_t step_ = 0;
  std::deque<UnderWay> underWay_;
};

}  // namespace

SimulationResult simulate(const RoutingRecord& record, const SimulationOptions& options) {
  CHECK(options.slots <= record.experts);
  if (options.policy != CachePolicy::Clairvoyant) return Replay(record, options).run();
  SimulationResult result;
  for (uint32_t layer = 0; layer < record.layers.size(); ++layer) {
    simulateClairvoyant(record, layer, options, result);
  }
  return result;
}

}  // namespace hearth
