#include "runtime/generate/session.h"

#include <gtest/gtest.h>

#include "tests/generate/scripted_evaluator.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;
using test::ScriptedEvaluator;
using Call = ScriptedEvaluator::Call;

TokenId bestOf(const Logits& logits) {
  return static_cast<TokenId>(std::max_element(logits.all.begin(), logits.all.end()) - logits.all.begin());
}

TEST(Session, ReadsAPromptInChunksAndTheLastTokenAlone) {
  ScriptedEvaluator evaluator(10, 16, 3);
  Session session(evaluator);
  std::vector<uint32_t> progress;
  EXPECT_EQ(session.prefill(
                Ids{1, 2, 3, 4, 5, 6}, [&](uint32_t done) { progress.push_back(done); }, nullptr),
            Evaluated::Done);
  EXPECT_EQ(evaluator.calls, (std::vector<Call>{{{1, 2, 3}, 0, false}, {{4, 5}, 3, false}, {{6}, 5, true}}));
  EXPECT_EQ(progress, (std::vector<uint32_t>{3, 5, 6}));
  EXPECT_EQ(bestOf(session.logits()), 7);
  EXPECT_EQ(session.used(), 6u);
}

TEST(Session, ReusesTheCommonPrefix) {
  ScriptedEvaluator evaluator(10, 16, 8);
  Session session(evaluator);
  (void)session.prefill(Ids{1, 2, 3}, {}, nullptr);
  (void)session.append(4, {}, nullptr);
  evaluator.calls.clear();
  const Ids next = {1, 2, 3, 4, 7, 8};
  EXPECT_EQ(session.reusable(next), 4u);
  (void)session.prefill(next, {}, nullptr);
  EXPECT_EQ(evaluator.calls, (std::vector<Call>{{{7}, 4, false}, {{8}, 5, true}}));
}

TEST(Session, EvaluatesAtLeastTheLastToken) {
  ScriptedEvaluator evaluator(10, 16, 8);
  Session session(evaluator);
  (void)session.prefill(Ids{1, 2, 3}, {}, nullptr);
  evaluator.calls.clear();
  EXPECT_EQ(session.reusable(Ids{1, 2, 3}), 2u);
  (void)session.prefill(Ids{1, 2, 3}, {}, nullptr);
  (void)session.prefill(Ids{1, 2}, {}, nullptr);
  EXPECT_EQ(evaluator.calls, (std::vector<Call>{{{3}, 2, true}, {{2}, 1, true}}));
  EXPECT_EQ(session.used(), 2u);
}

TEST(Session, StartsOverWhenNothingIsCommon) {
  ScriptedEvaluator evaluator(10, 16, 8);
  Session session(evaluator);
  (void)session.prefill(Ids{1, 2, 3}, {}, nullptr);
  evaluator.calls.clear();
  (void)session.prefill(Ids{4, 2, 3}, {}, nullptr);
  EXPECT_EQ(evaluator.calls, (std::vector<Call>{{{4, 2}, 0, false}, {{3}, 2, true}}));
}

TEST(Session, KeepsTheFinishedChunksAfterACancel) {
  ScriptedEvaluator evaluator(10, 16, 2);
  Session session(evaluator);
  std::atomic<bool> cancel{false};
  evaluator.beforeReturn = [&] { cancel = evaluator.calls.size() == 2; };
  EXPECT_EQ(session.prefill(Ids{1, 2, 3, 4, 5}, {}, &cancel), Evaluated::Cancelled);
  EXPECT_EQ(session.used(), 2u);
  cancel = false;
  evaluator.beforeReturn = {};
  evaluator.calls.clear();
  EXPECT_EQ(session.prefill(Ids{1, 2, 3, 4, 5}, {}, &cancel), Evaluated::Done);
  EXPECT_EQ(evaluator.calls, (std::vector<Call>{{{3, 4}, 2, false}, {{5}, 4, true}}));
}

TEST(Session, DoesNotCountACancelledToken) {
  ScriptedEvaluator evaluator(10, 16, 2);
  Session session(evaluator);
  (void)session.prefill(Ids{1}, {}, nullptr);
  const std::atomic<bool> cancel{true};
  EXPECT_EQ(session.append(2, {}, &cancel), Evaluated::Cancelled);
  EXPECT_EQ(session.used(), 1u);
}

}  // namespace
}  // namespace hearth
