#include "app/library/catalogue.h"

#include <gtest/gtest.h>

#include <QFile>

#include "app/library/fit_verdict.h"
#include "tests/support/fit_computer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth::library {
namespace {

QByteArray entry(const QByteArray& more) {
  return R"({"as_of":"2026-01-01","models":[{"id":"a","name":"A","publisher":"P","summary":"S.","repository":"o/r",)"
         R"("parameters":1000)" +
         more + "}]}";
}

TEST(CatalogueTest, TheShippedOneIsSound) {
  const auto catalogue = loadCatalogue(QStringLiteral(HEARTH_RESOURCES "/catalogue/catalogue.json"));
  ASSERT_TRUE(catalogue) << catalogue.error().what();
  EXPECT_GE(catalogue->models.size(), 15);
  for (const CatalogueModel& model : catalogue->models) {
    for (const CatalogueFile& file : model.files) {
      if (file.bytes == 0) continue;
      const double bits = 8.0 * static_cast<double>(file.bytes) / static_cast<double>(model.parameters);
      EXPECT_GT(bits, 2.0) << model.id.toStdString() << " " << file.label.toStdString();
      EXPECT_LT(bits, 9.5) << model.id.toStdString() << " " << file.label.toStdString();
    }
  }
}

TEST(CatalogueTest, EveryFieldIsChecked) {
  EXPECT_TRUE(parseCatalogue(entry({}))) << parseCatalogue(entry({})).error().what();
  for (const char* more : {
           R"(,"unknown":1)",
           R"(,"parameters":-1)",
           R"(,"parameters":1.5)",
           R"(,"active_parameters":2000)",
           R"(,"repository":"../x")",
           R"(,"name":7)",
           R"(,"license":"")",
           R"(,"context_length":0)",
           R"(,"files":{})",
           R"(,"files":[{"label":"Q8_0","quality":"best","files":[]}])",
           R"(,"files":[{"label":"Q8_0","quality":"best","files":["x.zip"]}])",
           R"(,"files":[{"label":"Q8_0","quality":"best","files":["../x.gguf"]}])",
           R"(,"files":[{"label":"Q8_0","quality":"best","files":["x-00001-of-00002.gguf"]}])",
           R"(,"files":[{"label":"Q8_0","quality":"best","files":["x.gguf"],"sha":"1"}])",
           R"(,"files":[{"quality":"best","files":["x.gguf"]}])",
           R"(,"shape":{"layers":2})",
           R"(,"shape":{"layers":2,"dense_layers":3,"width":8,"vocabulary":8,"cache_numbers_per_layer":8})",
           R"(,"shape":{"layers":2,"width":8,"vocabulary":8,"cache_numbers_per_layer":8,"experts":4})",
       }) {
    const auto parsed = parseCatalogue(entry(more));
    ASSERT_FALSE(parsed) << more;
    EXPECT_NE(parsed.error().what().find("a"), std::string::npos);
  }
  EXPECT_FALSE(parseCatalogue("{"));
  EXPECT_FALSE(parseCatalogue("[]"));
  EXPECT_FALSE(parseCatalogue(R"({"as_of":"x","models":[]})"));
  EXPECT_FALSE(loadCatalogue("/no/such/file"));
}

TEST(FitVerdicts, OfCatalogueEntriesFollowSizesAndShapes) {
  const auto catalogue = loadCatalogue(QStringLiteral(HEARTH_RESOURCES "/catalogue/catalogue.json"));
  ASSERT_TRUE(catalogue);
  const auto verdict = [&](const char* id, const char* label, const FitComputer& on) {
    for (const CatalogueModel& model : catalogue->models) {
      for (const CatalogueFile& file : model.files) {
        if (model.id != QLatin1String(id) || file.label != QLatin1String(label)) continue;
        const auto found = verdictOfEntry(model, file, on, {.contextLength = 8192});
        EXPECT_TRUE(found);
        return found ? *found : FitVerdict{};
      }
    }
    ADD_FAILURE() << id;
    return FitVerdict{};
  };
  EXPECT_EQ(verdict("llama-3.1-8b", "Q4_K_M", fitComputer(12, 32)).chip, "Fits fully");
  EXPECT_EQ(verdict("r1-distill-llama-70b", "Q4_K_M", fitComputer(12, 16)).chip, "Will not fit");
  EXPECT_EQ(verdict("r1-distill-llama-70b", "Q4_K_M", fitComputer(12, 40)).chip,
            "Partly on the graphics card");
  EXPECT_EQ(verdict("deepseek-v2-lite-chat", "Q4_K_M", fitComputer(6, 32)).chip, "Fits with experts in RAM");
  EXPECT_EQ(verdict("deepseek-r1", "Q4_K_M", fitComputer(24, 60)).chip, "Slow");
  EXPECT_TRUE(verdict("deepseek-r1", "Q4_K_M", fitComputer(24, 60)).sentence.contains("disk"));
}

TEST(FitVerdicts, OfAnEntryFollowHowItWouldBeLoaded) {
  const auto memoryOf = [](const QByteArray& more, GuessesAhead ahead,
                           KvForm form = KvForm::Half) -> uint64_t {
    QByteArray json =
        entry(R"(,"shape":{"layers":4,"width":1024,"vocabulary":32000,"cache_numbers_per_layer":256)" + more +
              R"(},"files":[{"label":"Q8_0","quality":"best","files":["x.gguf"],"bytes":200000000}])");
    json.replace(R"("parameters":1000)", R"("parameters":200000000)");
    const auto catalogue = parseCatalogue(json);
    if (!catalogue) {
      ADD_FAILURE() << catalogue.error().what();
      return 0;
    }
    const CatalogueModel& model = catalogue->models[0];
    const auto found = verdictOfEntry(model, model.files[0], fitComputer(0, 16), {2048, ahead, form});
    EXPECT_TRUE(found);
    return found ? found->fit.memoryBytes : 0;
  };
  const QByteArray nextn = R"(,"nextn_layers":1)";
  EXPECT_EQ(memoryOf({}, GuessesAhead::Yes), memoryOf({}, GuessesAhead::No));
  EXPECT_GT(memoryOf(nextn, GuessesAhead::Yes), memoryOf(nextn, GuessesAhead::No));
  EXPECT_LT(memoryOf(nextn, GuessesAhead::No), memoryOf({}, GuessesAhead::No));
  // 4 layers of 256 numbers for 2048 tokens: 2 bytes each, or blocks of 32 in 34.
  EXPECT_EQ(memoryOf({}, GuessesAhead::No) - memoryOf({}, GuessesAhead::No, KvForm::Q8_0),
            4u * 2048 * (256 * 2 - 256 / 32 * 34));
}

TEST(FitVerdicts, OfARemoteHeaderEqualThatOfTheFile) {
  const QString path = QStringLiteral(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  const auto whole = verdictOfFile(path, fitComputer(4, 16), {.contextLength = 2048});
  ASSERT_TRUE(whole) << whole.error().what();
  const auto remote = verdictOfHeaders({{file.read(1 << 20), static_cast<quint64>(file.size())}},
                                       fitComputer(4, 16), {.contextLength = 2048});
  ASSERT_TRUE(remote) << remote.error().what();
  EXPECT_EQ(remote->sentence, whole->sentence);
  EXPECT_EQ(remote->fit.gpuBytes, whole->fit.gpuBytes);
  EXPECT_EQ(whole->chip, "Fits fully");
}

}  // namespace
}  // namespace hearth::library
