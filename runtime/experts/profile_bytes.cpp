#include "runtime/experts/profile_bytes.h"

#include "runtime/base/check.h"

namespace hearth {

namespace {

constexpr std::string_view kMagic = "HXPF";
constexpr uint8_t kVersion = 2, kVersionOfOnePlace = 1;
constexpr uint64_t kCard = 1, kMemory = 2;
constexpr size_t kHeaderBytes = kMagic.size() + 1 + 8 + 2 + 2;
constexpr size_t kSumBytes = 8;

size_t idBytes(uint32_t experts) { return experts > 256 ? 2 : 1; }

// FNV-1a: finds damage, not malice.
class Fnv {
 public:
  void add(std::string_view bytes) {
    for (const char byte : bytes) sum_ = (sum_ ^ static_cast<uint8_t>(byte)) * 0x100000001b3u;
  }
  void add(uint64_t number) {
    for (int i = 0; i < 8; ++i) sum_ = (sum_ ^ (number >> (8 * i) & 0xFF)) * 0x100000001b3u;
  }
  uint64_t sum() const { return sum_; }

 private:
  uint64_t sum_ = 0xcbf29ce484222325u;
};

uint64_t sumOf(std::string_view bytes) {
  Fnv fnv;
  fnv.add(bytes);
  return fnv.sum();
}

void append(std::string& bytes, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

uint64_t take(std::string_view& bytes, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value |= uint64_t{static_cast<uint8_t>(bytes[i])} << (8 * i);
  bytes.remove_prefix(size);
  return value;
}

// The sum can be right by chance, or made to be: nothing here trusts the numbers.
std::optional<ResidencyProfile> takeProfile(std::string_view& bytes, uint32_t layers, uint32_t experts) {
  ResidencyProfile profile(layers);
  for (std::vector<uint32_t>& layer : profile) {
    if (bytes.size() < 2) return std::nullopt;
    const auto count = static_cast<uint32_t>(take(bytes, 2));
    if (count > experts || bytes.size() < count * idBytes(experts)) return std::nullopt;
    std::vector<bool> seen(experts);
    for (uint32_t i = 0; i < count; ++i) {
      const auto expert = static_cast<uint32_t>(take(bytes, idBytes(experts)));
      if (expert >= experts || seen[expert]) return std::nullopt;
      seen[expert] = true;
      layer.push_back(expert);
    }
  }
  return profile;
}

}  // namespace

uint64_t identityOf(const Model& model) {
  Fnv fnv;
  fnv.add(model.config.layers);
  fnv.add(model.config.width);
  fnv.add(model.config.routing ? model.config.routing->experts : 0);
  fnv.add(model.file->fileBytes());
  for (const TensorInfo& tensor : model.file->tensors()) {
    fnv.add(tensor.name);
    fnv.add(static_cast<uint64_t>(tensor.type));
    for (const uint64_t size : tensor.shape) fnv.add(size);
  }
  return fnv.sum();
}

std::string toBytes(const KeptExperts& kept, uint32_t experts, uint64_t identity) {
  CHECK(kept.card || kept.memory);
  const size_t layers = kept.card ? kept.card->size() : kept.memory->size();
  CHECK(layers <= UINT16_MAX && experts <= UINT16_MAX);
  std::string bytes(kMagic);
  append(bytes, kVersion, 1);
  append(bytes, identity, 8);
  append(bytes, layers, 2);
  append(bytes, experts, 2);
  append(bytes, (kept.card ? kCard : 0) | (kept.memory ? kMemory : 0), 1);
  for (const auto* profile : {&kept.card, &kept.memory}) {
    if (!*profile) continue;
    CHECK((*profile)->size() == layers);
    for (const std::vector<uint32_t>& layer : **profile) {
      append(bytes, layer.size(), 2);
      for (const uint32_t expert : layer) append(bytes, expert, idBytes(experts));
    }
  }
  append(bytes, sumOf(bytes), kSumBytes);
  return bytes;
}

std::optional<KeptExperts> keptFrom(std::string_view bytes, uint32_t layers, uint32_t experts,
                                    uint64_t identity) {
  if (bytes.size() < kHeaderBytes + kSumBytes || !bytes.starts_with(kMagic)) return std::nullopt;
  std::string_view sum = bytes.substr(bytes.size() - kSumBytes);
  bytes.remove_suffix(kSumBytes);
  if (take(sum, kSumBytes) != sumOf(bytes)) return std::nullopt;
  bytes.remove_prefix(kMagic.size());
  const uint64_t version = take(bytes, 1);
  if (version != kVersion && version != kVersionOfOnePlace) return std::nullopt;
  if (take(bytes, 8) != identity || take(bytes, 2) != layers || take(bytes, 2) != experts)
    return std::nullopt;
  uint64_t places = kCard;
  if (version == kVersion) {
    if (bytes.empty()) return std::nullopt;
    places = take(bytes, 1);
    if (places == 0 || places > (kCard | kMemory)) return std::nullopt;
  }
  KeptExperts kept;
  if (places & kCard && !(kept.card = takeProfile(bytes, layers, experts))) return std::nullopt;
  if (places & kMemory && !(kept.memory = takeProfile(bytes, layers, experts))) return std::nullopt;
  if (!bytes.empty()) return std::nullopt;
  if (version == kVersionOfOnePlace) kept.memory = kept.card;
  return kept;
}

}  // namespace hearth
