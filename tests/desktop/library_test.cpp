// The library's view-models on a fake home folder and a hub on loopback.
#include "tests/desktop/gui_test.h"
#include "tests/desktop/library_hub.h"

namespace hearth::desktop {
namespace {

class LibraryTest : public GuiTest {
 protected:
  void prepare(ApplicationOptions& options) override {
    hub_.prepare(options, folder_.path());
    options.library.otherRoots = {
        {folder_.filePath(QStringLiteral("lmstudio")), library::ModelStore::LmStudio}};
    options.library.firstRun = firstRun_;
  }
  QString put(const QString& file, const QString& name) {
    const QString path = folder_.filePath(file);
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile out(path);
    EXPECT_TRUE(out.open(QIODevice::WriteOnly));
    const std::string bytes = hearth::test::tinyLlama(1).text("general.name", name.toStdString()).bytes();
    out.write(bytes.data(), static_cast<qint64>(bytes.size()));
    return path;
  }
  LibraryController& library() { return *app().library(); }
  QStringList titles() {
    QStringList titles;
    for (const QVariantMap& row : library().found()->rows()->rows()) {
      if (!row["bundled"].toBool()) titles << row["title"].toString();
    }
    return titles;
  }
  bool scanned() {
    return eventually([this] { return !library().found()->scanning() && library().fit()->measured(); });
  }
  // The hub's repository is on the page, ready to be downloaded.
  void openRepository() {
    start();
    library().hub()->allow();
    library().openReference(QString::fromLatin1(LibraryHub::kRepository));
    ASSERT_TRUE(eventually([this] { return !library().detail()->getText().isEmpty(); }));
  }
  LibraryHub hub_;
  bool firstRun_ = false;
};

TEST(RowListModel, KeepsRowsThatStay) {
  RowListModel model({"title"});
  int inserted = 0, removed = 0, moved = 0, changed = 0;
  QObject::connect(&model, &QAbstractItemModel::rowsInserted, [&] { ++inserted; });
  QObject::connect(&model, &QAbstractItemModel::rowsRemoved, [&] { ++removed; });
  QObject::connect(&model, &QAbstractItemModel::rowsMoved, [&] { ++moved; });
  QObject::connect(&model, &QAbstractItemModel::dataChanged, [&] { ++changed; });
  const auto row = [](const char* key, const char* title) {
    return QVariantMap{{"key", key}, {"title", title}};
  };
  model.setRows({row("a", "1"), row("b", "2"), row("c", "3")});
  EXPECT_EQ(inserted, 3);
  model.setRows({row("c", "3"), row("a", "4"), row("d", "5")});
  EXPECT_EQ(inserted, 4);
  EXPECT_EQ(removed, 1);
  EXPECT_EQ(moved, 1);
  EXPECT_EQ(changed, 1);
  EXPECT_EQ(model.at(0)["key"], "c");
  EXPECT_EQ(model.at(1)["title"], "4");
  EXPECT_EQ(model.indexOf(QStringLiteral("d")), 2);
}

TEST_F(LibraryTest, FindsModelsOnlyWhenAskedAndSendsNothing) {
  put(QStringLiteral("models/org/repo/own.gguf"), QStringLiteral("Own model"));
  put(QStringLiteral("lmstudio/a/b/theirs.gguf"), QStringLiteral("Their model"));
  start();
  EXPECT_EQ(titles(), QStringList());
  library().open();
  ASSERT_TRUE(eventually([this] { return titles() == QStringList({"Own model", "Their model"}); }));
  EXPECT_TRUE(eventually([this] { return !library().found()->rows()->at(0)["chip"].toString().isEmpty(); }));
  library().setQuery(QStringLiteral("their"));
  EXPECT_EQ(titles(), QStringList("Their model"));
  EXPECT_TRUE(hub_.server().requests().empty());
  EXPECT_TRUE(library().hub()->log().entries().isEmpty());
}

TEST_F(LibraryTest, AddsAndRemovesFoldersAndRemembersThem) {
  put(QStringLiteral("mine/deep/er/x.gguf"), QStringLiteral("Mine"));
  start();
  library().open();
  ASSERT_TRUE(scanned());
  library().found()->addFolder(QUrl::fromLocalFile(folder_.filePath(QStringLiteral("mine"))));
  EXPECT_TRUE(eventually([this] { return titles() == QStringList("Mine"); }));
  start();
  library().open();
  EXPECT_TRUE(eventually([this] { return titles() == QStringList("Mine"); }));
  library().found()->removeFolder(folder_.filePath(QStringLiteral("mine")));
  EXPECT_TRUE(eventually([this] { return titles().isEmpty(); }));
}

// The bundled model has a layer that guesses ahead, which stays in memory, and its cache with it.
TEST_F(LibraryTest, JudgesModelsAsTheyWouldBeLoaded) {
  start();
  library().open();
  ASSERT_TRUE(scanned());
  const QString model = QStringLiteral(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
  QObject receiver;
  const auto memory = [&] {
    std::optional<uint64_t> bytes;
    library().fit()->ofFile(model, &receiver, [&](const Result<library::FitVerdict>& verdict) {
      bytes = verdict ? verdict->fit.memoryBytes : 0;
    });
    EXPECT_TRUE(eventually([&] { return bytes.has_value(); }));
    return bytes.value_or(0);
  };
  const uint64_t on = memory();
  EXPECT_GT(on, 0u);  // all else is on the card
  app().hardware()->chooseDraftAhead(false);
  EXPECT_EQ(memory(), 0u);
  app().hardware()->chooseDraftAhead(true);
  EXPECT_EQ(memory(), on);
  app().hardware()->chooseCacheForm(1);  // 8 bits
  EXPECT_LT(memory(), on);
}

TEST_F(LibraryTest, MovesToTheTrashAndBack) {
  const QString own = put(QStringLiteral("models/own.gguf"), QStringLiteral("Own"));
  start();
  library().open();
  ASSERT_TRUE(eventually([this] { return titles() == QStringList("Own"); }));
  const QString key =
      library().found()->rows()->at(library().found()->rows()->indexOf(own)).value("key").toString();
  library().select(key);
  EXPECT_EQ(library().detail()->keptBecause(), QString());
  EXPECT_TRUE(library().moveToTrash());
  EXPECT_FALSE(QFileInfo::exists(own));
  EXPECT_EQ(titles(), QStringList());
  EXPECT_EQ(library().found()->trashedTitle(), QStringLiteral("Own"));
  library().found()->undoTrash();
  EXPECT_TRUE(QFileInfo::exists(own));
  EXPECT_TRUE(eventually([this] { return titles() == QStringList("Own"); }));
}

TEST_F(LibraryTest, NeverDeletesModelsOfOtherPrograms) {
  const QString theirs = put(QStringLiteral("lmstudio/a/b/theirs.gguf"), QStringLiteral("Theirs"));
  start();
  library().open();
  ASSERT_TRUE(eventually([this] { return titles() == QStringList("Theirs"); }));
  library().select(theirs);
  EXPECT_TRUE(library().detail()->keptBecause().contains(QStringLiteral("LM Studio")));
  EXPECT_FALSE(library().moveToTrash());
  EXPECT_TRUE(QFileInfo::exists(theirs));
}

TEST_F(LibraryTest, AsksBeforeTheFirstRequestAndRemembersTheAnswer) {
  start();
  int asked = 0;
  QObject::connect(&library(), &LibraryController::consentNeeded, [&] { ++asked; });
  library().setSource(LibraryController::Hub);
  library().setQuery(QStringLiteral("tiny"));
  library().submit();
  EXPECT_EQ(asked, 1);
  library().consent(false);
  QTest::qWait(50);
  EXPECT_TRUE(hub_.server().requests().empty());
  library().submit();
  library().consent(true);
  ASSERT_TRUE(eventually([this] { return library().search()->rows()->count() == 2; }));
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(library().hub()->log().entries().size(), 1);
  start();
  EXPECT_TRUE(library().hub()->allowed());
  library().hub()->setOffline(true);
  library().setSource(LibraryController::Hub);
  library().setQuery(QStringLiteral("tiny"));
  library().submit();
  EXPECT_TRUE(eventually([this] { return !library().search()->failure().isEmpty(); }));
  EXPECT_EQ(hub_.server().requests().size(), 1U);
}

TEST_F(LibraryTest, DownloadsAPastedRepositoryAndFindsIt) {
  start();
  library().open();
  ASSERT_TRUE(scanned());
  library().hub()->allow();
  QString readyPath;
  QObject::connect(&library(), &LibraryController::modelReady,
                   [&](const QString&, const QString& path) { readyPath = path; });
  library().setQuery(QString::fromLatin1(LibraryHub::kRepository));
  library().submit();
  ASSERT_TRUE(eventually([this] { return library().detail()->files()->count() == 1; }));
  EXPECT_TRUE(eventually(
      [this] { return !library().detail()->sentence().isEmpty(); }));  // from the header at the hub
  ASSERT_FALSE(library().detail()->getText().isEmpty());
  library().get();
  ASSERT_TRUE(eventually([&] { return !readyPath.isEmpty(); }));
  QFile file(readyPath);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll().toStdString() == hub_.content(), true);
  EXPECT_TRUE(eventually([this] { return titles() == QStringList("Tiny of the hub"); }));
  EXPECT_TRUE(eventually([this] { return library().detail()->getText().isEmpty(); }));
  EXPECT_EQ(library().detail()->path(), readyPath);
}

TEST_F(LibraryTest, AGatedDownloadStopsWithASentenceAndAPage) {
  start();
  library().hub()->allow();
  hub_.gated = true;
  library().openReference(QString::fromLatin1(LibraryHub::kRepository));
  ASSERT_TRUE(eventually([this] { return !library().detail()->getText().isEmpty(); }));
  library().get();
  RowListModel& rows = *library().downloads()->rows();
  ASSERT_TRUE(eventually([&] { return rows.count() == 1 && rows.at(0)["stopped"].toBool(); }));
  EXPECT_FALSE(rows.at(0)["sentence"].toString().isEmpty());
  EXPECT_FALSE(rows.at(0)["page"].toString().isEmpty());
  hub_.gated = false;
  library().downloads()->resume(rows.at(0)["key"].toString());
  EXPECT_TRUE(eventually([&] { return rows.at(0)["ready"].toBool(); }));
}

TEST_F(LibraryTest, TellsHowCatalogueModelsWouldRunHere) {
  start();
  EXPECT_GT(library().catalogue()->count(), 5);
  EXPECT_EQ(library().catalogue()->at(0)["chip"].toString(), QString());
  library().open();
  ASSERT_TRUE(scanned());
  EXPECT_FALSE(library().catalogue()->at(0)["chip"].toString().isEmpty());
  library().setSource(LibraryController::Curated);
  library().select(library().catalogue()->at(0)["key"].toString());
  EXPECT_FALSE(library().detail()->sentence().isEmpty());
  const QString before = library().detail()->sentence();
  library().fit()->setContextIndex(6);
  EXPECT_NE(library().detail()->sentence(), before);
  EXPECT_EQ(library().suggestions()->count(), 3);
}

TEST_F(LibraryTest, ATokenStaysWithItsHub) {
  start();
  library().hub()->allow();
  library().hub()->saveToken(QStringLiteral("hf_secret"));
  EXPECT_TRUE(eventually([this] { return library().hub()->hasToken(); }));
  EXPECT_EQ(library().hub()->hub().token, QStringLiteral("hf_secret"));
  EXPECT_FALSE(library().hub()->setEndpoint(QStringLiteral("not an address")));
  EXPECT_TRUE(library().hub()->setEndpoint(QStringLiteral("https://example.org")));
  EXPECT_EQ(library().hub()->hub().token, QString());
  EXPECT_FALSE(library().hub()->allowed());
}

TEST_F(LibraryTest, MeasuresAModelsSpeed) {
  const QString own = put(QStringLiteral("models/own.gguf"), QStringLiteral("Own"));
  start();
  library().open();
  ASSERT_TRUE(eventually([this] { return titles() == QStringList("Own"); }));
  library().select(own);
  library().startBenchmark();
  ASSERT_TRUE(eventually([this] { return !engine_.all<Generate>().empty(); }));
  EXPECT_EQ(app().models()->path(), own);
  EXPECT_TRUE(engine_.last<Generate>().ignoreEnd);
  engine_.finish();
  EXPECT_TRUE(eventually([this] { return library().benchmark()->running().isEmpty(); }));
  EXPECT_TRUE(library().benchmarkOf(own).contains(QStringLiteral("40 tok/s")))
      << library().benchmarkOf(own).toStdString();
  EXPECT_FALSE(chat().busy());
}

TEST_F(LibraryTest, MeasuresTheComputerOnceAndRemembersTheSpeeds) {
  start();
  library().open();
  ASSERT_TRUE(scanned());
  EXPECT_EQ(hub_.knownSpeed, 0);
  start();
  library().open();
  ASSERT_TRUE(scanned());
  EXPECT_EQ(hub_.knownSpeed, 60e9);
}

TEST_F(LibraryTest, TellsWhereAModelWouldLie) {
  const QString own = put(QStringLiteral("models/own.gguf"), QStringLiteral("Own"));
  start();
  library().open();
  ASSERT_TRUE(scanned());
  ASSERT_TRUE(eventually([this] { return titles() == QStringList("Own"); }));
  library().select(own);
  ASSERT_TRUE(eventually([this] { return !library().detail()->plan().isEmpty(); }));
  EXPECT_TRUE(library().detail()->sentence().contains(QStringLiteral("more than 1000 tokens per second")))
      << library().detail()->sentence().toStdString();
  const QVariantMap bar = library().detail()->plan().first().toMap();
  double share = 0;
  for (const QVariant& part : bar["parts"].toList()) share += part.toMap()["share"].toDouble();
  EXPECT_GT(share, 0);
  EXPECT_LE(share, 1);
  library().detail()->clear();
  EXPECT_TRUE(library().detail()->plan().isEmpty());
}

TEST_F(LibraryTest, TheQueueComesBackAsItWas) {
  ASSERT_NO_FATAL_FAILURE(openRepository());
  hub_.hold(1);
  library().get();
  RowListModel* rows = library().downloads()->rows();
  ASSERT_TRUE(eventually([&] { return rows->count() == 1 && rows->at(0)["share"].toDouble() > 0.2; }));
  library().downloads()->pause(rows->at(0)["key"].toString());
  ASSERT_TRUE(eventually([&] { return rows->at(0)["canResume"].toBool(); }));
  start();
  rows = library().downloads()->rows();
  ASSERT_EQ(rows->count(), 1);
  EXPECT_TRUE(rows->at(0)["canResume"].toBool());  // paused it was, paused it stays
  EXPECT_FALSE(library().downloads()->active());
  hub_.release();
  library().downloads()->resume(rows->at(0)["key"].toString());
  EXPECT_TRUE(eventually([&] { return rows->at(0)["ready"].toBool(); }));
}

TEST_F(LibraryTest, ADownloadWithoutConsentAsksForIt) {
  ASSERT_NO_FATAL_FAILURE(openRepository());
  hub_.hold(1);
  library().get();
  RowListModel* rows = library().downloads()->rows();
  ASSERT_TRUE(eventually([&] { return rows->count() == 1 && rows->at(0)["share"].toDouble() > 0.2; }));
  library().downloads()->pause(rows->at(0)["key"].toString());
  library().hub()->forbid();
  hub_.release();
  int asked = 0;
  QObject::connect(&library(), &LibraryController::consentNeeded, [&] { ++asked; });
  ASSERT_TRUE(eventually([&] { return rows->at(0)["canResume"].toBool(); }));
  library().downloads()->resume(rows->at(0)["key"].toString());
  EXPECT_EQ(asked, 1);
  EXPECT_FALSE(rows->at(0)["ready"].toBool());
  library().consent(true);
  EXPECT_TRUE(eventually([&] { return rows->at(0)["ready"].toBool(); }));
}

TEST_F(LibraryTest, ShowsTheFirstStepsOnceAndOnlyToNewData) {
  firstRun_ = true;
  start();
  EXPECT_TRUE(library().firstRun());
  library().finishFirstRun();
  start();
  EXPECT_FALSE(library().firstRun());
}

}  // namespace
}  // namespace hearth::desktop
