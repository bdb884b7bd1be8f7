// What DeepSeek's architectures have in common, as they are stored since V2.
#pragma once

#include "runtime/model/model_reader.h"

namespace hearth {

void readDeepseekConfig(ModelReader& reader, ModelConfig& config);
LayerWeights readDeepseekLayer(ModelReader& reader, const ModelConfig& config, uint32_t index);

}  // namespace hearth
