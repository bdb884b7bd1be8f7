#include "shaders/shader_code.h"

#include "runtime/base/check.h"
// One array of words per shader, made by glslangValidator.
#include "shader_headers.inc"

namespace hearth {

namespace {

struct Row {
  std::string_view name;
  std::span<const uint32_t> words;
};

const Row kShaders[] = {
#include "shader_table.inc"
};

}  // namespace

std::span<const uint32_t> shaderCode(std::string_view name) {
  for (const Row& row : kShaders) {
    if (row.name == name) return row.words;
  }
  CHECK(!"a shader of this name");
  return {};
}

std::vector<std::string_view> shaderNames() {
  std::vector<std::string_view> names;
  for (const Row& row : kShaders) names.push_back(row.name);
  return names;
}

}  // namespace hearth
