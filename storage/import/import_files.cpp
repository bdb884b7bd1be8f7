#include "storage/import/import_files.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "storage/export/utf8_locale.h"
#include "storage/files.h"

namespace hearth::storage {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFilesMax = 200'000;
// Against files that unpack to more than any history of chats: 2 GiB in all.
constexpr size_t kUnpackedBytesMax = size_t{2} << 30;

bool mayHoldChats(const std::string& path) {
  return path.ends_with(".json") || path.ends_with(".jsonl") || path.ends_with(".chat");
}

Error tooMuch() { return Error("it holds more than 2 GiB of chats; import its parts one by one"); }

Result<std::vector<ImportFile>> unpack(const std::string& path) {
  const Utf8Locale locale;
  const std::unique_ptr<archive, decltype(&archive_read_free)> zip(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(zip.get());
  const auto failed = [&] {
    const char* cause = archive_error_string(zip.get());
    return Error(std::string("the zip file cannot be read (") +
                 (cause != nullptr ? cause : "no reason given") + "); get it again from where it came");
  };
  constexpr size_t kBlockBytes = 1 << 16;
  if (archive_read_open_filename(zip.get(), path.c_str(), kBlockBytes) != ARCHIVE_OK) return failed();
  std::vector<ImportFile> files;
  size_t bytes = 0;
  archive_entry* entry = nullptr;
  for (int status; (status = archive_read_next_header(zip.get(), &entry)) != ARCHIVE_EOF;) {
    if (status < ARCHIVE_WARN) return failed();
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    if (name == nullptr || archive_entry_filetype(entry) == AE_IFDIR || !mayHoldChats(name)) continue;
    if (files.size() == kFilesMax) return tooMuch();
    ImportFile file{name, {}};
    const void* block = nullptr;
    size_t size = 0;
    la_int64_t offset = 0;
    while ((status = archive_read_data_block(zip.get(), &block, &size, &offset)) != ARCHIVE_EOF) {
      if (status < ARCHIVE_WARN) return failed();
      bytes += size;
      if (bytes > kUnpackedBytesMax) return tooMuch();
      file.content.append(static_cast<const char*>(block), size);
    }
    files.push_back(std::move(file));
  }
  return files;
}

bool isZip(const std::string& path) {
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  char start[4] = {};
  return file && std::fread(start, 1, sizeof start, file.get()) == sizeof start &&
         std::string_view(start, 4) == std::string_view("PK\x03\x04", 4);
}

Result<std::string> contentOf(const std::string& path) {
  auto bytes = readFile(path);
  if (!bytes) return std::move(bytes).error();
  if (bytes->size() > kUnpackedBytesMax) return tooMuch();
  return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

std::string folderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

}  // namespace

Result<ImportFiles> ImportFiles::open(const std::string& path) {
  ImportFiles result;
  std::error_code code;
  if (fs::is_directory(toPath(path), code)) {
    result.folder_ = path + "/";
    for (fs::recursive_directory_iterator
             at(toPath(path), fs::directory_options::skip_permission_denied, code),
         end;
         !code && at != end; at.increment(code)) {
      std::error_code ignored;
      const std::string name = toUtf8(at->path().lexically_relative(toPath(path)));
      if (!at->is_regular_file(ignored) || !mayHoldChats(name)) continue;
      if (result.files_.size() == kFilesMax)
        return Error("the folder holds too many files; choose one inside it");
      result.files_.push_back({name, {}});
    }
    if (code) return Error("the folder cannot be read: " + code.message());
  } else if (!fileExists(path)) {
    return Error("it is not there");
  } else if (isZip(path)) {
    auto files = unpack(path);
    if (!files) return std::move(files).error();
    result.files_ = std::move(*files);
  } else {
    result.folder_ = folderOf(path).empty() ? "./" : folderOf(path);
    result.files_.push_back({path.substr(folderOf(path).size()), {}});
  }
  if (result.files_.empty())
    return Error("it holds no file of a kind that Hearth knows (.json, .jsonl, .chat)");
  const auto byPath = [](const ImportFile& a, const ImportFile& b) { return a.path < b.path; };
  std::sort(result.files_.begin(), result.files_.end(), byPath);
  return result;
}

Result<std::string> ImportFiles::content(size_t index) const {
  if (!folder_.empty()) return contentOf(folder_ + files_[index].path);
  return files_[index].content;
}

Result<std::string> ImportFiles::beside(size_t index, std::string_view name) const {
  const std::string path = folderOf(files_[index].path) + std::string(name);
  if (!folder_.empty()) return contentOf(folder_ + path);
  for (const ImportFile& file : files_) {
    if (file.path == path) return file.content;
  }
  return Error("there is no file " + path);
}

}  // namespace hearth::storage
