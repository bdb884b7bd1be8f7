// A folder with config.json, tokenizer.json and safetensors files as a model: DeepSeek's own form, or any
// supported architecture in bf16, f16 or f32.
#pragma once

#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/gguf_file.h"

namespace hearth {

// Whether `path` is a checkpoint's folder, or its config.json or one of its weights' files: the folder then,
// else empty.
std::string checkpointFolderOf(const std::string& path);

// What people call the model of such a folder: the folder's name, or in a Hugging Face cache, where that is a
// commit's number, the repository's.
std::string checkpointNameOf(const std::string& folder);

// The safetensors files that belong to the model, by name and in order: the single one, or those that the
// index lists, whether they are there or not. None where the folder has neither, or an index nobody can read.
std::vector<std::string> checkpointWeightFiles(const std::string& folder);

// Keys and tensors under GGUF's names, the weights where the files have them: nothing large is copied.
Result<GgufFile> openCheckpoint(const std::string& folder);

// A GGUF file or a checkpoint.
Result<GgufFile> openModelFile(const std::string& path);
// The keys alone, of either.
Result<Metadata> readModelMetadata(const std::string& path);

}  // namespace hearth
