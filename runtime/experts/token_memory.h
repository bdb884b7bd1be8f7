// What tokens chose when they last came by. Much of a router's choice depends on the token alone (Xue et al.
// 2024, "OpenMoE", section 4.2), and the next token is known before its evaluation begins: experts can be on
// their way before the router asks for them. How far a layer's choice follows the token is measured while it
// runs, and a layer that does not follow it is not believed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/base/check.h"

namespace hearth {

class TokenMemory {
 public:
  TokenMemory() = default;  // remembers nothing
  TokenMemory(uint32_t layers, uint32_t topK);

  bool empty() const { return layers_.empty(); }
  // Adds to chances [experts] what the token's earlier choices tell: 0 to 1 for each expert.
  void expect(uint32_t layer, int32_t token, std::span<double> chances) const;
  // `chosen` [topK]; kNoExpert places are skipped.
  void remember(uint32_t layer, int32_t token, std::span<const uint32_t> chosen);

  // Tokens that share a place, being equal modulo kTokens, displace each other: the text at hand matters.
  static constexpr uint32_t kTokens = 4096;
  static constexpr uint32_t kChoices =
      4;  // of each token, the latest first; the weight halves from each to the next

 private:
  struct Place {
    int32_t token = -1;
    uint32_t choices = 0;
  };
  struct Layer {
    std::vector<Place> places;     // [kTokens]
    std::vector<uint16_t> chosen;  // [kTokens, kChoices, topK]
    double trust = 0.5;            // share of a choice that the latest remembered one foretold, lately
  };
  uint32_t topK_ = 0;
  std::vector<Layer> layers_;
};

}  // namespace hearth
