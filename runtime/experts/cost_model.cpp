#include "runtime/experts/cost_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/base/check.h"

namespace hearth {

namespace {

// A plain PCIe 4 x8 slot with pageable memory, until the bus was measured.
constexpr double kBusBytesPerSecondPrior = 10e9;
// Rows at which computing on the host costs as much as copying, until the host was measured.
constexpr double kBreakEvenRowsPrior = 32;

// What a measured time or speed is multiplied with when `ratio` times as much was seen. Equal steps up and
// down, and one stall, however long, moves nothing by more than 15 %.
double step(double ratio, double share) {
  constexpr double kRatioMost = 4;
  return std::pow(std::clamp(ratio, 1 / kRatioMost, kRatioMost), share);
}

}  // namespace

// Measured points are joined by straight lines over the rows. Below the first the time is constant (reading
// the weights decides), above the last it grows with the rows (arithmetic decides).
void CostModel::Curve::set(std::span<const RowsAndSeconds> measured) {
  if (measured.empty()) return;
  for (uint32_t i = 0; i < kPoints; ++i) {
    const double rows = std::exp2(i);
    const auto above = std::find_if(measured.begin(), measured.end(),
                                    [&](const RowsAndSeconds& m) { return m.rows >= rows; });
    if (above == measured.end()) {
      seconds_[i] = measured.back().seconds * rows / measured.back().rows;
    } else if (above == measured.begin()) {
      seconds_[i] = above->seconds;
    } else {
      const RowsAndSeconds &low = *(above - 1), &high = *above;
      seconds_[i] = std::lerp(low.seconds, high.seconds, (rows - low.rows) / (high.rows - low.rows));
    }
  }
  known_ = true;
}

// Moves the two points around `rows`, each by its share in the value there, so that the line goes towards
// what was seen. The first observation of all scales everything.
void CostModel::Curve::observe(uint32_t rows, double seconds) {
  if (rows == 0 || seconds <= 0) return;
  if (!known_) {
    const RowsAndSeconds first{rows, seconds};
    set({&first, 1});
    return;
  }
  const double place = std::min(std::log2(rows), kPoints - 1.0);
  const auto low = static_cast<uint32_t>(place);
  const uint32_t high = std::min(low + 1, kPoints - 1);
  const double ratio = seconds / at(rows);
  const double upper = place - low;
  seconds_[low] *= step(ratio, kNewShare * (1 - upper));
  if (high != low) seconds_[high] *= step(ratio, kNewShare * upper);
}

double CostModel::Curve::at(uint32_t rows) const {
  if (!known_ || rows == 0) return 0;
  const auto low = static_cast<uint32_t>(std::log2(rows));
  if (low + 1 >= kPoints) return seconds_[kPoints - 1] * rows / std::exp2(kPoints - 1);
  const double lowRows = std::exp2(low);
  return std::lerp(seconds_[low], seconds_[low + 1], (rows - lowRows) / lowRows);
}

CostModel::CostModel(uint64_t bytesPerExpert)
    : bytesPerExpert_(bytesPerExpert), busBytesPerSecond_(kBusBytesPerSecondPrior) {
  CHECK(bytesPerExpert > 0);
}

void CostModel::calibrateHost(std::span<const RowsAndSeconds> measured) { host_.set(measured); }
void CostModel::calibrateDevice(std::span<const RowsAndSeconds> measured) { device_.set(measured); }

void CostModel::calibrateBus(double bytesPerSecond) {
  if (bytesPerSecond > 0) busBytesPerSecond_ = bytesPerSecond;
}

void CostModel::observeHost(uint32_t experts, uint32_t rows, double seconds) {
  if (experts > 0) host_.observe(rows, seconds / experts);
}

void CostModel::observeDevice(uint32_t experts, uint32_t rows, double seconds) {
  if (experts > 0) device_.observe(rows, seconds / experts);
}

void CostModel::observeBus(uint64_t bytes, double seconds) {
  if (bytes == 0 || seconds <= 0) return;
  busBytesPerSecond_ *= step(static_cast<double>(bytes) / seconds / busBytesPerSecond_, kNewShare);
}

double CostModel::hostSeconds(uint32_t rows) const {
  // The prior: constant up to where reading the weights and multiplying them cost the same, then by the row.
  return host_.known() ? host_.at(rows) : copySeconds() * std::max(rows / kBreakEvenRowsPrior, 1.0 / 8);
}

double CostModel::serve(std::span<const uint32_t> rows, std::span<MissPlan> plans) const {
  CHECK(rows.size() == plans.size() && rows.size() <= kMissesMax);
  std::array<uint16_t, kMissesMax> order;
  const std::span<uint16_t> byRows(order.data(), rows.size());
  std::iota(byRows.begin(), byRows.end(), uint16_t{0});
  std::sort(byRows.begin(), byRows.end(),
            [&](uint16_t a, uint16_t b) { return rows[a] != rows[b] ? rows[a] > rows[b] : a < b; });

  double host = 0;
  for (const uint32_t r : rows) host += hostSeconds(r);
  double best = host, arrived = 0, deviceDone = 0;
  size_t copies = 0;
  for (size_t i = 0; i < byRows.size(); ++i) {
    const uint32_t r = rows[byRows[i]];
    host -= hostSeconds(r);
    arrived += copySeconds();
    deviceDone = std::max(deviceDone, arrived) + deviceSeconds(r);
    const double both = std::max(host, deviceDone);
    if (both < best) {
      best = both;
      copies = i + 1;
    }
  }
  for (size_t i = 0; i < byRows.size(); ++i) {
    plans[byRows[i]] = i < copies ? MissPlan::Copy : MissPlan::Compute;
  }
  return best;
}

bool CostModel::worthMoving(double uses) const {
  return uses * (hostSeconds(1) - deviceSeconds(1)) > copySeconds();
}

uint32_t CostModel::movesPerStep(double stepSeconds, double uses) const {
  if (!worthMoving(uses)) return 0;
  constexpr double kMost = 1 << 16;
  return static_cast<uint32_t>(std::clamp(stepSeconds * kBusShare / copySeconds(), 1.0, kMost));
}

}  // namespace hearth
