#include "runtime/experts/token_memory.h"

#include <algorithm>

#include "runtime/forward/expert_source.h"

namespace hearth {

namespace {

constexpr uint16_t kNobody = UINT16_MAX;
// Of a new observation in the trust: about the last 50 tokens count.
constexpr double kNewShare = 0.02;

}  // namespace

TokenMemory::TokenMemory(uint32_t layers, uint32_t topK) : topK_(topK), layers_(layers) {
  for (Layer& layer : layers_) {
    layer.places.resize(kTokens);
    layer.chosen.resize(size_t{kTokens} * kChoices * topK, kNobody);
  }
}

void TokenMemory::expect(uint32_t layer, int32_t token, std::span<double> chances) const {
  const Layer& l = layers_[layer];
  const size_t at = static_cast<uint32_t>(token) % kTokens;
  const Place& place = l.places[at];
  if (place.token != token) return;
  // 1 + 1/2 + 1/4 + … for the choices there are.
  double weight = l.trust / (2 - 2 / static_cast<double>(1u << place.choices));
  const uint16_t* chosen = &l.chosen[at * kChoices * topK_];
  for (uint32_t i = 0; i < place.choices; ++i, weight /= 2) {
    for (uint32_t k = 0; k < topK_; ++k) {
      if (const uint16_t expert = chosen[i * topK_ + k]; expert != kNobody) chances[expert] += weight;
    }
  }
}

void TokenMemory::remember(uint32_t layer, int32_t token, std::span<const uint32_t> chosen) {
  Layer& l = layers_[layer];
  const size_t at = static_cast<uint32_t>(token) % kTokens;
  Place& place = l.places[at];
  uint16_t* latest = &l.chosen[at * kChoices * topK_];
  if (place.token != token) {
    place = {token, 0};
  } else {
    uint32_t foretold = 0;
    for (const uint32_t expert : chosen) {
      foretold += static_cast<uint32_t>(std::count(latest, latest + topK_, static_cast<uint16_t>(expert)));
    }
    l.trust += kNewShare * (static_cast<double>(foretold) / topK_ - l.trust);
    std::copy_backward(latest, latest + (kChoices - 1) * topK_, latest + kChoices * topK_);
  }
  place.choices = std::min(place.choices + 1, kChoices);
  for (uint32_t k = 0; k < topK_; ++k) {
    latest[k] = k < chosen.size() && chosen[k] != kNoExpert ? static_cast<uint16_t>(chosen[k]) : kNobody;
  }
}

}  // namespace hearth
