#include "storage/export/export_sink.h"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "storage/export/utf8_locale.h"
#include "storage/files.h"

namespace hearth::storage {
namespace {

class FolderSink : public ExportSink {
 public:
  explicit FolderSink(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Result<void> add(const std::string& path, std::string_view content, int64_t) override {
    const auto target = folder_ / toPath(path);
    std::error_code code;
    std::filesystem::create_directories(target.parent_path(), code);
    if (code) return Error("Making the folder " + toUtf8(target.parent_path()) + ": " + code.message());
    return writeFile(toUtf8(target), std::as_bytes(std::span(content)));
  }
  Result<void> finish() override { return {}; }

 private:
  std::filesystem::path folder_;
};

class ZipSink : public ExportSink {
 public:
  explicit ZipSink(std::string path) : path_(std::move(path)), archive_(archive_write_new()) {}
  ~ZipSink() override {
    archive_write_free(archive_);
    if (!finished_) removeFile(unfinished());
  }
  Result<void> open() {
    const Utf8Locale locale;
    archive_write_set_format_zip(archive_);
    archive_write_set_options(archive_, "zip:hdrcharset=UTF-8");
    if (archive_write_open_filename(archive_, unfinished().c_str()) != ARCHIVE_OK) return error();
    return {};
  }
  Result<void> add(const std::string& path, std::string_view content, int64_t modifiedAt) override {
    const Utf8Locale locale;
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              archive_entry_free);
    archive_entry_set_pathname_utf8(entry.get(), path.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_mtime(entry.get(), static_cast<time_t>(modifiedAt / 1000), 0);
    if (archive_write_header(archive_, entry.get()) != ARCHIVE_OK) return error();
    if (archive_write_data(archive_, content.data(), content.size()) !=
        static_cast<la_ssize_t>(content.size()))
      return error();
    return {};
  }
  Result<void> finish() override {
    const Utf8Locale locale;
    if (archive_write_close(archive_) != ARCHIVE_OK) return error();
    finished_ = true;
    return moveIntoPlace(unfinished(), path_);
  }

 private:
  std::string unfinished() const { return path_ + ".part"; }
  Error error() const {
    const char* cause = archive_error_string(archive_);
    return Error("Writing " + path_ + ": " + (cause != nullptr ? cause : "it could not be written"));
  }
  std::string path_;
  archive* archive_;
  bool finished_ = false;
};

}  // namespace

Result<std::unique_ptr<ExportSink>> ExportSink::folder(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(toPath(path), code);
  if (code) return Error("Making the folder " + path + ": " + code.message());
  return std::unique_ptr<ExportSink>(new FolderSink(toPath(path)));
}

Result<std::unique_ptr<ExportSink>> ExportSink::zip(const std::string& path) {
  auto sink = std::make_unique<ZipSink>(path);
  if (auto opened = sink->open(); !opened) return std::move(opened).error();
  return std::unique_ptr<ExportSink>(std::move(sink));
}

}  // namespace hearth::storage
