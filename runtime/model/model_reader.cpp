#include "runtime/model/model_reader.h"

#include <cmath>
#include <limits>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/tensor/dequantize.h"

namespace hearth {
namespace {

constexpr const char* kRemedy = ": the file is damaged or incomplete, download it again";

std::string shapeText(uint64_t cols, uint64_t rows, uint64_t planes) {
  std::string text = std::to_string(cols) + " x " + std::to_string(rows);
  if (planes > 1) text += " x " + std::to_string(planes);
  return text;
}

bool isFloatingPoint(DType type) { return type == DType::F32 || type == DType::F16 || type == DType::BF16; }

}  // namespace

void ModelReader::fail(std::string sentence) {
  if (!error_) error_.emplace(std::move(sentence));
}

template <class T>
T ModelReader::valueOr(Result<T> result, T fallback) {
  if (result) return std::move(*result);
  fail(result.error().what());
  return fallback;
}

bool ModelReader::hasKey(std::string_view key) const {
  return file_.metadata().contains(architecture_ + "." + std::string(key));
}

uint32_t ModelReader::count(std::string_view key, uint32_t low, uint32_t high) {
  return valueOr(file_.metadata().count(architecture_ + "." + std::string(key), low, high), low);
}

uint32_t ModelReader::countOr(std::string_view key, uint32_t fallback, uint32_t low, uint32_t high) {
  return valueOr(file_.metadata().countOr(architecture_ + "." + std::string(key), fallback, low, high),
                 fallback);
}

float ModelReader::number(std::string_view key, float low, float high) {
  return valueOr(file_.metadata().number(architecture_ + "." + std::string(key), low, high), low);
}

float ModelReader::numberOr(std::string_view key, float fallback, float low, float high) {
  return valueOr(file_.metadata().numberOr(architecture_ + "." + std::string(key), fallback, low, high),
                 fallback);
}

bool ModelReader::flagOr(std::string_view key, bool fallback) {
  return valueOr(file_.metadata().flagOr(architecture_ + "." + std::string(key), fallback), fallback);
}

std::string ModelReader::textOr(std::string_view key, std::string_view fallback) {
  if (!hasKey(key)) return std::string(fallback);
  return valueOr(file_.metadata().text(architecture_ + "." + std::string(key)), std::string(fallback));
}

const TensorInfo* ModelReader::checked(const std::string& name, uint64_t cols, uint64_t rows,
                                       uint64_t planes) {
  if (failed()) return nullptr;
  const TensorInfo* info = file_.find(name);
  if (!info) {
    fail("tensor " + quoted(name) + " is missing" + kRemedy);
    return nullptr;
  }
  const auto& shape = info->shape;
  if (shape[0] != cols || shape[1] != rows || shape[2] != planes || shape[3] != 1) {
    fail("tensor " + quoted(name) + " has the shape " + shapeText(shape[0], shape[1], shape[2] * shape[3]) +
         " where the hyperparameters ask for " + shapeText(cols, rows, planes) + kRemedy);
    return nullptr;
  }
  if (!canDequantize(info->type)) {
    fail("tensor " + quoted(name) + " is stored as " + std::string(layoutOf(info->type).name) +
         ", which weights cannot be" + kRemedy);
    return nullptr;
  }
  return info;
}

TensorView ModelReader::matrix(const std::string& name, uint64_t rows, uint64_t cols) {
  const TensorInfo* info = checked(name, cols, rows, 1);
  return info ? viewOf(*info) : TensorView();
}

TensorView ModelReader::stack(const std::string& name, uint64_t count, uint64_t rows, uint64_t cols) {
  const TensorInfo* info = checked(name, cols, rows, count);
  return info ? viewOf(*info) : TensorView();
}

ExpertStack ModelReader::experts(const std::string& prefix, const std::string& what, uint32_t count,
                                 uint64_t rows, uint64_t cols) {
  const auto nameOf = [&](uint32_t expert) {
    return prefix + "ffn_" + what + "." + std::to_string(expert) + ".weight";
  };
  const std::string stacked = prefix + "ffn_" + what + "_exps.weight";
  if (hasTensor(stacked) || !hasTensor(nameOf(0))) return {stack(stacked, count, rows, cols), count};
  std::vector<TensorView> each;
  for (uint32_t e = 0; e < count && !failed(); ++e) {
    each.push_back(matrix(nameOf(e), rows, cols));
    if (!failed() && each[e].type() != each[0].type()) {
      fail("tensor " + quoted(nameOf(e)) + " is stored as " + std::string(layoutOf(each[e].type()).name) +
           " where the first expert's is " + std::string(layoutOf(each[0].type()).name) + kRemedy);
    }
  }
  if (failed()) return {};
  return ExpertStack(std::move(each));
}

Linear ModelReader::linear(const std::string& name, uint64_t out, uint64_t in) {
  return {matrix(name + ".weight", out, in), vectorIfThere(name + ".bias", out)};
}

std::vector<float> ModelReader::vector(const std::string& name, uint64_t size) {
  const TensorInfo* info = checked(name, size, 1, 1);
  if (!info) return {};
  if (!isFloatingPoint(info->type)) {
    fail("tensor " + quoted(name) + " is stored as " + std::string(layoutOf(info->type).name) +
         " where a plain floating-point format is needed" + kRemedy);
    return {};
  }
  std::vector<float> values(static_cast<size_t>(size));
  dequantizeRow(viewOf(*info), 0, values.data());
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      fail("tensor " + quoted(name) + " holds infinity or not-a-number at position " + std::to_string(i) +
           kRemedy);
      return {};
    }
  }
  return values;
}

std::vector<float> ModelReader::vectorIfThere(const std::string& name, uint64_t size) {
  if (!hasTensor(name)) return {};
  return vector(name, size);
}

}  // namespace hearth
