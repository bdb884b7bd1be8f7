// Checkpoints' folders among the models that the scanner finds, and folders that only look like one.
#include "app/library/checkpoint_folder.h"

#include <gtest/gtest.h>

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "app/library/folder_scanner.h"
#include "app/library/header_facts.h"
#include "runtime/base/check.h"
#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth::library {
namespace {

namespace fs = std::filesystem;
using hearth::test::CheckpointWriter;

class CheckpointFolderTest : public testing::Test {
 protected:
  std::string put(const std::string& below, const CheckpointWriter& writer, uint32_t files = 1) {
    const fs::path folder = folder_.path() / below;
    fs::create_directories(folder);
    writer.write(folder.string(), files);
    return folder.string();
  }
  void write(const std::string& file, const std::string& bytes) {
    fs::create_directories((folder_.path() / file).parent_path());
    folder_.write(file, bytes);
  }
  QString path(const std::string& below = {}) const {
    return QString::fromStdString((folder_.path() / below).string());
  }
  QList<FoundModel> scan(ModelStore store = ModelStore::UserFolder) {
    QMap<QString, FoundModel> models;
    scanFolders(
        {{path(), store}}, cache_,
        [&](const QList<FoundModel>& found) {
          for (const FoundModel& one : found) models.insert(one.path, one);
        },
        nullptr);
    return models.values();
  }
  hearth::test::TemporaryFolder folder_;
  HeaderCache cache_;
};

TEST_F(CheckpointFolderTest, AFolderIsOneModelWithItsFacts) {
  put("org/DeepSeek-V2.5", hearth::test::tinyFp8Deepseek(), 3);
  write("org/DeepSeek-V2.5/README.md", "# A model");
  const auto models = scan();
  ASSERT_EQ(models.size(), 1);
  const FoundModel& model = models[0];
  EXPECT_EQ(model.unsupported, "");
  EXPECT_EQ(model.path, path("org/DeepSeek-V2.5"));
  EXPECT_TRUE(model.isCheckpoint);
  EXPECT_EQ(model.name, "DeepSeek-V2.5");  // what follows the point is no ending
  EXPECT_EQ(model.fileName, "DeepSeek-V2.5");
  EXPECT_EQ(model.architecture, "deepseek2");
  EXPECT_EQ(model.format, "FP8");
  EXPECT_EQ(model.contextLength, 64u);
  EXPECT_TRUE(model.isMixture);
  EXPECT_TRUE(model.hasChatTemplate);
  EXPECT_LT(model.parametersActive, model.parameters);
  EXPECT_EQ(model.files.size(), 4 + 3);  // config, tokenizer and its settings, index; weights
  EXPECT_TRUE(model.files.last().endsWith("part-2.safetensors"));
  quint64 bytes = 0;
  for (const QString& file : model.files) bytes += fs::file_size(file.toStdString());
  EXPECT_EQ(model.bytes, bytes);
}

TEST_F(CheckpointFolderTest, GgufFilesInItAreModelsOfTheirOwn) {
  put("both", hearth::test::tinyBf16Llama());
  write("both/model.gguf", hearth::test::tinyLlama(1).bytes());
  const auto models = scan();
  ASSERT_EQ(models.size(), 2);
  EXPECT_EQ(models[0].format, "BF16");
  EXPECT_FALSE(models[1].isCheckpoint);
}

TEST_F(CheckpointFolderTest, NamesWhatIsMissingOfAnUnfinishedDownload) {
  put("half", hearth::test::tinyFp8Deepseek(), 3);
  fs::remove(folder_.path() / "half/part-1.safetensors");
  put("most", hearth::test::tinyFp8Deepseek(), 9);
  for (int part = 1; part < 9; ++part)
    fs::remove(folder_.path() /
               std::string("most/part-").append(std::to_string(part)).append(".safetensors"));
  const auto models = scan();
  ASSERT_EQ(models.size(), 2);
  EXPECT_EQ(models[0].missingParts, QStringList{"part-1.safetensors"});
  EXPECT_EQ(
      models[0].unsupported,
      "Parts of this model are missing: part-1.safetensors. Download it again; what is there will be kept.");
  EXPECT_EQ(models[0].name, "half");
  EXPECT_EQ(models[0].architecture, "deepseek_v3");  // of config.json, all that can be read
  EXPECT_EQ(models[0].contextLength, 64u);
  EXPECT_TRUE(models[1].unsupported.contains("part-4.safetensors and 4 more."))
      << models[1].unsupported.toStdString();
}

TEST_F(CheckpointFolderTest, SaysWhyOneCannotBeLoaded) {
  CheckpointWriter gemma = hearth::test::tinyBf16Llama();
  gemma.config["model_type"] = "gemma3";
  gemma.config["architectures"] = {"Gemma3ForCausalLM"};
  put("gemma", gemma);
  fs::remove(fs::path(put("mute", hearth::test::tinyBf16Llama())) / "tokenizer.json");
  CheckpointWriter packed = hearth::test::tinyBf16Llama();
  packed.config["quantization_config"] = {{"quant_method", "awq"}};
  put("packed", packed);
  put("torn", hearth::test::tinyBf16Llama(), 2);
  write("torn/model.safetensors.index.json", "{");
  const auto models = scan();
  ASSERT_EQ(models.size(), 4);
  EXPECT_TRUE(models[0].unsupported.contains("gemma3"));
  EXPECT_TRUE(models[1].unsupported.contains("tokenizer.json"));
  EXPECT_TRUE(models[2].unsupported.contains("awq"));
  EXPECT_TRUE(models[3].unsupported.contains("index"));
  for (const FoundModel& one : models) {
    EXPECT_FALSE(one.unsupported.contains(path())) << one.unsupported.toStdString();
    EXPECT_TRUE(!one.unsupported[0].isLower() && one.unsupported.endsWith('.'))
        << one.unsupported.toStdString();
  }
}

TEST_F(CheckpointFolderTest, LeavesOutFoldersThatOnlyLookLikeOne) {
  const auto llama = hearth::test::tinyBf16Llama();
  fs::remove(fs::path(put("config alone", llama)) / "model.safetensors");
  for (const char* file : {"config.json", "model.safetensors"})
    fs::remove(fs::path(put("tokenizer alone", llama)) / file);
  put("pictures/text_encoder", llama);
  write("pictures/model_index.json", R"({"_class_name":"StableDiffusionPipeline"})");
  put("sentences", llama);
  write("sentences/modules.json", "[]");
  CheckpointWriter encoder = llama;
  encoder.config["architectures"] = {"BertModel"};
  put("encoder", encoder);
  CheckpointWriter part = llama;
  part.config = {{"in_features", 384}};
  put("part", part);
  write("adapter/config.json", R"({"model_type":"llama"})");
  write("adapter/adapter_model.safetensors", "x");
  write("empty index/config.json", R"({"model_type":"llama"})");
  write("empty index/model.safetensors.index.json", R"({"weight_map":{"a":"model-1.safetensors"}})");
  const auto models = scan();
  EXPECT_EQ(models.size(), 0);
  for (const FoundModel& one : models) ADD_FAILURE() << one.path.toStdString();
}

TEST_F(CheckpointFolderTest, IsNamedByItsRepositoryInTheHuggingFaceCache) {
  const std::string commit(40, 'a');
  const fs::path repository = folder_.path() / "models--deepseek-ai--DeepSeek-V3";
  const fs::path snapshot = repository / "snapshots" / commit, blobs = repository / "blobs";
  put(std::string("models--deepseek-ai--DeepSeek-V3/snapshots/").append(commit),
      hearth::test::tinyFp8Deepseek(), 2);
  fs::create_directories(blobs);
  for (const auto& entry : fs::directory_iterator(snapshot)) {
    const fs::path blob = blobs / std::string("blob-").append(entry.path().filename().string());
    fs::rename(entry.path(), blob);
    fs::create_symlink(fs::path("../../blobs") / blob.filename(), entry.path());
  }
  const auto models = scan(ModelStore::HuggingFace);
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].unsupported, "");
  EXPECT_EQ(models[0].path, QString::fromStdString(snapshot.string()));
  EXPECT_EQ(models[0].name, "DeepSeek-V3");
  EXPECT_EQ(models[0].repository, "deepseek-ai/DeepSeek-V3");
  EXPECT_TRUE(models[0].files.last().contains("/blobs/"));
  fs::remove(blobs / "blob-part-1.safetensors");  // being downloaded: its link leads nowhere yet
  const auto later = scan(ModelStore::HuggingFace);
  ASSERT_EQ(later.size(), 1);
  EXPECT_EQ(later[0].missingParts, QStringList{"part-1.safetensors"});
}

TEST_F(CheckpointFolderTest, CopiesAreShownOnce) {
  put("a", hearth::test::tinyFp8Deepseek(), 2);
  put("b", hearth::test::tinyFp8Deepseek(), 2);
  const auto models = scan();
  ASSERT_EQ(models.size(), 1);
  EXPECT_EQ(models[0].others, QStringList{path("b")});
}

TEST_F(CheckpointFolderTest, AnUnchangedOneIsNotReadAgain) {
  CheckpointWriter writer = hearth::test::tinyBf16Llama();
  const auto time = fs::file_time_type::clock::now() - std::chrono::hours(1);
  const auto writeAt = [&](fs::file_time_type when) {
    for (const auto& entry : fs::directory_iterator(put("model", writer)))
      fs::last_write_time(entry.path(), when);
  };
  writeAt(time);
  ASSERT_EQ(scan()[0].architecture, "llama");
  writer.config["model_type"] = "qwen9";  // as many bytes
  writeAt(time);
  EXPECT_EQ(scan()[0].unsupported, "");
  fs::last_write_time(folder_.path() / "model/config.json", time + std::chrono::seconds(2));
  EXPECT_TRUE(scan()[0].unsupported.contains("qwen9"));
}

// Names of files in a folder that anybody opened since the last question.
class OpenedFiles {
 public:
  explicit OpenedFiles(const std::string& folder) : events_(inotify_init1(IN_NONBLOCK)) {
    CHECK(events_ >= 0 && inotify_add_watch(events_, folder.c_str(), IN_OPEN) >= 0);
  }
  ~OpenedFiles() { close(events_); }
  OpenedFiles(const OpenedFiles&) = delete;
  QStringList take() {
    QStringList names;
    alignas(inotify_event) std::array<char, 4096> buffer;
    for (ssize_t bytes = 0; (bytes = read(events_, buffer.data(), buffer.size())) > 0;) {
      for (const char* at = buffer.data(); at < buffer.data() + bytes;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        if (event->len > 0 && (event->mask & IN_ISDIR) == 0) names << QString::fromUtf8(event->name);
        at += sizeof(inotify_event) + event->len;
      }
    }
    names.removeDuplicates();
    return names;
  }

 private:
  int events_;
};

TEST_F(CheckpointFolderTest, NothingOfAnUnchangedOneIsReadAgain) {
  const std::string folder = put("model", hearth::test::tinyFp8Deepseek(), 3);
  const QString index = QStringLiteral("model.safetensors.index.json");
  OpenedFiles opened(folder);
  ASSERT_EQ(scan().size(), 1);
  EXPECT_TRUE(opened.take().contains(index));
  ASSERT_EQ(scan().size(), 1);
  EXPECT_EQ(opened.take(), QStringList());
  // Where a part goes missing the index need not be asked which.
  fs::remove(fs::path(folder) / "part-1.safetensors");
  EXPECT_EQ(scan()[0].missingParts, QStringList{"part-1.safetensors"});
  EXPECT_FALSE(opened.take().contains(index));
  // A changed index is read, and with it what the folder holds.
  std::ofstream(fs::path(folder) / index.toStdString()) << R"({"weight_map":{"a":"part-0.safetensors"}})";
  opened.take();
  ASSERT_EQ(scan().size(), 1);
  EXPECT_TRUE(opened.take().contains(index));
  EXPECT_EQ(scan()[0].missingParts, QStringList());
}

TEST_F(CheckpointFolderTest, WhatItsIndexSaysIsRememberedBetweenRuns) {
  const std::string folder = put("model", hearth::test::tinyFp8Deepseek(), 3);
  const QString store = path("headers.bin");
  const auto scanWith = [&](HeaderCache& cache) {
    qsizetype models = 0;
    scanFolders(
        {{path(), ModelStore::UserFolder}}, cache,
        [&](const QList<FoundModel>& found) { models += found.size(); }, nullptr);
    return models;
  };
  {
    HeaderCache cache(store);
    ASSERT_EQ(scanWith(cache), 1);
    cache.save();
  }
  OpenedFiles opened(folder);
  HeaderCache cache(store);
  EXPECT_EQ(scanWith(cache), 1);
  EXPECT_EQ(opened.take(), QStringList());
}

TEST_F(CheckpointFolderTest, AFileOfItLeadsToTheFolder) {
  const QString folder = QString::fromStdString(put("model", hearth::test::tinyBf16Llama()));
  EXPECT_EQ(modelPathOf(folder), folder);
  EXPECT_EQ(modelPathOf(folder + "/config.json"), folder);
  EXPECT_EQ(modelPathOf(folder + "/model.safetensors"), folder);
  EXPECT_EQ(modelPathOf(folder + "/other.gguf"), folder + "/other.gguf");
}

}  // namespace
}  // namespace hearth::library
