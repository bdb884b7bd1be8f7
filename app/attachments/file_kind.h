// What a file is, by its first bytes and its name, and whether Hearth can read its text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hearth::attachments {

enum class FileKind { Text, Pdf, Docx, Image, Other };

// Larger files are refused before they are read.
inline constexpr uint64_t kFileBytesMax = uint64_t{32} << 20;
// Of extracted text: some million words.
inline constexpr size_t kTextBytesMax = size_t{16} << 20;

FileKind kindOf(std::string_view fileName, std::span<const std::byte> content);
std::string mediaTypeOf(FileKind kind, std::string_view fileName);
// Why a file of this kind is not taken, as a sentence; empty: it is.
std::string refusalOf(FileKind kind, std::string_view fileName);

}  // namespace hearth::attachments
