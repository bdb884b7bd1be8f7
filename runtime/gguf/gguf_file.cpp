#include "runtime/gguf/gguf_file.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/gguf/parse_part.h"

namespace hearth {
namespace {

constexpr uint32_t kPartsMax = 99999;  // five digits in the name
constexpr size_t kSuffixBytes = std::string_view("-00001-of-00002.gguf").size();

struct SplitName {
  std::string prefix;  // all before "-00001-of-0000N.gguf"
  uint32_t part;       // from 1
  uint32_t count;
};

std::optional<uint32_t> fiveDigits(std::string_view text) {
  uint32_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<uint32_t>(c - '0');
  }
  return number;
}

std::optional<SplitName> splitNameOf(std::string_view path) {
  if (path.size() <= kSuffixBytes) return std::nullopt;
  const std::string_view suffix = path.substr(path.size() - kSuffixBytes);
  if (suffix[0] != '-' || suffix.substr(6, 4) != "-of-" || suffix.substr(15) != ".gguf") return std::nullopt;
  const auto part = fiveDigits(suffix.substr(1, 5)), count = fiveDigits(suffix.substr(10, 5));
  if (!part || !count) return std::nullopt;
  return SplitName{std::string(path.substr(0, path.size() - kSuffixBytes)), *part, *count};
}

std::string pathOfPart(const SplitName& name, uint32_t part) {
  char suffix[32];
  std::snprintf(suffix, sizeof suffix, "-%05u-of-%05u.gguf", part, name.count);
  return name.prefix + suffix;
}

struct OpenPart {
  std::string path;
  MappedFile file;
  GgufPart part;
};

Result<OpenPart> openPart(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  auto part = parsePart(file->bytes());
  if (!part) return std::move(part).error().during("reading " + quotedPath(path));
  return OpenPart{path, std::move(*file), std::move(*part)};
}

// Which part of how many this file says it is; {0, 1} when it does not say. Tools that join split files leave
// a count of 0 behind.
struct SplitKeys {
  uint32_t number, count;
};

Result<SplitKeys> splitKeysOf(const Metadata& metadata) {
  auto number = metadata.countOr("split.no", 0, 0, kPartsMax - 1);
  if (!number) return std::move(number).error();
  auto stated = metadata.countOr("split.count", 1, 0, kPartsMax);
  if (!stated) return std::move(stated).error();
  const uint32_t count = std::max(1u, *stated);
  if (*number >= count) {
    return Error("key 'split.no' says this is part " + std::to_string(*number + 1) + " of " +
                 std::to_string(count) + ": the file is damaged, download it again");
  }
  return SplitKeys{*number, count};
}

// All parts in order, `opened` (at `path`) among them.
Result<std::vector<OpenPart>> openOthers(OpenPart opened, const std::string& path) {
  std::vector<OpenPart> parts;
  auto keys = splitKeysOf(opened.part.metadata);
  if (!keys) return std::move(keys).error();
  if (keys->count == 1) {
    parts.push_back(std::move(opened));
    return parts;
  }
  const std::string whole = "a model in " + std::to_string(keys->count) + " files";
  const auto name = splitNameOf(path);
  if (!name || name->part != keys->number + 1 || name->count != keys->count) {
    char expected[64];
    std::snprintf(expected, sizeof expected, "NAME-%05u-of-%05u.gguf", keys->number + 1, keys->count);
    return Error("the file is one part of " + whole + " and must be named " + expected +
                 ": give it back its original name");
  }
  for (uint32_t i = 0; i < keys->count; ++i) {
    if (i == keys->number) {
      parts.push_back(std::move(opened));
      continue;
    }
    auto other = openPart(pathOfPart(*name, i + 1));
    if (!other) {
      return std::move(other).error().during("the file is part of " + whole +
                                             ", which must lie in one folder; part " + std::to_string(i + 1));
    }
    auto otherKeys = splitKeysOf(other->part.metadata);
    if (!otherKeys || otherKeys->number != i || otherKeys->count != keys->count) {
      return Error(quotedPath(pathOfPart(*name, i + 1)) +
                   " says inside that it is another part than its name: download it again");
    }
    parts.push_back(std::move(*other));
  }
  return parts;
}

Error twice(std::string_view name) {
  return Error("tensor " + quoted(name) +
               " occurs twice: the file is damaged or made by a faulty converter, download it again");
}

// Tensors sorted by place must not share bytes: a sound file never does, a crafted one might.
Result<void> checkOverlaps(std::vector<TensorInfo>& tensors) {
  std::sort(tensors.begin(), tensors.end(),
            [](const TensorInfo& a, const TensorInfo& b) { return a.bytes.data() < b.bytes.data(); });
  for (size_t i = 1; i < tensors.size(); ++i) {
    const auto& before = tensors[i - 1];
    if (before.bytes.data() + before.bytes.size() > tensors[i].bytes.data()) {
      return Error("tensors " + quoted(before.name) + " and " + quoted(tensors[i].name) +
                   " lie on the same bytes: the file is damaged, download it again");
    }
  }
  return {};
}

// Sorts by name, and tells of a name that occurs twice.
Result<void> sortByName(std::vector<TensorInfo>& tensors) {
  std::sort(tensors.begin(), tensors.end(),
            [](const TensorInfo& a, const TensorInfo& b) { return a.name < b.name; });
  const auto same =
      std::adjacent_find(tensors.begin(), tensors.end(),
                         [](const TensorInfo& a, const TensorInfo& b) { return a.name == b.name; });
  if (same != tensors.end()) return twice(same->name);
  return {};
}

}  // namespace

Result<GgufFile> GgufFile::open(const std::string& path) {
  auto first = openPart(path);
  if (!first) return std::move(first).error();
  auto parts = openOthers(std::move(*first), path);
  if (!parts) return std::move(parts).error().during("reading " + quotedPath(path));

  GgufFile file;
  file.path_ = path;
  file.version_ = parts->front().part.version;
  file.metadata_ = std::move(parts->front().part.metadata);
  for (OpenPart& part : *parts) {
    std::move(part.part.tensors.begin(), part.part.tensors.end(), std::back_inserter(file.tensors_));
    file.parts_.push_back(std::move(part.file));
    file.partPaths_.push_back(std::move(part.path));
  }
  auto apart = checkOverlaps(file.tensors_);
  if (!apart) return std::move(apart).error().during("reading " + quotedPath(path));
  auto sorted = sortByName(file.tensors_);
  if (!sorted) return std::move(sorted).error().during("reading " + quotedPath(path));
  if (file.partCount() > 1) {
    auto total = file.metadata_.count("split.tensors.count", 0, UINT32_MAX);
    if (!total) return std::move(total).error().during("reading " + quotedPath(path));
    if (*total != file.tensors_.size()) {
      return Error("key 'split.tensors.count' says " + std::to_string(*total) + " where all parts have " +
                   std::to_string(file.tensors_.size()) +
                   " tensors: a part is damaged or from another model, download all parts again")
          .during("reading " + quotedPath(path));
    }
  }
  return file;
}

Result<GgufFile> GgufFile::assemble(Foreign foreign) {
  GgufFile file;
  file.path_ = std::move(foreign.path);
  file.metadata_ = std::move(foreign.metadata);
  file.tensors_ = std::move(foreign.tensors);
  file.parts_ = std::move(foreign.parts);
  file.partPaths_ = std::move(foreign.partPaths);
  file.scales_ = std::move(foreign.scales);
  auto sorted = sortByName(file.tensors_);
  if (!sorted) return std::move(sorted).error().during("reading " + quotedPath(file.path_));
  return file;
}

const TensorInfo* GgufFile::find(std::string_view name) const {
  const auto at = std::lower_bound(
      tensors_.begin(), tensors_.end(), name,
      [](const TensorInfo& tensor, std::string_view wanted) { return tensor.name < wanted; });
  return at != tensors_.end() && at->name == name ? &*at : nullptr;
}

uint64_t GgufFile::fileBytes() const {
  uint64_t total = 0;
  for (const MappedFile& part : parts_) total += part.bytes().size();
  return total;
}

GgufFile::Place GgufFile::placeOf(std::span<const std::byte> bytes) const {
  for (uint32_t i = 0; i < parts_.size(); ++i) {
    const auto part = parts_[i].bytes();
    if (bytes.data() < part.data() || bytes.data() + bytes.size() > part.data() + part.size()) continue;
    return {i, static_cast<uint64_t>(bytes.data() - part.data())};
  }
  CHECK(false);  // not bytes of this file
  return {};
}

Result<Metadata> readMetadata(const std::string& path) {
  auto file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  auto metadata = parseMetadata(file->bytes());
  if (!metadata) return std::move(metadata).error().during("reading " + quotedPath(path));
  return metadata;
}

TensorView viewOf(const TensorInfo& info) {
  return {info.bytes, info.type, static_cast<uint32_t>(info.shape[1] * info.shape[2] * info.shape[3]),
          static_cast<uint32_t>(info.shape[0]), info.scales};
}

}  // namespace hearth
