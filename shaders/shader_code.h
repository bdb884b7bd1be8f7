// The SPIR-V of every shader, by name.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace hearth {

// A name of shaders.cmake, or it is a programmer's error.
std::span<const uint32_t> shaderCode(std::string_view name);
std::vector<std::string_view> shaderNames();

}  // namespace hearth
