#include "app/attachments/file_kind.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace hearth::attachments {
namespace {

bool beginsWith(std::span<const std::byte> content, std::string_view magic) {
  return content.size() >= magic.size() &&
         std::equal(magic.begin(), magic.end(), content.begin(), [](char a, std::byte b) {
           return static_cast<unsigned char>(a) == static_cast<unsigned char>(b);
         });
}

std::string extensionOf(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  std::string extension(name.substr(dot + 1));
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension;
}

constexpr std::array kImages = {"png", "jpg",  "jpeg", "gif",  "webp", "bmp",
                                "tif", "tiff", "heic", "avif", "ico"};
// Text would be found in some of these, but not theirs.
constexpr std::array kOthers = {"doc", "xls",   "xlsx", "ppt", "pptx", "odt",   "ods",  "zip",
                                "gz",  "7z",    "rar",  "exe", "mp3",  "mp4",   "gguf", "epub",
                                "rtf", "pages", "key",  "wav", "mkv",  "sqlite"};

template <size_t n>
bool isOneOf(const std::array<const char*, n>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

FileKind kindOf(std::string_view fileName, std::span<const std::byte> content) {
  const std::string extension = extensionOf(fileName);
  // The header may stand a little behind the beginning (PDF 32000-1, annex H.3.4.1).
  const std::string_view head(reinterpret_cast<const char*>(content.data()),
                              std::min<size_t>(content.size(), 1024));
  if (head.find("%PDF-") != std::string_view::npos && (extension == "pdf" || head.starts_with("%PDF-")))
    return FileKind::Pdf;
  if (extension == "pdf") return FileKind::Pdf;
  if (extension == "docx" || extension == "docm") return FileKind::Docx;
  if (isOneOf(kImages, extension) || beginsWith(content, "\x89PNG") || beginsWith(content, "\xFF\xD8\xFF") ||
      beginsWith(content, "GIF8"))
    return FileKind::Image;
  if (isOneOf(kOthers, extension) || beginsWith(content, "PK\x03\x04") ||
      beginsWith(content,
                 "\x7F"
                 "ELF"))
    return FileKind::Other;
  return FileKind::Text;
}

std::string mediaTypeOf(FileKind kind, std::string_view fileName) {
  if (kind == FileKind::Pdf) return "application/pdf";
  if (kind == FileKind::Docx)
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  const std::string extension = extensionOf(fileName);
  if (extension == "md" || extension == "markdown") return "text/markdown";
  if (extension == "csv") return "text/csv";
  return "text/plain";
}

std::string refusalOf(FileKind kind, std::string_view fileName) {
  const std::string name = "“" + std::string(fileName) + "”";
  if (kind == FileKind::Image)
    return name + " is an image, and no model that Hearth runs can see images yet. Attach text, PDF or DOCX.";
  if (kind == FileKind::Other)
    return "Hearth cannot read the text in " + name + ". Save it as PDF, DOCX or plain text and attach that.";
  return {};
}

}  // namespace hearth::attachments
