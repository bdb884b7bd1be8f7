// Smaller copies as the window sees them: what there is to choose, making, stopping, failing, measuring.
#include <QFileInfo>
#include <QTemporaryDir>

#include "app/desktop/library/smaller_copy.h"
#include "tests/desktop/gui_test.h"
#include "tests/desktop/sample_copies.h"

namespace hearth::desktop {
namespace {

class SmallerCopyTest : public testing::Test {
 protected:
  SmallerCopyTest() {
    QObject::connect(&copy_, &SmallerCopy::made,
                     [this](const QString&, const QString& path) { made_ << path; });
  }
  void openModel() {
    copy_.open(QStringLiteral("/models/Story BF16.gguf"), QStringLiteral("Story"));
    ASSERT_TRUE(eventually([this] { return copy_.state() == SmallerCopy::Ready; }));
  }
  QTemporaryDir folder_;
  std::shared_ptr<SampleCopies> copies_ = std::make_shared<SampleCopies>();
  SmallerCopy copy_{copies_, [this] { return folder_.filePath(QStringLiteral("models")); }};
  QStringList made_;
};

TEST_F(SmallerCopyTest, OffersTheUsualFormFirst) {
  openModel();
  EXPECT_EQ(copy_.forms().size(), 4);
  EXPECT_EQ(copy_.chosen(), QStringLiteral("q4_k"));
  EXPECT_TRUE(copy_.forms()[0].toMap()["detail"].toString().contains(QStringLiteral("8.5 GB")));
}

TEST_F(SmallerCopyTest, OffersTheSmallestLargerFormForSpeed) {
  openModel();
  EXPECT_FALSE(copy_.isFaster());
  copies_->known = {{QStringLiteral("q4_k"), 300, true}, {QStringLiteral("q2_k"), 200, true}};
  copy_.open(QStringLiteral("/models/Story IQ1_S.gguf"), QStringLiteral("Story"));
  ASSERT_TRUE(eventually([this] { return copy_.state() == SmallerCopy::Ready; }));
  EXPECT_TRUE(copy_.isFaster());
  EXPECT_EQ(copy_.chosen(), QStringLiteral("q2_k"));
  EXPECT_FALSE(copy_.forms()[1].toMap()["detail"].toString().contains(QStringLiteral("only where")));
}

TEST_F(SmallerCopyTest, SaysSoWhereNothingIsSmaller) {
  copies_->known.clear();
  openModel();
  EXPECT_TRUE(copy_.forms().isEmpty());
  EXPECT_FALSE(copy_.sentence().isEmpty());
  EXPECT_FALSE(copy_.hasFailed());
  copy_.make();
  EXPECT_EQ(copy_.state(), SmallerCopy::Ready);
}

TEST_F(SmallerCopyTest, MakesACopyBesideAnEarlierOne) {
  copies_->known = {{QStringLiteral("q4_k"), 100}};
  openModel();
  copy_.make();
  ASSERT_TRUE(eventually([this] { return made_.size() == 1; }));
  EXPECT_EQ(QFileInfo(made_[0]).fileName(), QStringLiteral("Story BF16-q4_k.gguf"));
  EXPECT_TRUE(QFileInfo::exists(made_[0]));
  copy_.make();
  ASSERT_TRUE(eventually([this] { return made_.size() == 2; }));
  EXPECT_EQ(QFileInfo(made_[1]).fileName(), QStringLiteral("Story BF16-q4_k-2.gguf"));
}

TEST_F(SmallerCopyTest, StopsAndCanBeginAgain) {
  copies_->known = {{QStringLiteral("q4_k"), 100}};
  copies_->held = true;
  openModel();
  copy_.make();
  ASSERT_TRUE(eventually([this] { return copy_.fraction() == 0.5; }));
  EXPECT_EQ(copy_.state(), SmallerCopy::Making);
  copy_.stop();
  EXPECT_EQ(copy_.state(), SmallerCopy::Ready);
  EXPECT_FALSE(copy_.hasFailed());
  ASSERT_TRUE(eventually([this] { return copies_->working == 0; }));
  EXPECT_TRUE(made_.isEmpty());
  copies_->held = false;
  copy_.make();
  EXPECT_TRUE(eventually([this] { return made_.size() == 1; }));
}

TEST_F(SmallerCopyTest, TellsWhyItFailed) {
  copies_->known = {{QStringLiteral("q4_k"), 100}};
  copies_->failure = "the disk is full";
  openModel();
  copy_.make();
  ASSERT_TRUE(eventually([this] { return copy_.hasFailed(); }));
  EXPECT_EQ(copy_.sentence(), QStringLiteral("the disk is full"));
}

TEST_F(SmallerCopyTest, RefusesACopyThatTheDiskHasNoRoomFor) {
  copies_->known = {{QStringLiteral("q4_k"), quint64{1} << 60}};
  openModel();
  copy_.make();
  EXPECT_TRUE(copy_.hasFailed());
  EXPECT_EQ(copy_.state(), SmallerCopy::Ready);
  EXPECT_TRUE(made_.isEmpty());
}

TEST_F(SmallerCopyTest, PlotsWhatEachFormKeeps) {
  openModel();
  copy_.measure();
  ASSERT_TRUE(eventually([this] { return copy_.state() == SmallerCopy::Ready; }));
  const QVariantList points = copy_.points();
  ASSERT_EQ(points.size(), 5);  // the original and four forms
  EXPECT_EQ(points[0].toMap()["y"].toDouble(), 1);
  EXPECT_EQ(points[0].toMap()["x"].toDouble(), 1);
  for (int i = 1; i < points.size(); ++i) {
    EXPECT_LT(points[i].toMap()["y"].toDouble(), points[i - 1].toMap()["y"].toDouble());
    EXPECT_LT(points[i].toMap()["x"].toDouble(), points[i - 1].toMap()["x"].toDouble());
  }
}

TEST_F(SmallerCopyTest, KeepsWhatWasMeasuredBeforeItWasStopped) {
  copies_->held = true;
  openModel();
  copy_.measure();
  ASSERT_TRUE(eventually([this] { return copy_.points().size() == 4; }));
  copy_.stop();
  ASSERT_TRUE(eventually([this] { return copies_->working == 0; }));
  EXPECT_EQ(copy_.points().size(), 4);
}

// Another model may be opened while one is worked on, and the program may end.
TEST_F(SmallerCopyTest, DropsTheWorkForAnotherModel) {
  copies_->known = {{QStringLiteral("q4_k"), 100}};
  copies_->held = true;
  openModel();
  copy_.make();
  ASSERT_TRUE(eventually([this] { return copies_->working == 1; }));
  copy_.open(QStringLiteral("/models/other.gguf"), QStringLiteral("Other"));
  EXPECT_TRUE(eventually([this] { return copy_.state() == SmallerCopy::Ready; }));
  EXPECT_EQ(copy_.title(), QStringLiteral("Other"));
  copy_.make();
}

}  // namespace
}  // namespace hearth::desktop
