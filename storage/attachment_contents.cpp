#include "storage/attachment_contents.h"

#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
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

std::string AttachmentContents::pathOf(const std::string& sha256) const {
  return folder_ + "/" + sha256.substr(0, 2) + "/" + sha256;
}

Result<void> AttachmentContents::keep(const std::string& sha256, std::span<const std::byte> content) {
  if (place_ == Place::Memory) {
    inMemory_.try_emplace(sha256, content.begin(), content.end());
    return {};
  }
  const std::string path = pathOf(sha256);
  // A file of the right length but the wrong content is replaced by this sound one.
  if (fileBytes(path) == content.size() && this->content(sha256)) return {};
  if (auto made = createPrivateFolder(folder_); !made) return made;
  if (auto made = createPrivateFolder(folder_ + "/" + sha256.substr(0, 2)); !made) return made;
  return writeFile(path, content);
}

Result<std::vector<std::byte>> AttachmentContents::content(const std::string& sha256) const {
  if (!isHash(sha256)) return Error("'" + sha256 + "' is not the name of an attachment");
  if (place_ == Place::Memory) {
    const auto found = inMemory_.find(sha256);
    if (found == inMemory_.end()) return Error("there is no attachment " + sha256);
    return found->second;
  }
  auto content = readFile(pathOf(sha256));
  if (content && sha256Hex(*content) != sha256) {
    return Error("Reading " + pathOf(sha256) + ": the file was changed or damaged; attach it again");
  }
  return content;
}

std::vector<std::string> AttachmentContents::all() const {
  std::vector<std::string> hashes;
  for (const auto& [hash, content] : inMemory_) hashes.push_back(hash);
  if (place_ == Place::Memory) return hashes;
  namespace fs = std::filesystem;
  std::error_code code;
  for (fs::recursive_directory_iterator entry(toPath(folder_), code), end; !code && entry != end;
       entry.increment(code)) {
    if (!entry->is_directory()) hashes.push_back(toUtf8(entry->path().filename()));
  }
  return hashes;
}

void AttachmentContents::remove(const std::string& sha256) {
  inMemory_.erase(sha256);
  if (place_ == Place::Disk) removeFile(pathOf(sha256));
}

}  // namespace hearth::storage
