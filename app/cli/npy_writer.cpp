#include "app/cli/npy_writer.h"

#include <bit>
#include <cstring>
#include <utility>

namespace hearth::cli {

static_assert(std::endian::native == std::endian::little, "the header below says '<f4', little-endian");

Result<void> NpyWriter::check() const {
  if (file_) return {};
  return Error("writing " + path_ + " failed: " + std::strerror(errno) + "; is the folder there and the disk not full?");
}

Result<NpyWriter> NpyWriter::create(const std::string& path, uint32_t rows, uint32_t cols) {
  NpyWriter writer(std::ofstream(path, std::ios::binary | std::ios::trunc), path);
  std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(rows) + ", " +
                       std::to_string(cols) + "), }";
  // Magic, version and length take 10 bytes; the data must begin at a multiple of 64, after a newline.
  constexpr size_t kPreamble = 10, kAlignment = 64;
  while ((kPreamble + header.size() + 1) % kAlignment != 0) header += ' ';
  header += '\n';
  const std::string preamble{'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<char>(header.size() & 0xFF),
                             static_cast<char>(header.size() >> 8)};
  writer.file_ << preamble << header;
  if (auto written = writer.check(); !written) return std::move(written).error();
  return writer;
}

Result<void> NpyWriter::write(std::span<const float> values) {
  file_.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size_bytes()));
  return check();
}

Result<void> NpyWriter::close() {
  file_.close();
  return check();
}

}  // namespace hearth::cli
