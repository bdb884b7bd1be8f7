#include "runtime/convert/quantize_plan.h"

#include <algorithm>
#include <array>

#include "runtime/base/check.h"

namespace hearth {

namespace {

// From coarse to fine.
constexpr std::array kSteps = {DType::Q2_K, DType::Q3_K, DType::Q4_K, DType::Q5_K, DType::Q6_K, DType::Q8_0};

size_t stepOf(DType type) {
  const auto at = std::find(kSteps.begin(), kSteps.end(), type);
  CHECK(at != kSteps.end());
  return static_cast<size_t>(at - kSteps.begin());
}

DType atLeast(DType type, DType least) { return kSteps[std::max(stepOf(type), stepOf(least))]; }

DType oneFiner(DType type) { return kSteps[std::min(stepOf(type) + 1, kSteps.size() - 1)]; }

bool has(std::string_view name, std::string_view part) { return name.find(part) != std::string_view::npos; }

bool isFloat(DType type) { return type == DType::F32 || type == DType::F16 || type == DType::BF16; }

bool isInteger(DType type) {
  return type == DType::I8 || type == DType::I16 || type == DType::I32 || type == DType::I64 ||
         type == DType::F64;
}

// With two bits, errors in what is added to the residual stream are the ones that add up.
bool writesToResidual(std::string_view name) {
  return has(name, "attn_output") || has(name, "attn_v") || has(name, "ffn_down");
}

double bytesPerValue(DType type) {
  const BlockLayout layout = layoutOf(type);
  return static_cast<double>(layout.bytes) / layout.values;
}

}  // namespace

bool staysFloat(const TensorInfo& tensor) {
  return tensor.dimensions == 1 || !tensor.name.ends_with(".weight") || has(tensor.name, "norm") ||
         has(tensor.name, "ffn_gate_inp") || has(tensor.name, "indexer.proj");
}

std::string_view nameOf(QuantizeType type) {
  switch (type) {
    case QuantizeType::Q8_0:
      return "q8_0";
    case QuantizeType::Q6_K:
      return "q6_k";
    case QuantizeType::Q5_K:
      return "q5_k";
    case QuantizeType::Q4_K:
      return "q4_k";
    case QuantizeType::Q3_K:
      return "q3_k";
    case QuantizeType::Q2_K:
      return "q2_k";
    case QuantizeType::Mixed:
      return "mixed";
  }
  return "";
}

std::optional<QuantizeType> quantizeTypeNamed(std::string_view name) {
  for (const QuantizeType type : kQuantizeTypes) {
    if (nameOf(type) == name) return type;
  }
  return std::nullopt;
}

DType fittingRows(DType wanted, uint64_t cols) {
  if (cols % layoutOf(wanted).values == 0) return wanted;
  if (cols % layoutOf(DType::Q8_0).values != 0) return DType::F16;
  switch (wanted) {
    case DType::Q2_K:
    case DType::Q3_K:
      return DType::IQ4_NL;  // the smallest there is in blocks of 32 and better than Q4_0 at the same size
    case DType::Q4_K:
      return DType::Q5_0;
    case DType::Q5_K:
      return DType::Q5_1;
    default:
      return DType::Q8_0;
  }
}

DType baseTypeOf(QuantizeType type) {
  switch (type) {
    case QuantizeType::Q8_0:
      return DType::Q8_0;
    case QuantizeType::Q6_K:
      return DType::Q6_K;
    case QuantizeType::Q5_K:
      return DType::Q5_K;
    case QuantizeType::Q4_K:
    case QuantizeType::Mixed:
      return DType::Q4_K;
    case QuantizeType::Q3_K:
      return DType::Q3_K;
    case QuantizeType::Q2_K:
      return DType::Q2_K;
  }
  return DType::Q8_0;
}

DType TensorTypes::expertsType() const { return plan_.experts.value_or(baseTypeOf(plan_.type)); }

DType TensorTypes::wantedFor(std::string_view name) const {
  const DType base = baseTypeOf(plan_.type);
  if (name == "output.weight" || (name == "token_embd.weight" && tiedHead_)) {
    return atLeast(base, DType::Q6_K);
  }
  if (name == "token_embd.weight")
    return atLeast(base, plan_.type == QuantizeType::Q2_K ? DType::Q3_K : DType::Q4_K);
  const bool mixed = plan_.type == QuantizeType::Mixed;
  if (has(name, "_exps.")) {
    const bool finer = mixed || (plan_.type == QuantizeType::Q2_K && !plan_.experts);
    return finer && writesToResidual(name) ? oneFiner(expertsType()) : expertsType();
  }
  if (!mixed) return plan_.type == QuantizeType::Q2_K && writesToResidual(name) ? DType::Q3_K : base;
  // Beside routed experts all that every token uses is small: it gets more.
  if (hasExperts_) {
    const bool latentUp = has(name, "attn_kv_b") || has(name, "attn_k_b") || has(name, "attn_v_b");
    return latentUp ? DType::Q8_0 : DType::Q6_K;
  }
  if (has(name, "attn_v.")) return DType::Q6_K;
  return has(name, "ffn_down") ? DType::Q5_K : base;
}

DType TensorTypes::typeFor(const TensorInfo& tensor) const {
  if (isInteger(tensor.type)) return tensor.type;
  if (staysFloat(tensor)) return isFloat(tensor.type) ? DType::F32 : tensor.type;
  if (plan_.plain) return *plan_.plain;
  const DType type = fittingRows(wantedFor(tensor.name), tensor.shape[0]);
  // What is as small already can only lose by being written anew.
  return bytesPerValue(tensor.type) <= bytesPerValue(type) ? tensor.type : type;
}

uint32_t TensorTypes::fileType() const {
  if (plan_.plain) return *plan_.plain == DType::F32 ? 0 : *plan_.plain == DType::F16 ? 1 : 32;
  // llama.cpp's numbers; of the K formats those of the plain ("S") kinds, of the mixture the medium one.
  const bool mixed = plan_.type == QuantizeType::Mixed;
  const DType most = hasExperts_ ? expertsType() : baseTypeOf(plan_.type);
  switch (most) {
    case DType::Q8_0:
      return 7;
    case DType::Q2_K:
      return 10;
    case DType::Q3_K:
      return mixed ? 12 : 11;
    case DType::Q4_K:
      return mixed ? 15 : 14;
    case DType::Q5_K:
      return mixed ? 17 : 16;
    default:
      return 18;
  }
}

}  // namespace hearth
