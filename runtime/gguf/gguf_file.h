// GGUF v2/v3 files: bytes to a checked tensor directory over a memory mapping.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/mapped_file.h"
#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth {

// A tensor as the file declares it. shape[0] is the row length (GGUF's ne[0]); trailing dimensions are 1.
struct TensorInfo {
  std::string name;
  DType type;
  uint32_t dimensions;
  std::array<uint64_t, 4> shape;
  std::span<const std::byte> bytes;  // inside the mapping
  const float* scales = nullptr;     // of F8_E4M3, see TensorView
};

// One model, possibly in several split files (-00001-of-0000N): open any part and the rest is found beside
// it. Every count, size, offset, alignment and shape was checked; errors name file, key or tensor, and the
// fix.
class GgufFile {
 public:
  static Result<GgufFile> open(const std::string& path);
  // A model that lies in files of another form, told in GGUF's terms (runtime/checkpoint). `path` is what
  // errors and the user call it.
  struct Foreign {
    std::string path;
    Metadata metadata;
    std::vector<TensorInfo> tensors;
    std::vector<MappedFile> parts;
    std::vector<std::string> partPaths;
    std::vector<std::vector<float>> scales;  // those that tensors cannot point to in the files
  };
  static Result<GgufFile> assemble(Foreign foreign);

  uint32_t version() const { return version_; }  // 0: no GGUF file
  const Metadata& metadata() const { return metadata_; }
  const std::vector<TensorInfo>& tensors() const { return tensors_; }
  // Null when there is no such tensor.
  const TensorInfo* find(std::string_view name) const;
  const std::string& path() const { return path_; }
  uint64_t fileBytes() const;  // of all parts
  std::span<const MappedFile> parts() const { return parts_; }
  // Where bytes of the mapping lie on disk, for who reads them without it.
  struct Place {
    uint32_t part = 0;
    uint64_t offset = 0;
  };
  Place placeOf(std::span<const std::byte> bytes) const;
  const std::string& partPath(uint32_t part) const { return partPaths_[part]; }
  uint32_t partCount() const { return static_cast<uint32_t>(parts_.size()); }

 private:
  GgufFile() = default;
  std::string path_;
  uint32_t version_ = 0;
  Metadata metadata_;
  std::vector<TensorInfo> tensors_;  // sorted by name
  std::vector<MappedFile> parts_;    // in order
  std::vector<std::string> partPaths_;
  std::vector<std::vector<float>> scales_;
};

// The keys of one file, also where its tensors cannot be read (another number format, missing parts).
Result<Metadata> readMetadata(const std::string& path);

// The view of a tensor as [shape[1]*shape[2]*shape[3], shape[0]].
TensorView viewOf(const TensorInfo& info);

}  // namespace hearth
