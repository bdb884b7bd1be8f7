// The class behind makeVulkanOps(), for the files that implement it: vulkan_ops.cpp has passes, memory and
// rows, vulkan_ops_layers.cpp positions and attention, vulkan_ops_experts.cpp the hand-over of experts.
#pragma once

#include <array>
#include <chrono>
#include <cstring>
#include <optional>
#include <vector>

#include "runtime/vulkan/line_stack.h"
#include "runtime/vulkan/program.h"
#include "runtime/vulkan/vulkan_ops.h"

namespace hearth::vulkan {

// Every verb takes its memory first and returns when planning. Between begin() and end() verbs are recorded;
// outside (tests) too, and download() runs what was recorded.
class VulkanOps final : public Ops {
 public:
  static Result<std::unique_ptr<Ops>> create(const VulkanOpsParts& parts);

  Begun begin(const PassShape& shape, Logits logits) override;
  bool end(Ending ending) override;
  std::string failure() const override;
  uint32_t contextMost(const Batch& batch) const override { return contextMax(batch); }

  Result<void> plan(const std::function<void()>& pass) override;
  Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) override;
  uint32_t mark() override { return acts_.mark(); }
  void release(uint32_t mark) override;
  Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) override;
  void download(Act x, std::span<float> values) override;
  void traceRouting(RoutingTrace trace) override { trace_ = std::move(trace); }

  Act embed(const Batch& batch, const TensorView& table) override;
  Act rmsNorm(Act x, std::span<const float> gain, float eps) override;
  Act layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) override;
  void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) override;
  void addTo(Act x, Act y) override;
  Act lastRow(Act x) override;
  Act join(Act a, Act b) override;
  void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) override;
  Act gated(Act h, const Linear& gate, const Linear& up) override;
  Act siluMul(Act gate, Act up) override;
  Act linearParts(Act x, Parts parts, const TensorView& stack) override;
  Act rotation(const Batch& batch, const Rope& rope) override;
  void rope(Act x, Parts parts, Act rotation, RopePairing pairing) override;
  void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) override;
  Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
             const AttentionShape& shape) override;
  void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) override;
  Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override;
  void appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) override;
  Positions choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer, const Batch& batch,
                            uint32_t topK) override;
  Act attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override;
  Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& latent,
                     uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch,
                     float scale) override;
  Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) override;
  Pending beginElsewhere(Act h, Choice choice, const MoeWeights& weights) override;
  Act resident(Act h, Choice choice, const MoeWeights& weights) override;
  void addWhenDone(Act x, Pending pending) override;
  void head(Act x, const TensorView& weight, Logits logits) override;

 private:
  using Clock = std::chrono::steady_clock;
  // What has to agree for a recording to serve again.
  struct Key {
    uint32_t rows = 0, logitsRows = 0, bestLogits = 0, contextMax = 0;
    bool handsOver = false;
    bool operator==(const Key&) const = default;
  };
  struct Recording {
    Key key;
    uint64_t lastUse = 0;
    std::unique_ptr<Program> program;
  };
  // How a long batch's missing experts of one layer are computed.
  struct Plan {
    std::vector<std::vector<uint32_t>> rounds;  // streamed through passing slots, one after another
    std::vector<uint32_t> steps;                // the host step that fills each round's slots
    bool hostWork = false;
  };

  explicit VulkanOps(const VulkanOpsParts& parts);
  Act take(uint32_t rows, uint32_t cols) {
    return {acts_.take(size_t{rows} * cols * sizeof(float)), rows, cols};
  }
  Rows rowsOf(Act x) const { return {acts_.address(x.at), x.rows, x.cols}; }
  ChoiceAt placeOf(Choice choice) const;
  // For recording: what is still owed is recorded first.
  Program& program();
  Recorder& recorder() { return program().recorder(); }
  // x += y with the next command, so that it can be one with a norm of x.
  void addSoon(Rows x, Rows y);
  void cutIfLong(uint32_t rows);
  bool planning() const { return acts_.planning(); }
  bool recordable(uint32_t rows) const { return rows < kRecordedRows; }
  bool handsOver() const { return parts_.slots != nullptr && !parts_.slots->complete(); }
  uint32_t contextMax(const Batch& batch) const;
  // From host to device and back, as part of the pass; `fill` writes the numbers before each run.
  void uploadTo(Act x, std::function<void(float*)> fill);
  void downloadFrom(uint32_t at, size_t bytes, std::function<void(const std::byte*)> read);
  void openProgram(Program& program, Recorder::Replay replay);
  bool flush();
  void headProduct(Rows x, const TensorView& w, Rows y);
  void headBest(Act x, const TensorView& w, uint32_t count);
  void tellStep(const Batch& batch);
  void writeStep(const Batch& batch);
  Attention latentAttention(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                            const Batch& batch, float scale) const;
  Act attended(const Attention& attention, Act out);
  void fail(std::string why);

  // The hand-over.
  struct Mail;
  struct MailPlaces {
    uint32_t ids = 0, weights = 0, end = 0;  // lines of the mailbox; h is at its beginning
  };
  static MailPlaces mailPlaces(uint32_t rows, uint32_t width, uint32_t topK);
  Mail mail(uint32_t rows, uint32_t width, uint32_t topK) const;
  void noteRouting(uint32_t layer, uint32_t rows, uint32_t topK, const uint32_t* ids);
  void computeMissing(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK);
  void handOver(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK);
  Plan planMissing(uint32_t layer, uint32_t rows, uint32_t width, uint32_t topK);
  void boundMoves();
  uint32_t countEach(std::span<const uint32_t> ids);
  void countResident(uint32_t layer, uint32_t rows, uint32_t topK, const uint32_t* ids);
  void observeDevice();
  uint32_t stepForRound(uint32_t layer, size_t round);

  const VulkanOpsParts& parts_;
  Device* device_;
  LineStack acts_{MemoryKind::Device, MemoryUse::Compute};
  LineStack inputs_{MemoryKind::HostWrite, MemoryUse::Staging};
  LineStack outputs_{MemoryKind::HostRead, MemoryUse::Staging};
  // The hand-over of experts: h, ids and weights to the host, the sum back.
  LineStack mailbox_{MemoryKind::HostRead, MemoryUse::Staging};
  LineStack cold_{MemoryKind::HostWrite, MemoryUse::Staging};
  Buffer step_;  // Step and a table of kvPages(positions_) pages; none before the first cache
  std::unique_ptr<Handshake> handshake_;
  std::unique_ptr<Program> once_;      // passes that are not kept
  std::vector<Recording> recordings_;  // at most kRecordingsMost
  Program* program_ = nullptr;         // being recorded, or chosen for replay
  struct Sum {
    Rows x, y;
  };
  std::optional<Sum> owed_;  // of addSoon()
  bool inPass_ = false, replaying_ = false;
  Batch batch_;                    // of the pass
  Logits logits_;                  // of the pass
  bool handingOver_ = false;       // in this pass
  Plan plan_;                      // of the layer at hand
  uint32_t movesMost_ = 0;         // experts that may set out when the next pass begins
  std::vector<uint32_t> missing_;  // ids as handed to the host, [rows, topK]
  std::vector<uint32_t> counts_;   // [experts], scratch
  // The layer whose resident experts are timed, the first that hands over; and what they were at last.
  uint32_t timedLayer_ = UINT32_MAX;
  uint32_t timedExperts_ = 0, timedRows_ = 0;
  uint64_t passes_ = 0;
  Clock::time_point began_;  // of the pass
  uint32_t positions_ = 0;   // of the largest cache
  RoutingTrace trace_;
  std::string failure_;
};

}  // namespace hearth::vulkan
