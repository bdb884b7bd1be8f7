// Reads the little-endian .npy arrays that the reference computations leave.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hearth::test {

template <class T>
struct NpyArray {
  std::vector<uint32_t> shape;
  std::vector<T> values;  // row-major
};

// T is float, int32_t, uint16_t or uint8_t and must be what the file holds; anything else is a failed CHECK.
template <class T>
NpyArray<T> readNpy(const std::string& path);

}  // namespace hearth::test
