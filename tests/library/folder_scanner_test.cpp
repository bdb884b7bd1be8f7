#include "app/library/folder_scanner.h"

#include <gtest/gtest.h>

#include <filesystem>

#include <QDir>
#include <QFile>

#include "app/library/file_identity.h"
#include "app/library/header_facts.h"
#include "app/library/model_names.h"
#include "tests/library/wait_for.h"
#include "tests/support/few_bits_model.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth::library {
namespace {

namespace fs = std::filesystem;
using hearth::test::GgufWriter;
using hearth::test::TemporaryFolder;
using test::waitFor;

std::string numbered(std::string before, int number, const std::string& after = {}) {
  return before.append(std::to_string(number)).append(after);
}

class FolderScannerTest : public testing::Test {
 protected:
  // Writes a small sound model, made different from others by its name.
  std::string model(const std::string& file, const std::string& name = "Some Model") {
    return write(file, writer(name).bytes());
  }
  static GgufWriter writer(const std::string& name) {
    GgufWriter writer = hearth::test::tinyLlama(1);
    writer.text("general.name", name);
    return writer;
  }
  std::string write(const std::string& file, const std::string& bytes) {
    fs::create_directories((folder_.path() / file).parent_path());
    return folder_.write(file, bytes);
  }
  QString path(const std::string& below = {}) const {
    return QString::fromStdString((folder_.path() / below).string());
  }
  QList<FoundModel> scan(const QList<ScanRoot>& roots) {
    QMap<QString, FoundModel> models;
    summary_ = scanFolders(
        roots, cache_,
        [&](const QList<FoundModel>& found) {
          for (const FoundModel& one : found) models.insert(one.path, one);
        },
        nullptr);
    return models.values();
  }
  QList<FoundModel> scanUser() { return scan({{path(), ModelStore::UserFolder}}); }

  TemporaryFolder folder_;
  HeaderCache cache_;
  ScanSummary summary_;
};

TEST_F(FolderScannerTest, TellsWhatAFileHolds) {
  write("deep/down/there/model-F32.gguf",
        writer("Tiny Llama").text("general.license", "mit").text("general.size_label", "7B").bytes());
  const auto models = scanUser();
  ASSERT_EQ(models.size(), 1);
  const FoundModel& model = models[0];
  EXPECT_EQ(model.name, "Tiny Llama");
  EXPECT_EQ(model.architecture, "llama");
  EXPECT_EQ(model.license, "mit");
  EXPECT_EQ(model.sizeLabel, "7B");
  EXPECT_EQ(model.format, "F32");
  EXPECT_DOUBLE_EQ(model.bitsPerWeight, 32);
  EXPECT_GT(model.parameters, 1000u);
  EXPECT_GT(model.contextLength, 0u);
  EXPECT_FALSE(model.isMixture);
  EXPECT_EQ(model.unsupported, "");
  EXPECT_EQ(model.fileName, "model-F32.gguf");
}

TEST_F(FolderScannerTest, CountsActiveParametersOfMixtures) {
  write("moe.gguf", hearth::test::tinyQwen3Moe(1).bytes());
  const auto models = scanUser();
  ASSERT_EQ(models.size(), 1);
  EXPECT_TRUE(models[0].isMixture);
  EXPECT_EQ(models[0].parameters - models[0].parametersActive, 2u * 3 * 32 * 32);  // 2 of 4 experts rest
}

TEST_F(FolderScannerTest, NamesFormatsOfFewBits) {
  for (const DType type : {DType::IQ1_S, DType::TQ2_0}) {
    write("few.gguf", hearth::test::fewBitsLlama(type, "Few").bytes());
    const auto models = scanUser();
    ASSERT_EQ(models.size(), 1);
    EXPECT_EQ(models[0].unsupported, "");
    EXPECT_TRUE(hasFewBits(models[0].format)) << models[0].format.toStdString();
    EXPECT_EQ(unpacksSlowly(models[0].format), type == DType::IQ1_S);
    EXPECT_LT(models[0].bitsPerWeight, 3);
  }
}

TEST_F(FolderScannerTest, LeavesOutWhatIsNoModel) {
  model("model.gguf");
  write("mmproj-model-f16.gguf", "GGUF");
  write("model-mmproj.gguf", "GGUF");
  write("model.gguf.part", "GGUF");
  write("incomplete-other.gguf", "GGUF");
  write("abc.incomplete", "GGUF");
  write("notes.txt", "GGUF");
  write("vision.gguf", writer("v").text("general.architecture", "clip").bytes());
  write("lora.gguf", writer("l").text("general.type", "adapter").bytes());
  const auto models = scanUser();
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].fileName, "model.gguf");
}

TEST_F(FolderScannerTest, SaysWhyAFileCannotBeLoaded) {
  write("broken.gguf", "not a model");
  write("other.gguf", writer("Gemma").text("general.architecture", "gemma3").bytes());
  auto exotic = writer("Exotic");
  exotic.tensors[0].type = 16;  // iq2_xxs
  write("exotic.gguf", exotic.bytes());
  const auto models = scanUser();  // in the order of their paths
  ASSERT_EQ(models.size(), 3);
  EXPECT_TRUE(models[0].unsupported.contains("GGUF")) << models[0].unsupported.toStdString();
  EXPECT_TRUE(models[1].unsupported.contains("iq2_xxs")) << models[1].unsupported.toStdString();
  EXPECT_EQ(models[1].name, "Exotic");  // the keys are told all the same
  EXPECT_TRUE(models[2].unsupported.contains("gemma3")) << models[2].unsupported.toStdString();
  for (const auto& one : models)
    EXPECT_FALSE(one.unsupported.contains(path())) << one.unsupported.toStdString();
}

TEST_F(FolderScannerTest, GroupsSplitsAndNamesMissingParts) {
  for (int part : {1, 2, 3}) write(numbered("a-0000", part, "-of-00003.gguf"), writer("A").bytes());
  for (int part : {1, 3}) write(numbered("b-0000", part, "-of-00003.gguf"), writer("B").bytes());
  const auto models = scanUser();
  ASSERT_EQ(models.size(), 2);
  EXPECT_EQ(models[0].files.size(), 3);
  EXPECT_TRUE(models[0].missingParts.isEmpty());
  EXPECT_TRUE(models[0].path.endsWith("a-00001-of-00003.gguf"));
  EXPECT_EQ(models[1].missingParts, QStringList{"b-00002-of-00003.gguf"});
  EXPECT_EQ(models[1].name, "B");
  EXPECT_TRUE(models[1].unsupported.contains("b-00002-of-00003.gguf"));
}

TEST_F(FolderScannerTest, ReadsTheHuggingFaceCacheThroughItsLinks) {
  const std::string blob = write("models--org--repo/blobs/0123abcd", writer("Linked").bytes());
  for (const char* commit : {"aaaa", "bbbb"}) {  // two snapshots share the blob
    const auto snapshot = folder_.path() / "models--org--repo/snapshots" / commit;
    fs::create_directories(snapshot);
    fs::create_symlink("../../blobs/0123abcd", snapshot / "model-Q4_K_M.gguf");
    fs::create_symlink("../../blobs/missing", snapshot / "absent.gguf");
  }
  write("models--org--repo/blobs/ffff.incomplete", "GGUF");
  const auto models = scan({{path(), ModelStore::HuggingFace}});
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].repository, "org/repo");
  EXPECT_EQ(models[0].fileName, "model-Q4_K_M.gguf");
  EXPECT_EQ(models[0].files, QStringList{QString::fromStdString(fs::canonical(blob).string())});
  EXPECT_EQ(models[0].others.size(), 1);
}

TEST_F(FolderScannerTest, NamesOllamaModelsByTheirManifests) {
  const std::string bytes = writer("From Ollama").bytes();
  write("blobs/sha256-11", bytes);
  write("blobs/sha256-22", "some licence");
  const std::string manifest =
      R"({"layers":[{"mediaType":"application/vnd.ollama.image.license","digest":"sha256:22"},)"
      R"({"mediaType":"application/vnd.ollama.image.model","digest":"sha256:11"}]})";
  write("manifests/registry.ollama.ai/library/qwen3/8b", manifest);
  write("manifests/hf.co/org/repo/Q4_K_M",
        R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"sha256:33"}]})");  // not
                                                                                                     // pulled
                                                                                                     // yet
  write("manifests/registry.ollama.ai/library/broken/latest", "{");
  write("manifests/registry.ollama.ai/library/evil/latest",
        R"({"layers":[{"mediaType":"application/vnd.ollama.image.model","digest":"../../etc/passwd"}]})");
  const auto models = scan({{path(), ModelStore::Ollama}});
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].fileName, "qwen3:8b");
  EXPECT_EQ(models[0].name, "From Ollama");
  EXPECT_TRUE(models[0].path.endsWith("blobs/sha256-11"));
}

TEST_F(FolderScannerTest, KnowsPublisherAndRepositoryInLmStudioAndJan) {
  model("lm/pub/repo/x.gguf", "X");
  model("jan/llamacpp/models/org/name/model.gguf", "Y");
  const std::string elsewhere = model("elsewhere/z.gguf", "Z");
  write("jan/llamacpp/models/imported/model.yml", "name: z\nmodel_path: \"" + elsewhere + "\"\n");
  const auto models = scan({{path("lm"), ModelStore::LmStudio}, {path("jan"), ModelStore::Jan}});
  ASSERT_EQ(models.size(), 3);
  QMap<QString, FoundModel> byName;
  for (const auto& one : models) byName.insert(one.name, one);
  EXPECT_EQ(byName["X"].repository, "pub/repo");
  EXPECT_EQ(byName["Y"].repository, "org/name");
  EXPECT_EQ(byName["Z"].path, QString::fromStdString(elsewhere));
}

TEST_F(FolderScannerTest, EndsCyclesOfLinks) {
  model("a/b/model.gguf");
  fs::create_directory_symlink(folder_.path(), folder_.path() / "a/b/up");
  fs::create_directory_symlink(folder_.path() / "a", folder_.path() / "again");
  EXPECT_EQ(scanUser().size(), 1);
}

TEST_F(FolderScannerTest, ShowsCopiesInDifferentStoresOnce) {
  model("mine/model.gguf");
  model("theirs/other-name.gguf");               // the same content
  model("theirs/same-size.gguf", "Same Modem");  // as long a name, another content
  auto last = writer("Some Model");
  last.tensors.back().data[0] ^= 1;  // the weights differ, the header does not
  write("theirs/other-weights.gguf", last.bytes());
  const auto models = scanUser();
  ASSERT_EQ(models.size(), 3);
  EXPECT_EQ(models[0].others, QStringList{path("theirs/other-name.gguf")});
}

TEST_F(FolderScannerTest, AnUnchangedFileIsNotReadAgain) {
  const std::string file = model("model.gguf", "Before");
  ASSERT_EQ(scanUser().size(), 1);
  const auto time = fs::last_write_time(file);
  write("model.gguf", writer("Behind").bytes());  // as many bytes
  fs::last_write_time(file, time);
  EXPECT_EQ(scanUser()[0].name, "Before");
  fs::last_write_time(file, time + std::chrono::seconds(2));
  EXPECT_EQ(scanUser()[0].name, "Behind");
}

TEST_F(FolderScannerTest, RemembersHeadersBetweenRunsAndSurvivesAGarbledMemory) {
  const QString store = path("headers.bin");
  HeaderFacts facts;
  facts.name = "Kept";
  {
    HeaderCache cache(store);
    cache.put("/x.gguf", 10, 20, facts);
    facts.unsupported = "Not yet.";
    cache.put("/y.gguf", 10, 20, facts);
    cache.save();
  }
  {
    const HeaderCache cache(store);
    ASSERT_TRUE(cache.find("/x.gguf", 10, 20));
    EXPECT_EQ(cache.find("/x.gguf", 10, 20)->name, "Kept");
    EXPECT_FALSE(cache.find("/x.gguf", 11, 20));
    EXPECT_FALSE(cache.find("/y.gguf", 10, 20));  // a later Hearth may load it
  }
  QFile file(store);
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  file.resize(file.size() / 2);
  file.close();
  EXPECT_FALSE(HeaderCache(store).find("/x.gguf", 10, 20));
}

TEST_F(FolderScannerTest, TellsProblemsAndGoesOn) {
  model("model.gguf");
  EXPECT_EQ(scan({{path("no/such/folder"), ModelStore::UserFolder}, {path(), ModelStore::UserFolder}}).size(),
            1);
  ASSERT_EQ(summary_.problems.size(), 1);
  EXPECT_TRUE(summary_.problems[0].contains("no/such/folder"));
}

TEST_F(FolderScannerTest, FollowsChangesWhileWatching) {
  model("one.gguf", "One");
  FolderScanner scanner;
  scanner.setWatching(true);
  int finished = 0;
  QStringList gone;
  QObject::connect(&scanner, &FolderScanner::finished, [&] { ++finished; });
  QObject::connect(&scanner, &FolderScanner::gone, [&](const QStringList& paths) { gone << paths; });
  scanner.scan({{path(), ModelStore::UserFolder}});
  ASSERT_TRUE(waitFor([&] { return finished == 1; }));
  ASSERT_EQ(scanner.models().size(), 1);
  model("two.gguf", "Two");
  ASSERT_TRUE(waitFor([&] { return scanner.models().size() == 2; }));
  fs::remove(folder_.path() / "one.gguf");
  ASSERT_TRUE(waitFor([&] { return !gone.isEmpty(); }));
  EXPECT_EQ(gone, QStringList{path("one.gguf")});
}

TEST_F(FolderScannerTest, ANewScanReplacesARunningOne) {
  for (int i = 0; i < 50; ++i) model(numbered("a/", i, ".gguf"), numbered("Model number ", i + 10));
  model("b/one.gguf", "One");
  FolderScanner scanner;
  int finished = 0;
  QObject::connect(&scanner, &FolderScanner::finished, [&] { ++finished; });
  scanner.scan({{path("a"), ModelStore::UserFolder}});
  scanner.scan({{path("b"), ModelStore::UserFolder}});
  ASSERT_TRUE(waitFor([&] { return finished == 1; }));
  ASSERT_EQ(scanner.models().size(), 1);
  EXPECT_EQ(scanner.models()[0].name, "One");
}

// What is bounded here is work that grows with the square of the number of files; the time itself is printed.
TEST_F(FolderScannerTest, TenThousandFilesTakeSeconds) {
  const std::string bytes = writer("Model").bytes();
  for (int i = 0; i < 10'000; ++i) {
    const std::string file = numbered("d", i / 100, numbered("/m", i, ".gguf"));
    write(file, bytes + std::string(static_cast<size_t>(i), ' '));  // different sizes: no copies
  }
  EXPECT_EQ(scanUser().size(), 10'000);
  std::printf("10,000 files: first scan %lld ms", static_cast<long long>(summary_.milliseconds));
  EXPECT_LT(summary_.milliseconds, 60'000);
  EXPECT_EQ(scanUser().size(), 10'000);
  std::printf(", second %lld ms\n", static_cast<long long>(summary_.milliseconds));
  EXPECT_LT(summary_.milliseconds, 30'000);
}

TEST(ModelNames, TellFormatsAndParts) {
  EXPECT_EQ(formatInName("DeepSeek-V3.1-UD-Q2_K_XL-00001-of-00006.gguf"), "UD-Q2_K_XL");
  EXPECT_EQ(formatInName("Qwen3-8B-Q4_K_M.gguf"), "Q4_K_M");
  EXPECT_EQ(formatInName("model.IQ4_XS.gguf"), "IQ4_XS");
  EXPECT_EQ(formatInName("BF16/Q-model-BF16.gguf"), "BF16");
  EXPECT_EQ(formatInName("Q4-tiny.bin"), "Q4");
  EXPECT_EQ(formatInName("plain.gguf"), "");
  EXPECT_EQ(splitPartOf("a-00002-of-00010.gguf")->part, 2);
  EXPECT_FALSE(splitPartOf("a-00011-of-00010.gguf"));
  EXPECT_FALSE(splitPartOf("a-2-of-10.gguf"));
  EXPECT_EQ(splitPath("x/a", 3, 12), "x/a-00003-of-00012.gguf");
}

}  // namespace
}  // namespace hearth::library
