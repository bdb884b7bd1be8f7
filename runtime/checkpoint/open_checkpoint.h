// A folder with config.json, tokenizer.json and safetensors files as a model: DeepSeek's own form, or any
// supported architecture in bf16, f16 or f32.
#pragma once

#include <string>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"

namespace hearth {

// Whether `path` is a checkpoint's folder, or its config.json or one of its weights' files: the folder then,
// else empty.
std::string checkpointFolderOf(const std::string& path);

// Keys and tensors under GGUF's names, the weights where the files have them: nothing large is copied.
Result<GgufFile> openCheckpoint(const std::string& folder);

// A GGUF file or a checkpoint.
Result<GgufFile> openModelFile(const std::string& path);
// The keys alone, of either.
Result<Metadata> readModelMetadata(const std::string& path);

}  // namespace hearth
