// What a missing expert costs: computed on the processor where it lies, or copied to the device. Pure
// arithmetic over measured times.
//
// Symbols: H(r) seconds for the host to compute one expert for r rows, D(r) the same on the device, and
// C = bytes / (bytes per second of the bus) seconds to copy it.
//
// One step (serve). Host and bus work at the same time: experts computed on the host add up to a sum of H(r),
// while copies follow each other on the bus and the device computes each after it has arrived:
//     arrived += C,   deviceDone = max(deviceDone, arrived) + D(r)
// H grows with the rows while C does not, so those with the most rows are copied and the others computed; how
// many is decided by trying every number and taking the one where max(sum of H, deviceDone) is least. A
// single miss of one row is therefore computed unless C + D(1) < H(1); a prompt of many rows copies nearly
// all. Before anything is measured, the break-even known from other engines is assumed: copying pays from 32
// rows per used expert on (ik_llama.cpp's rule, rows >= 32 * experts / chosen), H(32) = C.
//
// Between steps (movesPerStep). An expert that is brought in to stay costs C once and then saves H(1) - D(1)
// at each use: it pays when uses * (H(1) - D(1)) > C, where `uses` is how often an expert that came in was
// used before it left (the cache knows: hits / moves). What may be moved in a step is bounded by the bus time
// that a step leaves, because copies also take memory bandwidth from the host's experts: a share of it,
// spread over the layers.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace hearth {

enum class MissPlan : uint8_t { Compute, Copy };

struct RowsAndSeconds {
  uint32_t rows = 0;
  double seconds = 0;  // for one expert
};

// Used by one thread.
class CostModel {
 public:
  explicit CostModel(uint64_t bytesPerExpert);

  // ---- Measured at load, and ever after ------------------------------------------------------------------
  void calibrateHost(std::span<const RowsAndSeconds> measured);
  void calibrateDevice(std::span<const RowsAndSeconds> measured);
  void calibrateBus(double bytesPerSecond);
  // Every later measurement counts kNewShare, all earlier ones together the rest, in the exponent: what is
  // far off counts no more than four times or a quarter of what was known. `experts` were computed in
  // `seconds` altogether, each for `rows` rows on average.
  void observeHost(uint32_t experts, uint32_t rows, double seconds);
  void observeDevice(uint32_t experts, uint32_t rows, double seconds);
  void observeBus(uint64_t bytes, double seconds);
  static constexpr double kNewShare = 0.1;

  double hostSeconds(uint32_t rows) const;
  double deviceSeconds(uint32_t rows) const { return device_.at(rows); }
  double copySeconds() const { return static_cast<double>(bytesPerExpert_) / busBytesPerSecond_; }
  double busBytesPerSecond() const { return busBytesPerSecond_; }

  // ---- Decisions -----------------------------------------------------------------------------------------
  // For the misses of one layer in one step: plans[i] says what to do about an expert with rows[i] rows.
  // At most kMissesMax. Returns the seconds that the layer's misses take under this plan.
  double serve(std::span<const uint32_t> rows, std::span<MissPlan> plans) const;
  static constexpr uint32_t kMissesMax = 1024;
  // Whether an expert that is used `uses` times before it leaves again is worth bringing in.
  bool worthMoving(double uses) const;
  // How many experts to bring in after a step of `stepSeconds`, over all layers together: 0 when none is
  // worth it, at least 1 otherwise (who moves nothing never warms up). A caller with more layers than moves
  // takes turns among them.
  uint32_t movesPerStep(double stepSeconds, double uses) const;
  static constexpr double kBusShare = 0.5;  // of a step's time, for moves that nobody waits for

 private:
  // Seconds per expert at 1, 2, 4, … rows, straight lines between; 0: not measured.
  class Curve {
   public:
    void set(std::span<const RowsAndSeconds> measured);
    void observe(uint32_t rows, double seconds);
    double at(uint32_t rows) const;
    bool known() const { return known_; }

   private:
    static constexpr uint32_t kPoints = 14;  // up to 8192 rows
    std::array<double, kPoints> seconds_{};
    bool known_ = false;
  };

  uint64_t bytesPerExpert_;
  double busBytesPerSecond_;
  Curve host_, device_;
};

}  // namespace hearth
