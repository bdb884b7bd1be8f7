// Which number format each tensor of a quantised model gets, and why: README.md of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/gguf/gguf_file.h"
#include "runtime/tensor/dtype.h"

namespace hearth {

// What the user asks for: one format for all matrices, or a mixture.
enum class QuantizeType { Q8_0, Q6_K, Q5_K, Q4_K, Q3_K, Q2_K, Mixed };
inline constexpr QuantizeType kQuantizeTypes[] = {QuantizeType::Q8_0, QuantizeType::Q6_K, QuantizeType::Q5_K,
                                                  QuantizeType::Q4_K, QuantizeType::Q3_K, QuantizeType::Q2_K,
                                                  QuantizeType::Mixed};
// "q8_0" … "q2_k", "mixed".
std::string_view nameOf(QuantizeType type);
std::optional<QuantizeType> quantizeTypeNamed(std::string_view name);
// The format of most matrices.
DType baseTypeOf(QuantizeType type);

struct TypePlan {
  QuantizeType type = QuantizeType::Mixed;
  std::optional<DType> experts{};  // of the routed experts; one of Q2_K … Q6_K, Q8_0
  std::optional<DType> plain{};    // F32, F16 or BF16: all matrices in it, whatever the type says
};

// A plan for one model.
class TensorTypes {
 public:
  // `hasExperts` and `tiedHead` are facts of the whole model.
  TensorTypes(TypePlan plan, bool hasExperts, bool tiedHead)
      : plan_(plan), hasExperts_(hasExperts), tiedHead_(tiedHead) {}
  // The format `tensor` is to be written in; its own when it is to be copied.
  DType typeFor(const TensorInfo& tensor) const;
  // GGUF's general.file_type for the whole.
  uint32_t fileType() const;

 private:
  DType wantedFor(std::string_view name) const;
  DType expertsType() const;

  TypePlan plan_;
  bool hasExperts_, tiedHead_;
};

// Vectors, and what is small and chooses: the router, whose errors would send tokens to other experts, and
// how the indexer of sparse attention weighs its heads.
bool staysFloat(const TensorInfo& tensor);

// The format for rows that are no whole blocks of `wanted`: about as exact, in blocks of 32 (or none).
DType fittingRows(DType wanted, uint64_t cols);

}  // namespace hearth
