// The content of attached files, named by its SHA-256 so that the same file is kept once: in
// "<database>-attachments/ab/abcd…", or in memory for a database that must not touch the disk. Storage thread
// only.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"

namespace hearth::storage {

std::string sha256Hex(std::span<const std::byte> content);

class AttachmentContents {
 public:
  enum class Place { Disk, Memory };
  AttachmentContents(const std::string& databasePath, Place place)
      : place_(place), folder_(databasePath + "-attachments") {}

  // `sha256` is the content's. Content that is kept and sound is not written again.
  Result<void> keep(const std::string& sha256, std::span<const std::byte> content);
  // Checked against its hash.
  Result<std::vector<std::byte>> content(const std::string& sha256) const;
  std::vector<std::string> all() const;  // by hash
  void remove(const std::string& sha256);

 private:
  std::string pathOf(const std::string& sha256) const;
  Place place_;
  std::string folder_;
  std::map<std::string, std::vector<std::byte>> inMemory_;
};

}  // namespace hearth::storage
