// The translation files beside the source: complete, finished, and true to the places for values.
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include "tests/ui/catalogue.h"

namespace hearth::desktop {
namespace {

const QString kFolder = QStringLiteral(HEARTH_RESOURCES "/translations");

std::string named(const CatalogueKey& key) {
  return "“" + std::get<1>(key).toStdString() + "” of " + std::get<0>(key).toStdString();
}

class Catalogues : public testing::TestWithParam<const char*> {
 protected:
  static QString file() { return QStringLiteral("/hearth_%1.ts").arg(QLatin1String(GetParam())); }
  static Catalogue committed() { return readCatalogue(kFolder + file()); }
};

// refresh.sh writes what the source says today beside what is committed.
TEST_P(Catalogues, HoldWhatTheSourceSaysAndNothingElse) {
  const QTemporaryDir fresh;
  for (const QFileInfo& each : QDir(kFolder).entryInfoList({QStringLiteral("*.ts")}))
    ASSERT_TRUE(QFile::copy(each.filePath(), fresh.filePath(each.fileName())));
  QProcess refresh;
  refresh.start(kFolder + QStringLiteral("/refresh.sh"), {fresh.path()});
  ASSERT_TRUE(refresh.waitForFinished(60'000)) << "resources/translations/refresh.sh did not run";
  ASSERT_EQ(refresh.exitCode(), 0) << refresh.readAllStandardError().toStdString()
                                   << "(lupdate is in Debian's package qt6-l10n-tools)";
  const Catalogue here = committed(), source = readCatalogue(fresh.path() + file());
  ASSERT_FALSE(source.empty());
  for (const auto& [key, entry] : source)
    EXPECT_TRUE(here.contains(key)) << named(key)
                                    << " is missing: run resources/translations/refresh.sh, translate";
  for (const auto& [key, entry] : here)
    EXPECT_TRUE(source.contains(key))
        << named(key) << " is no longer in the source: run resources/translations/refresh.sh";
}

TEST_P(Catalogues, AreFinishedAndKeepThePlacesForValues) {
  const Catalogue catalogue = committed();
  ASSERT_FALSE(catalogue.empty());
  for (const auto& [key, entry] : catalogue) {
    EXPECT_TRUE(entry.finished) << named(key) << " is not translated";
    EXPECT_FALSE(entry.forms.isEmpty());
    for (const QString& form : entry.forms) {
      EXPECT_FALSE(form.trimmed().isEmpty()) << named(key) << " is empty";
      std::set<QString> wanted = marksOf(std::get<1>(key)), kept = marksOf(form);
      // "One line" says its number in a word.
      if (entry.numerus && form == entry.forms.first() && entry.forms.size() > 1) {
        wanted.erase(QStringLiteral("%n")), wanted.erase(QStringLiteral("%Ln"));
        kept.erase(QStringLiteral("%n")), kept.erase(QStringLiteral("%Ln"));
      }
      EXPECT_EQ(kept, wanted) << named(key) << " became “" << form.toStdString() << "”";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Catalogues, testing::Values("en", "de", "es", "zh_CN"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace hearth::desktop
