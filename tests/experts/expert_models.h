// Models with experts for the tests of this folder.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "runtime/model/loader.h"
#include "tests/support/random_data.h"

namespace hearth::test {

inline std::string hearthTinyPath() { return HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf"; }

inline std::unique_ptr<Model> loadOrFail(const std::string& path) {
  auto model = loadModel(path);
  if (!model) {
    ADD_FAILURE() << model.error().what();
    return nullptr;
  }
  return std::move(*model);
}

inline uint32_t firstMoeLayer(const Model& model) {
  for (uint32_t i = 0; i < model.layers.size(); ++i) {
    if (model.layers[i].moe) return i;
  }
  return UINT32_MAX;
}

// Different experts for each of `rows` rows, and weights.
struct Choices {
  std::vector<uint32_t> ids;
  std::vector<float> weights;
};
inline Choices randomChoices(const Routing& rule, uint32_t rows, Random& random) {
  Choices choices;
  for (uint32_t r = 0; r < rows; ++r) {
    std::vector<uint32_t> all(rule.experts);
    for (uint32_t e = 0; e < rule.experts; ++e) all[e] = e;
    for (uint32_t k = 0; k < rule.topK; ++k) {
      std::swap(all[k], all[k + random.below(rule.experts - k)]);
      choices.ids.push_back(all[k]);
      choices.weights.push_back(static_cast<float>(random.uniform()));
    }
  }
  return choices;
}

}  // namespace hearth::test
