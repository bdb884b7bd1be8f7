#include "runtime/experts/routing_trace.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

#include "runtime/base/quoted.h"

namespace hearth {

namespace {

constexpr char kMagic[] = {'H', 'E', 'A', 'R', 'T', 'H', 'R', 'T'};
constexpr uint32_t kVersion = 1;
constexpr size_t kHeaderBytes = sizeof kMagic + 4 * sizeof(uint32_t) + sizeof(uint64_t);
constexpr uint32_t kExpertsMax = 1u << 14;  // as in model_reader.h
constexpr uint32_t kLayersMax = 1u << 12;

size_t idBytes(uint32_t experts) { return experts > 256 ? 2 : 1; }

template <class Number>
void append(std::string& bytes, Number value) {
  for (size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

// Reads numbers one after another; the caller has checked that there are enough bytes.
class Reader {
 public:
  explicit Reader(const std::string& bytes, size_t at) : bytes_(bytes), at_(at) {}
  template <class Number>
  Number take(size_t size = sizeof(Number)) {
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) value |= uint64_t{static_cast<unsigned char>(bytes_[at_++])} << (8 * i);
    return static_cast<Number>(value);
  }

 private:
  const std::string& bytes_;
  size_t at_;
};

Error damaged(const std::string& what) {
  return Error(what + ": the file is damaged or cut off; record it again with hearth-cli trace");
}

Result<RoutingRecord> parse(const std::string& bytes) {
  if (bytes.size() < kHeaderBytes || std::memcmp(bytes.data(), kMagic, sizeof kMagic) != 0) {
    return Error("this is not a routing trace; record one with hearth-cli trace");
  }
  Reader reader(bytes, sizeof kMagic);
  if (const auto version = reader.take<uint32_t>(); version != kVersion) {
    return Error("this trace has version " + std::to_string(version) + ", and this Hearth reads version " +
                 std::to_string(kVersion) + "; record it again with hearth-cli trace");
  }
  RoutingRecord record;
  record.experts = reader.take<uint32_t>();
  record.topK = reader.take<uint32_t>();
  const auto layers = reader.take<uint32_t>();
  const auto tokens = reader.take<uint64_t>();
  if (record.experts == 0 || record.experts > kExpertsMax || record.topK == 0 ||
      record.topK > record.experts || layers == 0 || layers > kLayersMax) {
    return damaged(std::to_string(layers) + " layers with " + std::to_string(record.topK) + " of " +
                   std::to_string(record.experts) + " experts are not possible");
  }
  const size_t perToken = size_t{layers} * record.topK, idSize = idBytes(record.experts);
  const size_t before = kHeaderBytes + layers * sizeof(uint32_t), each = sizeof(int32_t) + perToken * idSize;
  if (bytes.size() < before || tokens > (bytes.size() - before) / each ||
      bytes.size() - before != tokens * each) {
    return damaged("it promises " + std::to_string(tokens) + " tokens, but has another length");
  }
  for (uint32_t i = 0; i < layers; ++i) record.layers.push_back(reader.take<uint32_t>());
  record.tokens.resize(tokens);
  for (int32_t& token : record.tokens) token = static_cast<int32_t>(reader.take<uint32_t>());
  record.ids.resize(tokens * perToken);
  for (uint16_t& id : record.ids) {
    id = reader.take<uint16_t>(idSize);
    if (id >= record.experts) {
      return damaged("it names expert " + std::to_string(id) + " of " + std::to_string(record.experts));
    }
  }
  return record;
}

}  // namespace

RoutingRecord makeRecord(const Model& model) {
  CHECK(model.config.routing);
  RoutingRecord record;
  record.experts = model.config.routing->experts;
  record.topK = model.config.routing->topK;
  for (uint32_t i = 0; i < model.layers.size(); ++i) {
    if (model.layers[i].moe) record.layers.push_back(i);
  }
  return record;
}

RoutingTrace recordInto(RoutingRecord& record, std::span<const int32_t> tokens) {
  const uint32_t first = record.size();
  record.tokens.insert(record.tokens.end(), tokens.begin(), tokens.end());
  record.ids.resize(record.tokens.size() * record.layers.size() * record.topK);
  return [&record, first](uint32_t layer, uint32_t row, std::span<const uint32_t> experts) {
    const auto found = std::lower_bound(record.layers.begin(), record.layers.end(), layer);
    CHECK(found != record.layers.end() && *found == layer && experts.size() == record.topK);
    const auto place = static_cast<size_t>(found - record.layers.begin());
    const size_t at = ((size_t{first} + row) * record.layers.size() + place) * record.topK;
    for (size_t k = 0; k < experts.size(); ++k) record.ids[at + k] = static_cast<uint16_t>(experts[k]);
  };
}

Result<void> writeRecord(const RoutingRecord& record, const std::string& path) {
  std::string bytes(kMagic, sizeof kMagic);
  append(bytes, kVersion);
  append(bytes, record.experts);
  append(bytes, record.topK);
  append(bytes, static_cast<uint32_t>(record.layers.size()));
  append(bytes, uint64_t{record.size()});
  for (const uint32_t layer : record.layers) append(bytes, layer);
  for (const int32_t token : record.tokens) append(bytes, static_cast<uint32_t>(token));
  const bool wide = idBytes(record.experts) == 2;
  for (const uint16_t id : record.ids) wide ? append(bytes, id) : append(bytes, static_cast<uint8_t>(id));
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return Error(quotedPath(path) + " cannot be written; check the folder and the free space");
  return {};
}

Result<RoutingRecord> readRecord(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.good() && !file.eof()) {
    return Error(quotedPath(path) + " cannot be read; check the path and its permissions");
  }
  auto record = parse(bytes);
  if (!record) return std::move(record).error().during("reading " + quotedPath(path));
  return record;
}

}  // namespace hearth
