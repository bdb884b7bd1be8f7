// Attached files: rows that name them, and their content beside the database in
// "<database>-attachments/ab/abcd…", named by its SHA-256 so that the same file is kept once. Storage thread
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

std::string sha256Hex(std::span<const std::byte> content);

class AttachmentRepository {
 public:
  explicit AttachmentRepository(Database& database);

  // Inside a write transaction, which keeps removeUnused() of other processes away until the row is there.
  Result<Attachment> add(int64_t messageId, const std::string& fileName, const std::string& mediaType,
                         std::span<const std::byte> content);
  Result<std::vector<Attachment>> of(int64_t messageId);
  // Checked against its hash.
  Result<std::vector<std::byte>> content(const std::string& sha256);
  // Removes the content that no row names. Inside a write transaction.
  Result<void> removeUnused();

 private:
  std::string pathOf(const std::string& sha256) const;
  std::string folder_;
  Statement insert_, ofMessage_, uses_;
};

}  // namespace hearth::storage
