// A .npy file of float32 in rows, written piece by piece (format version 1.0 of numpy.lib.format).
#pragma once

#include <cstdint>
#include <fstream>
#include <span>
#include <string>

#include "runtime/base/result.h"

namespace hearth::cli {

class NpyWriter {
 public:
  // Replaces the file. The caller writes rows * cols floats in all.
  static Result<NpyWriter> create(const std::string& path, uint32_t rows, uint32_t cols);
  Result<void> write(std::span<const float> values);
  // Tells whether everything reached the file.
  Result<void> close();

 private:
  NpyWriter(std::ofstream file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  Result<void> check() const;
  std::ofstream file_;
  std::string path_;
};

}  // namespace hearth::cli
