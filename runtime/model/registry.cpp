#include "runtime/model/registry.h"

#include <array>

#include "runtime/base/quoted.h"

namespace hearth {

std::span<const Architecture> architectures() {
  static const std::array all = {kDeepseek2, kDeepseek32, kLlama, kQwen2, kQwen3, kQwen3Moe};
  return all;
}

Result<const Architecture*> architectureOf(const Metadata& metadata) {
  auto name = metadata.text("general.architecture");
  if (!name) return std::move(name).error();
  std::string known;
  for (const Architecture& architecture : architectures()) {
    if (architecture.name == *name) return &architecture;
    known += (known.empty() ? "" : ", ") + std::string(architecture.name);
  }
  return Error("key 'general.architecture' is " + quoted(*name) +
               ", which is not supported yet; these are: " + known + ". Choose a model of one of them");
}

}  // namespace hearth
