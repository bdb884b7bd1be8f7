#include "runtime/convert/quantize_plan.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

TensorInfo tensor(const std::string& name, uint64_t cols = 512, DType type = DType::BF16,
                  uint32_t dimensions = 2) {
  return {name, type, dimensions, {cols, dimensions > 1 ? 8u : 1u, 1, 1}, {}};
}

TensorTypes planned(QuantizeType type, std::optional<DType> experts = {}, bool hasExperts = true) {
  return TensorTypes({type, experts}, hasExperts, false);
}

TEST(QuantizePlan, NormsRouterAndVectorsStayFloats) {
  const TensorTypes types = planned(QuantizeType::Q2_K);
  EXPECT_EQ(types.typeFor(tensor("blk.0.attn_norm.weight", 512, DType::F32, 1)), DType::F32);
  EXPECT_EQ(types.typeFor(tensor("blk.0.ffn_gate_inp.weight")), DType::F32);
  EXPECT_EQ(types.typeFor(tensor("blk.0.indexer.proj.weight")), DType::F32);
  EXPECT_EQ(types.typeFor(tensor("blk.0.exp_probs_b.bias", 64, DType::F32, 1)), DType::F32);
  EXPECT_EQ(types.typeFor(tensor("blk.9.nextn.enorm.weight", 512, DType::BF16, 1)), DType::F32);
}

TEST(QuantizePlan, OneTypeForAllMatricesButHeadAndEmbedding) {
  const TensorTypes types = planned(QuantizeType::Q3_K);
  for (const char* name :
       {"blk.0.attn_q_a.weight", "blk.0.ffn_gate_exps.weight", "blk.0.ffn_down_exps.weight",
        "blk.0.ffn_up_shexp.weight", "blk.9.nextn.eh_proj.weight"})
    EXPECT_EQ(types.typeFor(tensor(name)), DType::Q3_K) << name;
  EXPECT_EQ(types.typeFor(tensor("output.weight")), DType::Q6_K);
  EXPECT_EQ(types.typeFor(tensor("token_embd.weight")), DType::Q4_K);
  EXPECT_EQ(planned(QuantizeType::Q8_0).typeFor(tensor("output.weight")), DType::Q8_0);
  EXPECT_EQ(TensorTypes({QuantizeType::Q4_K, {}}, false, true).typeFor(tensor("token_embd.weight")),
            DType::Q6_K);
}

TEST(QuantizePlan, TheMixtureGivesMoreToWhatEveryTokenUses) {
  const TensorTypes types = planned(QuantizeType::Mixed);
  EXPECT_EQ(types.typeFor(tensor("blk.3.ffn_gate_exps.weight")), DType::Q4_K);
  EXPECT_EQ(types.typeFor(tensor("blk.3.ffn_down_exps.weight")), DType::Q5_K);
  EXPECT_EQ(types.typeFor(tensor("blk.3.ffn_down_shexp.weight")), DType::Q6_K);
  EXPECT_EQ(types.typeFor(tensor("blk.0.ffn_gate.weight")), DType::Q6_K);
  EXPECT_EQ(types.typeFor(tensor("blk.3.attn_q_a.weight")), DType::Q6_K);
  EXPECT_EQ(types.typeFor(tensor("blk.3.attn_kv_b.weight")), DType::Q8_0);
  const TensorTypes small = planned(QuantizeType::Mixed, DType::Q2_K);
  EXPECT_EQ(small.typeFor(tensor("blk.3.ffn_up_exps.weight")), DType::Q2_K);
  EXPECT_EQ(small.typeFor(tensor("blk.3.ffn_down_exps.weight")), DType::Q3_K);
  const TensorTypes dense = planned(QuantizeType::Mixed, {}, false);
  EXPECT_EQ(dense.typeFor(tensor("blk.3.attn_v.weight")), DType::Q6_K);
  EXPECT_EQ(dense.typeFor(tensor("blk.3.ffn_down.weight")), DType::Q5_K);
  EXPECT_EQ(dense.typeFor(tensor("blk.3.attn_q.weight")), DType::Q4_K);
}

TEST(QuantizePlan, RowsThatAreNoWholeBlocksGetSmallerBlocks) {
  EXPECT_EQ(fittingRows(DType::Q4_K, 768), DType::Q4_K);
  EXPECT_EQ(fittingRows(DType::Q4_K, 128), DType::Q5_0);
  EXPECT_EQ(fittingRows(DType::Q5_K, 128), DType::Q5_1);
  EXPECT_EQ(fittingRows(DType::Q6_K, 64), DType::Q8_0);
  EXPECT_EQ(fittingRows(DType::Q2_K, 64), DType::IQ4_NL);
  EXPECT_EQ(fittingRows(DType::Q8_0, 40), DType::F16);
}

TEST(QuantizePlan, NothingGrowsByBeingWrittenAnew) {
  EXPECT_EQ(planned(QuantizeType::Q8_0).typeFor(tensor("blk.0.attn_q.weight", 512, DType::Q4_K)),
            DType::Q4_K);
  EXPECT_EQ(planned(QuantizeType::Q4_K).typeFor(tensor("blk.0.attn_q.weight", 512, DType::Q8_0)),
            DType::Q4_K);
  EXPECT_EQ(planned(QuantizeType::Q4_K).typeFor(tensor("blk.0.ids.weight", 512, DType::I32)), DType::I32);
}

TEST(QuantizePlan, NamesAreReadBack) {
  for (const QuantizeType type : kQuantizeTypes) EXPECT_EQ(quantizeTypeNamed(nameOf(type)), type);
  EXPECT_FALSE(quantizeTypeNamed("q9_k"));
  EXPECT_EQ(planned(QuantizeType::Mixed).fileType(), 15u);
  EXPECT_EQ(planned(QuantizeType::Q8_0).fileType(), 7u);
}

}  // namespace
}  // namespace hearth
