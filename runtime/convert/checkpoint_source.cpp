#include "runtime/convert/checkpoint_source.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/checkpoint/config_keys.h"
#include "runtime/model/rope.h"
#include "runtime/tensor/dequantize.h"

namespace hearth {
namespace {

// One number of a matrix of a format without blocks.
float numberAt(const TensorView& matrix, uint32_t row, uint32_t col) {
  const size_t each = layoutOf(matrix.type()).bytes;
  float value = 0;
  dequantize(matrix.type(), matrix.row(row).subspan(col * each, each), {&value, 1});
  const float* scales = matrix.scalesOfRow(row);
  return scales == nullptr ? value : value * scales[col / kScaleBlock];
}

// Where a head's number `i` of neighbouring pairs lies when pairs are a half of `dims` apart.
uint32_t halvesPlace(uint32_t i, uint32_t dims) { return i / 2 + (i % 2) * (dims / 2); }

// "blk.3.ffn_gate.0.weight" -> "blk.3.ffn_gate"; empty for others.
std::string_view stemOfExpert(std::string_view name) {
  constexpr std::string_view kFirst = ".0.weight";
  return name.ends_with(kFirst) ? name.substr(0, name.size() - kFirst.size()) : std::string_view();
}

bool isLaterExpert(std::string_view name) {
  if (!name.ends_with(".weight") || name.find(".ffn_") == std::string_view::npos) return false;
  const std::string_view stem = name.substr(0, name.size() - std::string_view(".weight").size());
  const char last = stem.back();
  return last >= '0' && last <= '9';
}

}  // namespace

uint32_t CheckpointSource::number(const char* key) const {
  const std::string* architecture = metadata_.textOrNull("general.architecture");
  const auto value = metadata_.countOr(*architecture + "." + key, 0, 0, UINT32_MAX);
  return value ? *value : 0;
}

void CheckpointSource::add(TensorInfo info, Recipe recipe) {
  info.type = DType::F32;
  info.bytes = {};
  info.scales = nullptr;
  infos_.push_back(std::move(info));
  recipes_.push_back(std::move(recipe));
}

Result<void> CheckpointSource::stackExperts(const TensorInfo& first) {
  const std::string stem(stemOfExpert(first.name));
  const uint32_t experts = number("expert_count");
  Recipe recipe;
  for (uint32_t e = 0; e < experts; ++e) {
    const std::string name = stem + "." + std::to_string(e) + ".weight";
    const TensorInfo* expert = file_.find(name);
    if (expert == nullptr || expert->shape != first.shape) {
      return Error(
          "tensor " + hearth::quoted(name) +
          " is missing or of another shape than the first: the checkpoint is incomplete, download it again");
    }
    recipe.parts.push_back(viewOf(*expert));
  }
  TensorInfo info = first;
  info.name = stem + "_exps.weight";
  info.dimensions = 3;
  info.shape[2] = experts;
  add(std::move(info), std::move(recipe));
  return {};
}

// W_UK transposed per head, and W_UV, as readers of key_length_mla expect them.
Result<void> CheckpointSource::splitLatent(const TensorInfo& both) {
  const uint32_t heads = number("attention.head_count"), rank = number("attention.kv_lora_rank");
  const uint32_t value = number("attention.value_length_mla");
  const uint32_t nope = number("attention.key_length_mla") - number("rope.dimension_count");
  if (both.shape[0] != rank || both.shape[1] != uint64_t{heads} * (nope + value)) {
    return Error("tensor " + hearth::quoted(both.name) +
                 " does not have the shape that config.json asks for: the files do not belong together");
  }
  const std::string prefix = both.name.substr(0, both.name.size() - std::string_view("kv_b.weight").size());
  TensorInfo key = both, up = both;
  key.name = prefix + "k_b.weight";
  key.shape = {nope, rank, heads, 1};
  up.name = prefix + "v_b.weight";
  up.shape = {rank, value, heads, 1};
  key.dimensions = up.dimensions = 3;
  add(std::move(key), {Recipe::Kind::KeyAbsorb, {viewOf(both)}, nope + value});
  add(std::move(up), {Recipe::Kind::ValueUp, {viewOf(both)}, nope + value});
  return {};
}

// Files tell Llama 3's scaling as a factor per pair.
Result<void> CheckpointSource::addRopeFactors() {
  const std::string prefix = *metadata_.textOrNull("general.architecture") + ".rope.";
  const std::string* type = metadata_.textOrNull(prefix + "scaling.type");
  if (type == nullptr || *type != "llama3") return {};
  const auto value = [&](const char* key) {
    const auto read = metadata_.numberOr(prefix + key, 0, 0, 1e15f);
    return double{read ? *read : 0};
  };
  const uint32_t heads = std::max(1u, number("attention.head_count"));
  const uint32_t stated = number("rope.dimension_count");
  const uint32_t dims = stated > 0 ? stated : number("embedding_length") / heads;
  const auto plain = plainFrequencies(dims, value("freq_base"));
  auto stretched = plain;
  stretchLlama3(stretched, {.factor = value("scaling.factor"),
                            .lowFactor = value("scaling.low_freq_factor"),
                            .highFactor = value("scaling.high_freq_factor"),
                            .originalContext = value("scaling.original_context_length")});
  for (size_t i = 0; i < plain.size(); ++i)
    ropeFactors_.push_back(static_cast<float>(plain[i] / stretched[i]));
  for (const char* key : {"type", "factor", "low_freq_factor", "high_freq_factor", "original_context_length"})
    metadata_.remove(prefix + "scaling." + key);
  add({.name = "rope_freqs.weight",
       .type = DType::F32,
       .dimensions = 1,
       .shape = {plain.size(), 1, 1, 1},
       .bytes = {}},
      {.kind = Recipe::Kind::RopeFactors});
  return {};
}

Result<void> CheckpointSource::fill() {
  const auto halves = metadata_.flagOr(kRopeHalvesKey, false);
  metadata_.remove(kRopeHalvesKey);
  const std::string attention = *metadata_.textOrNull("general.architecture") + ".attention.";
  if (metadata_.contains(attention + "kv_lora_rank")) {
    const uint32_t rank = number("attention.kv_lora_rank"), key = number("attention.key_length"),
                   value = number("attention.value_length");
    const auto set = [&](const char* name, uint32_t to) { metadata_.insert(attention + name, uint64_t{to}); };
    set("key_length_mla", key);
    set("value_length_mla", value);
    set("key_length", rank + number("rope.dimension_count"));
    set("value_length", rank);
    set("head_count_kv", 1);
  }
  for (const TensorInfo& tensor : file_.tensors()) {
    const std::string_view name = tensor.name;
    Result<void> added;
    if (!stemOfExpert(name).empty()) {
      added = stackExperts(tensor);
    } else if (isLaterExpert(name)) {
      continue;
    } else if (name.ends_with("attn_kv_b.weight")) {
      added = splitLatent(tensor);
    } else if (halves && *halves &&
               (name.find(".attn_q.") != name.npos || name.find(".attn_k.") != name.npos)) {
      const bool query = name.find(".attn_q.") != name.npos;
      const uint32_t heads = std::max(1u, number(query ? "attention.head_count" : "attention.head_count_kv"));
      const uint64_t rows = tensor.dimensions == 1 ? tensor.shape[0] : tensor.shape[1];
      if (rows % heads != 0) return Error("tensor " + hearth::quoted(name) + " has no whole number of heads");
      add(tensor, {Recipe::Kind::Neighbours, {viewOf(tensor)}, static_cast<uint32_t>(rows / heads)});
    } else {
      add(tensor, {Recipe::Kind::Rows, {viewOf(tensor)}, 0});
    }
    if (!added) return added;
  }
  if (auto added = addRopeFactors(); !added) return added;
  for (const TensorInfo& info : infos_) pointers_.push_back(&info);
  return {};
}

Result<std::unique_ptr<CheckpointSource>> CheckpointSource::create(const GgufFile& file) {
  std::unique_ptr<CheckpointSource> source(new CheckpointSource(file));
  if (auto filled = source->fill(); !filled) return std::move(filled).error();
  return source;
}

void CheckpointSource::readRow(const Recipe& recipe, uint64_t row, float* out) const {
  using Kind = Recipe::Kind;
  if (recipe.kind == Kind::RopeFactors) {
    std::copy(ropeFactors_.begin(), ropeFactors_.end(), out);
    return;
  }
  const TensorView& from = recipe.parts[0];
  const uint32_t rank = number("attention.kv_lora_rank"), value = number("attention.value_length_mla");
  const auto at = static_cast<uint32_t>(row);
  switch (recipe.kind) {
    case Kind::Rows:
      dequantizeRow(recipe.parts[at / from.rows()], at % from.rows(), out);
      return;
    case Kind::KeyAbsorb:
      for (uint32_t n = 0; n < recipe.headRows - value; ++n)
        out[n] = numberAt(from, at / rank * recipe.headRows + n, at % rank);
      return;
    case Kind::ValueUp:
      dequantizeRow(from, at / value * recipe.headRows + recipe.headRows - value + at % value, out);
      return;
    case Kind::Neighbours: {
      const uint32_t dims = recipe.headRows;
      if (from.rows() > 1) {
        dequantizeRow(from, at / dims * dims + halvesPlace(at % dims, dims), out);
        return;
      }
      for (uint32_t i = 0; i < from.cols(); ++i)
        out[i] = numberAt(from, 0, i / dims * dims + halvesPlace(i % dims, dims));
      return;
    }
    case Kind::RopeFactors:
      return;
  }
}

void CheckpointSource::readRows(const TensorInfo& tensor, uint64_t firstRow, uint32_t count,
                                float* out) const {
  const Recipe& recipe = recipes_[static_cast<size_t>(&tensor - infos_.data())];
  for (uint32_t r = 0; r < count; ++r) readRow(recipe, firstRow + r, out + r * tensor.shape[0]);
}

Result<std::unique_ptr<TensorSource>> sourceOf(const GgufFile& file) {
  if (file.version() > 0) return std::unique_ptr<TensorSource>(std::make_unique<GgufSource>(file));
  auto source = CheckpointSource::create(file);
  if (!source) return std::move(source).error();
  return std::unique_ptr<TensorSource>(std::move(*source));
}

}  // namespace hearth
