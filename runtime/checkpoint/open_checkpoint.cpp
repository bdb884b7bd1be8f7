#include "runtime/checkpoint/open_checkpoint.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "runtime/base/mapped_file.h"
#include "runtime/base/quoted.h"
#include "runtime/checkpoint/config_keys.h"
#include "runtime/checkpoint/json_object.h"
#include "runtime/checkpoint/tensor_names.h"
#include "runtime/checkpoint/tokenizer_keys.h"
#include "runtime/safetensors/safetensors_file.h"

namespace hearth {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr uint64_t kConfigBytesMax = uint64_t{1} << 20;
// Of 128 thousand tokens about 8 MB; an index of 100 thousand tensors about as much.
constexpr uint64_t kLargeJsonBytesMax = uint64_t{1} << 28;
constexpr const char* kIndex = "model.safetensors.index.json";
constexpr const char* kSingle = "model.safetensors";
constexpr std::string_view kScaleSuffix = "_scale_inv";
constexpr const char* kRemedy = ": the checkpoint is damaged or incomplete, download it again";

bool isFile(const fs::path& path) {
  std::error_code code;
  return fs::is_regular_file(path, code);
}

Result<Json> optionalJson(const fs::path& path, uint64_t bytesMax) {
  if (!isFile(path)) return Json::object();
  return readJsonObject(path.string(), bytesMax);
}

// What every checkpoint has: whoever names another folder by mistake is told so.
Result<Json> neededJson(const fs::path& path, uint64_t bytesMax) {
  if (!isFile(path)) {
    return Error("there is no " + path.filename().string() +
                 " in this folder: name the folder that holds a model's config.json, tokenizer.json and "
                 "*.safetensors files, and if it is the right one, download what is missing");
  }
  return readJsonObject(path.string(), bytesMax);
}

// The weights' files, and which of them has each tensor; with a single file the latter is empty.
struct Index {
  std::vector<std::string> files;
  std::map<std::string, std::string> fileOf;
};

Result<Index> readIndex(const fs::path& folder) {
  Index index;
  if (!isFile(folder / kIndex)) {
    if (!isFile(folder / kSingle)) {
      return Error("there is neither " + std::string(kSingle) + " nor " + kIndex +
                   ": download the whole folder of the model");
    }
    index.files = {kSingle};
    return index;
  }
  auto json = readJsonObject((folder / kIndex).string(), kLargeJsonBytesMax);
  if (!json) return std::move(json).error();
  const auto map = json->find("weight_map");
  if (map == json->end() || !map->is_object() || map->empty())
    return Error(std::string(kIndex) + " has no weight_map" + kRemedy);
  std::set<std::string> files;
  for (const auto& [tensor, file] : map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : "";
    // A name of a file of this folder and nothing else.
    if (name.empty() || fs::path(name).filename().string() != name || name == "." || name == "..")
      return Error(std::string(kIndex) + " names no file of the folder for tensor " + hearth::quoted(tensor) +
                   kRemedy);
    files.insert(name);
    index.fileOf.emplace(tensor, name);
  }
  index.files.assign(files.begin(), files.end());
  return index;
}

// Every tensor lies where the index says, and no other file has one of its name.
Result<void> checkIndex(const Index& index, const std::map<std::string, std::string>& found) {
  for (const auto& [tensor, file] : index.fileOf) {
    const auto at = found.find(tensor);
    if (at == found.end() || at->second != file)
      return Error("tensor " + hearth::quoted(tensor) + " is not in " + hearth::quoted(file) +
                   ", where the index has it" + kRemedy);
  }
  return {};
}

class Assembly {
 public:
  explicit Assembly(const fs::path& folder) : folder_(folder) { foreign_.path = folder.string(); }

  Result<GgufFile> build() {
    auto config = neededJson(folder_ / "config.json", kConfigBytesMax);
    if (!config) return std::move(config).error();
    if (auto added = addConfigKeys(*config, foreign_.metadata); !added) return std::move(added).error();
    auto generation = optionalJson(folder_ / "generation_config.json", kConfigBytesMax);
    if (!generation) return std::move(generation).error();
    addSamplingKeys(*generation, foreign_.metadata);
    foreign_.metadata.insert("general.name", checkpointNameOf(folder_.string()));

    if (auto mapped = mapFiles(); !mapped) return std::move(mapped).error();
    if (auto named = nameTensors(); !named) return std::move(named).error();
    if (auto told = readTokenizer(*config); !told) return std::move(told).error();
    return GgufFile::assemble(std::move(foreign_));
  }

 private:
  Result<void> mapFiles() {
    auto index = readIndex(folder_);
    if (!index) return std::move(index).error();
    std::map<std::string, std::string> found;
    for (const std::string& name : index->files) {
      auto file = SafetensorsFile::open((folder_ / name).string());
      if (!file) return std::move(file).error();
      for (SafeTensor& tensor : file->tensors) {
        if (!found.emplace(tensor.name, name).second)
          return Error("tensor " + hearth::quoted(tensor.name) + " is in two files" + kRemedy);
        std::string key = tensor.name;
        tensors_.emplace(std::move(key), std::move(tensor));
      }
      foreign_.parts.push_back(std::move(file->file));
      foreign_.partPaths.push_back((folder_ / name).string());
    }
    return checkIndex(*index, found);
  }

  Result<void> nameTensors() {
    for (const auto& [name, tensor] : tensors_) {
      if (name.ends_with(kScaleSuffix)) {
        if (!tensors_.contains(name.substr(0, name.size() - kScaleSuffix.size())))
          return Error("tensor " + hearth::quoted(name) + " has factors for a tensor that is not there" +
                       kRemedy);
        continue;
      }
      const auto ours = ggufNameOf(name);
      if (!ours) {
        return Error("tensor " + hearth::quoted(name) +
                     " is none that Hearth knows: the model has parts that are not supported yet");
      }
      if (ours->empty()) continue;
      if (auto added = add(tensor, *ours); !added) return added;
    }
    return {};
  }

  Result<void> add(const SafeTensor& tensor, const std::string& name) {
    const std::string who = "tensor " + hearth::quoted(tensor.name) + " ";
    TensorInfo info{.name = name,
                    .type = DType::F32,
                    .dimensions = static_cast<uint32_t>(std::max<size_t>(1, tensor.shape.size())),
                    .shape = {1, 1, 1, 1},
                    .bytes = tensor.bytes};
    if (!tensor.type)
      return Error(who + "is stored as " + hearth::quoted(tensor.format) + ", which weights cannot be" +
                   kRemedy);
    info.type = *tensor.type;
    if (tensor.shape.size() > info.shape.size())
      return Error(who + "has more than four dimensions" + kRemedy);
    std::copy(tensor.shape.rbegin(), tensor.shape.rend(), info.shape.begin());
    if (std::count(info.shape.begin(), info.shape.end(), 0u) > 0) return Error(who + "is empty" + kRemedy);
    if (info.type == DType::F8_E4M3) {
      if (auto scaled = findScales(tensor, info); !scaled) return scaled;
    }
    foreign_.tensors.push_back(std::move(info));
    return {};
  }

  Result<void> findScales(const SafeTensor& tensor, TensorInfo& info) {
    const auto at = tensors_.find(tensor.name + std::string(kScaleSuffix));
    if (at == tensors_.end())
      return Error("tensor " + hearth::quoted(tensor.name) + " has eight bits and no factors (" +
                   std::string(kScaleSuffix.substr(1)) +
                   "), which is not supported: choose a GGUF file of the model");
    const SafeTensor& scales = at->second;
    const auto blocks = [](uint64_t count) { return (count + kScaleBlock - 1) / kScaleBlock; };
    if (tensor.shape.size() != 2 || scales.type != DType::F32 || scales.shape.size() != 2 ||
        scales.shape[0] != blocks(tensor.shape[0]) || scales.shape[1] != blocks(tensor.shape[1])) {
      return Error("tensor " + hearth::quoted(scales.name) +
                   " does not have a float32 number per block of 128 x 128" + kRemedy);
    }
    const std::byte* bytes = scales.bytes.data();
    if (reinterpret_cast<uintptr_t>(bytes) % alignof(float) != 0) {
      std::vector<float> copy(scales.bytes.size() / sizeof(float));
      std::memcpy(copy.data(), bytes, scales.bytes.size());
      foreign_.scales.push_back(std::move(copy));
      info.scales = foreign_.scales.back().data();  // stays where it is when the vector of vectors grows
      return {};
    }
    info.scales = reinterpret_cast<const float*>(bytes);
    return {};
  }

  Result<void> readTokenizer(const Json& config) {
    const auto embedding = tensors_.find("model.embed_tokens.weight");
    if (embedding == tensors_.end() || embedding->second.shape.size() != 2)
      return Error(std::string("tensor 'model.embed_tokens.weight' is missing") + kRemedy);
    auto tokenizer = neededJson(folder_ / "tokenizer.json", kLargeJsonBytesMax);
    if (!tokenizer) return std::move(tokenizer).error();
    auto settings = optionalJson(folder_ / "tokenizer_config.json", kConfigBytesMax * 16);
    if (!settings) return std::move(settings).error();
    // Newer checkpoints have the template in a file of its own, which counts where both are.
    if (const fs::path chat = folder_ / "chat_template.jinja"; isFile(chat)) {
      const auto file = MappedFile::open(chat.string());
      if (!file) return file.error();
      const auto bytes = file->bytes();
      if (bytes.size() > kConfigBytesMax) return Error("chat_template.jinja is too large to be a template");
      (*settings)["chat_template"] = std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    return addTokenizerKeys(*tokenizer, *settings, config, embedding->second.shape[0], foreign_.metadata);
  }

  fs::path folder_;
  GgufFile::Foreign foreign_;
  std::map<std::string, SafeTensor> tensors_;  // by their own names
};

}  // namespace

std::string checkpointFolderOf(const std::string& path) {
  const fs::path given(path);
  std::error_code code;
  if (fs::is_directory(given, code)) return path;
  const std::string name = given.filename().string();
  if (name == "config.json" || name == kIndex || name.ends_with(".safetensors")) {
    const fs::path folder = given.parent_path();
    return folder.empty() ? "." : folder.string();
  }
  return {};
}

// ".../models--ORG--NAME/snapshots/COMMIT" is how the cache of Hugging Face's own programs is laid out.
std::string checkpointNameOf(const std::string& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  const fs::path last = whole.has_filename() ? whole : whole.parent_path();
  const std::string repository = last.parent_path().parent_path().filename().string();
  const size_t at = repository.rfind("--");
  const bool cached = last.parent_path().filename() == "snapshots" && repository.starts_with("models--");
  return cached ? repository.substr(at + 2) : last.filename().string();
}

std::vector<std::string> checkpointWeightFiles(const std::string& folder) {
  auto index = readIndex(folder);
  return index ? std::move(index->files) : std::vector<std::string>();
}

Result<GgufFile> openCheckpoint(const std::string& folder) {
  auto file = Assembly(fs::path(folder)).build();
  if (!file) return std::move(file).error().during("reading " + quotedPath(folder));
  return file;
}

Result<GgufFile> openModelFile(const std::string& path) {
  const std::string folder = checkpointFolderOf(path);
  return folder.empty() ? GgufFile::open(path) : openCheckpoint(folder);
}

Result<Metadata> readModelMetadata(const std::string& path) {
  const std::string folder = checkpointFolderOf(path);
  if (folder.empty()) return readMetadata(path);
  auto file = openCheckpoint(folder);
  if (!file) return std::move(file).error();
  return file->metadata();
}

}  // namespace hearth
