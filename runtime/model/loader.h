// From a GGUF file to a Model ready for the forward pass.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "runtime/base/result.h"
#include "runtime/model/weights.h"

namespace hearth {

// Skip: to look at a model without the time and memory of making what its layout lacks; such a Model cannot
// run.
enum class Derived { Make, Skip };

struct LoadOptions {
  Derived derived = Derived::Make;
  std::function<bool(float fraction)> onProgress;  // false cancels; may be empty
};

// Opens, checks every hyperparameter and tensor shape, and derives what is missing (either MLA layout gives
// keyAbsorb, keyUp and valueUp). Errors name file, key or tensor, and the remedy.
Result<std::unique_ptr<Model>> loadModel(const std::string& path, const LoadOptions& options = {});
Result<std::unique_ptr<Model>> loadModel(GgufFile file, const LoadOptions& options = {});

}  // namespace hearth
