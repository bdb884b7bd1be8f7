// What a model's publisher says of it in the file: whose it is, and how it is best sampled.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/gguf/metadata.h"

namespace hearth {

// The keys of general.* that name the model or one it was made from.
std::vector<std::string> modelNames(const Metadata& metadata);

// Numbers by their key without general.sampling., which converters copy from the publisher's files.
std::map<std::string, double> publishedSampling(const Metadata& metadata);

}  // namespace hearth
