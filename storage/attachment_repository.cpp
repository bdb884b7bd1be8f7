#include "storage/attachment_repository.h"

#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/files.h"

namespace hearth::storage {
namespace {

constexpr size_t kHashHexLength = 64;

// Guards the path: only a hash may become a file name.
bool isHash(std::string_view text) {
  return text.size() == kHashHexLength && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string sha256Hex(std::span<const std::byte> content) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  CHECK(EVP_Digest(content.data(), content.size(), digest, &length, EVP_sha256(), nullptr) == 1);
  std::string hex;
  for (unsigned int i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

AttachmentRepository::AttachmentRepository(Database& database)
    : folder_(database.path() + "-attachments"),
      insert_(database,
              "INSERT INTO attachments (message_id, bytes, sha256, file_name, media_type)"
              " VALUES (?1, ?2, ?3, ?4, ?5)"),
      ofMessage_(
          database,
          "SELECT sha256, file_name, media_type, bytes FROM attachments WHERE message_id = ?1 ORDER BY id"),
      uses_(database, "SELECT count(*) FROM attachments WHERE sha256 = ?1") {}

std::string AttachmentRepository::pathOf(const std::string& sha256) const {
  return folder_ + "/" + sha256.substr(0, 2) + "/" + sha256;
}

Result<Attachment> AttachmentRepository::add(int64_t messageId, const std::string& fileName,
                                             const std::string& mediaType,
                                             std::span<const std::byte> content) {
  Attachment attachment{
      .sha256 = sha256Hex(content), .fileName = fileName, .mediaType = mediaType, .bytes = content.size()};
  const std::string path = pathOf(attachment.sha256);
  // A file of the right length but the wrong content is replaced by this sound one.
  const bool kept = fileBytes(path) == content.size() && this->content(attachment.sha256);
  if (!kept) {
    if (auto made = createPrivateFolder(folder_); !made) return std::move(made).error();
    if (auto made = createPrivateFolder(folder_ + "/" + attachment.sha256.substr(0, 2)); !made) {
      return std::move(made).error();
    }
    if (auto written = writeFile(path, content); !written) return std::move(written).error();
  }
  auto added =
      insert_.run(messageId, static_cast<int64_t>(content.size()), attachment.sha256, fileName, mediaType);
  if (!added) return std::move(added).error();
  return attachment;
}

Result<std::vector<Attachment>> AttachmentRepository::of(int64_t messageId) {
  std::vector<Attachment> list;
  auto read = ofMessage_.forEachRow(
      [&](Row row) {
        list.push_back({.sha256 = row.text(0),
                        .fileName = row.text(1),
                        .mediaType = row.text(2),
                        .bytes = static_cast<uint64_t>(row.integer(3))});
      },
      messageId);
  if (!read) return std::move(read).error();
  return list;
}

Result<std::vector<std::byte>> AttachmentRepository::content(const std::string& sha256) {
  if (!isHash(sha256)) return Error("'" + sha256 + "' is not the name of an attachment");
  auto content = readFile(pathOf(sha256));
  if (content && sha256Hex(*content) != sha256) {
    return Error("Reading " + pathOf(sha256) + ": the file was changed or damaged; attach it again");
  }
  return content;
}

Result<void> AttachmentRepository::removeUnused() {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  std::error_code code;
  for (fs::recursive_directory_iterator entry(toPath(folder_), code), end; !code && entry != end;
       entry.increment(code)) {
    if (!entry->is_directory()) files.push_back(toUtf8(entry->path()));
  }
  for (const std::string& file : files) {
    int64_t uses = 0;
    auto read = uses_.forEachRow([&](Row row) { uses = row.integer(0); }, toUtf8(toPath(file).filename()));
    if (!read) return std::move(read).error();
    if (uses == 0) removeFile(file);
  }
  return {};
}

}  // namespace hearth::storage
