// Smaller copies of a real model: the sizes that were told are those that come out, copies answer, and what
// each form keeps is measured.
#include <gtest/gtest.h>

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include "app/library/model_copies.h"
#include "runtime/model/loader.h"
#include "tests/support/gguf_writer.h"

namespace hearth::library {
namespace {

const QString kModel = QStringLiteral(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");

class ModelCopiesTest : public testing::Test {
 protected:
  QString in(const char* name) { return folder_.filePath(QLatin1String(name)); }
  QTemporaryDir folder_;
  std::shared_ptr<ModelCopies> copies_ =
      runtimeCopies([] { return QByteArray("Two and two are four. ").repeated(40); });
};

bool goOn(double) { return true; }

TEST_F(ModelCopiesTest, OffersSmallerFormsAndTellsTheirSizes) {
  const auto forms = copies_->forms(kModel);
  ASSERT_TRUE(forms) << forms.error().what();
  ASSERT_FALSE(forms->isEmpty());
  for (qsizetype i = 0; i < forms->size(); ++i) {
    EXPECT_LT(forms->at(i).bytes, quint64(QFileInfo(kModel).size()));
    if (i > 0) {
      EXPECT_LE(forms->at(i).bytes, forms->at(i - 1).bytes);
    }
  }
  const CopyForm& least = forms->last();
  const QString target = in("least.gguf");
  const auto made = copies_->make(kModel, least.key, target, goOn);
  ASSERT_TRUE(made) << made.error().what();
  // Keys and the vocabulary come on top of the tensors.
  const auto size = quint64(QFileInfo(target).size());
  EXPECT_GE(size, least.bytes);
  EXPECT_LT(size, least.bytes + 1'000'000);
  EXPECT_TRUE(loadModel(target.toStdString()));
}

// A file of less than two bits a weight: nothing is smaller, and somewhat larger forms are read faster.
TEST_F(ModelCopiesTest, OffersLargerFormsWhereTheModelsOwnIsSlowToUnpack) {
  const auto formsOf = [&](DType type) {
    const size_t bytes = size_t{256} * 512 / layoutOf(type).values * layoutOf(type).bytes;
    const std::string file = hearth::test::GgufWriter()
                                 .text("general.architecture", "llama")
                                 .tensor("blk.0.ffn_gate.weight", {256, 512}, type, std::string(bytes, '\0'))
                                 .bytes();
    QFile out(in("few-bits.gguf"));
    EXPECT_TRUE(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
    out.write(file.data(), qint64(file.size()));
    out.close();
    const auto forms = copies_->forms(in("few-bits.gguf"));
    EXPECT_TRUE(forms);
    QStringList keys;
    for (const CopyForm& form : *forms) {
      keys << form.key;
      EXPECT_TRUE(form.larger);
    }
    return keys;
  };
  EXPECT_EQ(formsOf(DType::IQ1_S), (QStringList{"q4_k", "q3_k", "q2_k"}));
  EXPECT_EQ(formsOf(DType::TQ2_0), QStringList());  // two plain bits: as fast as any
  const auto made = copies_->make(in("few-bits.gguf"), QStringLiteral("q2_k"), in("copy.gguf"), goOn);
  EXPECT_TRUE(made) << made.error().what();
}

TEST_F(ModelCopiesTest, LeavesNothingOfACopyThatWasStopped) {
  const auto made =
      copies_->make(kModel, QStringLiteral("q2_k"), in("stopped.gguf"), [](double) { return false; });
  EXPECT_FALSE(made);
  EXPECT_TRUE(QDir(folder_.path()).isEmpty());
}

TEST_F(ModelCopiesTest, MeasuresTheOriginalAndEachForm) {
  QList<CopyQuality> points;
  const auto measured = copies_->measure(
      kModel, {QStringLiteral("q3_k"), QStringLiteral("q2_k")}, folder_.path(),
      [&](const CopyQuality& point) { points << point; }, goOn);
  ASSERT_TRUE(measured) << measured.error().what();
  ASSERT_EQ(points.size(), 3);
  EXPECT_TRUE(points[0].key.isEmpty());
  EXPECT_EQ(points[0].divergence, 0);
  EXPECT_EQ(points[1].key, QStringLiteral("q3_k"));
  EXPECT_GT(points[1].divergence, 0);
  EXPECT_GT(points[2].divergence, points[1].divergence);
  EXPECT_LT(points[2].bytes, points[1].bytes);
  EXPECT_TRUE(QDir(folder_.path()).isEmpty());
}

TEST_F(ModelCopiesTest, SaysWhyAFileCannotBeCopied) {
  const auto forms = copies_->forms(in("absent.gguf"));
  ASSERT_FALSE(forms);
  EXPECT_NE(std::string(forms.error().what()).find("absent.gguf"), std::string::npos);
}

}  // namespace
}  // namespace hearth::library
