// ModelFacts as JSON and as a page of text.
#include <cstdio>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "runtime/model/inspect.h"

namespace hearth {
namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(RopePairing pairing) {
  return pairing == RopePairing::Neighbours ? "neighbours" : "halves";
}
const char* nameOf(Gating gating) { return gating == Gating::Softmax ? "softmax" : "sigmoid"; }
const char* nameOf(GroupScore score) { return score == GroupScore::Max ? "max" : "top_two_sum"; }

// A float as the shortest decimal that reads back as it, so that 1e-06 does not print as 9.99999997e-07.
double tidy(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.7g", double{value});
  return std::strtod(text, nullptr);
}

Json hyperparametersOf(const ModelConfig& config) {
  return {{"layers", config.layers},
          {"nextn_layers", config.nextnLayers},
          {"dense_layers", config.routing ? config.denseLayers : config.layers},
          {"width", config.width},
          {"heads", config.heads},
          {"kv_heads", config.kvHeads},
          {"key_dim", config.keyDim},
          {"value_dim", config.valueDim},
          {"context_length", config.contextLength},
          {"vocab_size", config.vocabSize},
          {"rms_epsilon", tidy(config.rmsEps)},
          {"attention_scale", tidy(config.attentionScale)}};
}

Json ropeOf(const ModelFacts& facts) {
  const Rope& rope = facts.config->rope;
  Json json = {{"dims", rope.dims},
               {"pairing", nameOf(rope.pairing)},
               {"base", tidy(static_cast<float>(facts.rope.base))},
               {"scaling", facts.rope.scaling},
               {"factor", tidy(static_cast<float>(facts.rope.factor))},
               {"magnitude", tidy(rope.magnitude)}};
  json["original_context"] = facts.rope.originalContext ? Json(facts.rope.originalContext) : Json();
  return json;
}

Json latentOf(const ModelFacts& facts) {
  if (!facts.config->latent) return nullptr;
  const LatentAttention& latent = *facts.config->latent;
  return {{"layout", facts.latentLayout},      {"q_lora_rank", latent.qLoraRank},
          {"kv_lora_rank", latent.kvLoraRank}, {"nope_dim", latent.nopeDim},
          {"rope_dim", latent.ropeDim},        {"value_dim", latent.valueDim}};
}

Json indexerOf(const ModelFacts& facts) {
  if (!facts.config->indexer) return nullptr;
  const Indexer& indexer = *facts.config->indexer;
  return {{"top_k", indexer.topK}, {"index_heads", indexer.heads}, {"index_dim", indexer.dim}};
}

Json expertsOf(const ModelFacts& facts) {
  if (!facts.config->routing) return nullptr;
  const Routing& routing = *facts.config->routing;
  return {{"count", routing.experts},
          {"used", routing.topK},
          {"shared", facts.sharedExperts},
          {"width", facts.expertWidth},
          {"gating", nameOf(routing.gating)},
          {"groups", routing.groups},
          {"groups_used", routing.topKGroups},
          {"group_score", nameOf(routing.groupScore)},
          {"normalized", routing.normalizeWeights},
          {"scale", tidy(routing.scale)}};
}

// "671.0 B", "11.2 M".
std::string counted(uint64_t number) {
  constexpr struct {
    double size;
    const char* letter;
  } kUnits[] = {{1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "k"}};
  char text[32];
  const auto value = static_cast<double>(number);
  for (const auto& unit : kUnits) {
    if (value < unit.size) continue;
    std::snprintf(text, sizeof text, "%.1f %s", value / unit.size, unit.letter);
    return text;
  }
  return std::to_string(number);
}

std::string sized(uint64_t bytes) {
  constexpr struct {
    double size;
    const char* name;
  } kUnits[] = {{1e9, "GB"}, {1e6, "MB"}, {1e3, "kB"}};
  char text[32];
  const auto value = static_cast<double>(bytes);
  for (const auto& unit : kUnits) {
    if (value < unit.size) continue;
    std::snprintf(text, sizeof text, "%.2f %s", value / unit.size, unit.name);
    return text;
  }
  return std::to_string(bytes) + " bytes";
}

std::string shortNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.7g", value);
  return text;
}

// "1 tensor", "2 tensors".
std::string plural(uint64_t number, const std::string& noun) {
  return std::to_string(number) + " " + noun + (number == 1 ? "" : "s");
}

class Page {
 public:
  void title(const std::string& text) { out_ += text + "\n"; }
  void line(const char* label, const std::string& text) {
    char column[24];
    std::snprintf(column, sizeof column, "  %-14s", label);
    out_ += column + text + "\n";
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void addAttention(const ModelFacts& facts, Page& page) {
  const ModelConfig& config = *facts.config;
  if (config.latent) {
    const LatentAttention& latent = *config.latent;
    page.line("attention", "latent: " + std::to_string(config.heads) + " heads, latent " +
                               std::to_string(latent.kvLoraRank) + ", key " + std::to_string(latent.nopeDim) +
                               " + " + std::to_string(latent.ropeDim) + " rotated, value " +
                               std::to_string(latent.valueDim) +
                               (latent.qLoraRank ? ", query rank " + std::to_string(latent.qLoraRank) : "") +
                               (facts.latentLayout == "split" ? " (stored split, attn_k_b and attn_v_b)"
                                                              : " (stored together, attn_kv_b)"));
    if (config.indexer) {
      page.line("sparse attention", "to the best " + std::to_string(config.indexer->topK) + " positions by " +
                                        std::to_string(config.indexer->heads) + " index heads of " +
                                        std::to_string(config.indexer->dim));
    }
  } else {
    page.line("attention", std::to_string(config.heads) + " heads, " + std::to_string(config.kvHeads) +
                               " for keys and values, key " + std::to_string(config.keyDim) + ", value " +
                               std::to_string(config.valueDim));
  }
  std::string rope = std::to_string(config.rope.dims) + " numbers a head, " + nameOf(config.rope.pairing) +
                     ", base " + shortNumber(facts.rope.base);
  if (facts.rope.scaling == "tensor") {
    rope += ", frequencies scaled by rope_freqs.weight";
  } else if (facts.rope.scaling != "none") {
    rope += ", " + facts.rope.scaling + " x" + shortNumber(facts.rope.factor);
    if (facts.rope.originalContext) rope += " from " + std::to_string(facts.rope.originalContext) + " tokens";
  }
  page.line("rotation", rope);
}

void addExperts(const ModelFacts& facts, Page& page) {
  if (!facts.config->routing) return;
  const Routing& routing = *facts.config->routing;
  std::string text = std::to_string(routing.experts) + " of width " + std::to_string(facts.expertWidth) +
                     ", " + std::to_string(routing.topK) + " used";
  if (facts.sharedExperts) text += ", " + std::to_string(facts.sharedExperts) + " shared";
  text += std::string(", ") + nameOf(routing.gating) + " gate";
  if (routing.groups > 1) {
    text += ", " + std::to_string(routing.topKGroups) + " of " + std::to_string(routing.groups) + " groups";
  }
  if (facts.config->denseLayers) text += "; none in the first " + plural(facts.config->denseLayers, "layer");
  page.line("experts", text);
}

}  // namespace

nlohmann::ordered_json toJson(const ModelFacts& facts) {
  Json json = {{"file", facts.path},
               {"name", facts.name},
               {"architecture", facts.architecture},
               {"gguf_version", facts.ggufVersion},
               {"parts", facts.parts},
               {"file_bytes", facts.fileBytes},
               {"vocabulary_only", !facts.config.has_value()},
               {"parameters", facts.parameters},
               {"active_parameters", facts.parametersActive},
               {"tensor_count", facts.tensors.size()}};
  json["formats"] = Json::object();
  for (const auto& [name, use] : facts.formats) {
    json["formats"][name] = {{"tensors", use.tensors}, {"parameters", use.parameters}, {"bytes", use.bytes}};
  }
  if (facts.config) {
    json["hyperparameters"] = hyperparametersOf(*facts.config);
    json["rope"] = ropeOf(facts);
    json["latent_attention"] = latentOf(facts);
    json["sparse_attention"] = indexerOf(facts);
    json["experts"] = expertsOf(facts);
    json["kv_cache_bytes_per_token"] = facts.cacheBytesPerToken;
  }
  json["tokenizer"] = {{"model", facts.tokenizerModel},
                       {"pre", facts.tokenizerPre},
                       {"vocab_size", facts.tokens},
                       {"has_chat_template", facts.hasChatTemplate}};
  json["tensors"] = Json::array();
  for (const TensorFacts& tensor : facts.tensors) {
    json["tensors"].push_back(
        {{"name", tensor.name}, {"format", tensor.format}, {"shape", tensor.shape}, {"bytes", tensor.bytes}});
  }
  return json;
}

std::string toText(const ModelFacts& facts) {
  Page page;
  page.title(facts.name.empty() ? "(no name)" : facts.name);
  page.line("file", facts.path);
  const bool isGguf = facts.ggufVersion > 0;
  page.line("format", (isGguf ? "GGUF " + std::to_string(facts.ggufVersion) : "safetensors") + ", " +
                          (facts.parts > 1 ? std::to_string(facts.parts) + " parts, " : "") +
                          sized(facts.fileBytes));
  if (!facts.architecture.empty()) page.line("architecture", facts.architecture);
  if (facts.config) {
    const ModelConfig& config = *facts.config;
    page.line("parameters",
              counted(facts.parameters) +
                  (config.routing ? ", of which a token uses " + counted(facts.parametersActive) : ""));
    page.line("layers", std::to_string(config.layers) + " of width " + std::to_string(config.width) +
                            (config.nextnLayers ? ", and " + std::to_string(config.nextnLayers) +
                                                      " that guesses further ahead"
                                                : ""));
    addAttention(facts, page);
    addExperts(facts, page);
    page.line("context", std::to_string(config.contextLength) + " tokens, " +
                             std::to_string(facts.cacheBytesPerToken) + " bytes of cache each");
  } else {
    page.line("weights", "none: this file holds a vocabulary only and cannot chat");
  }
  page.line("vocabulary",
            std::to_string(facts.tokens) + " tokens" +
                (facts.tokenizerModel.empty() ? "" : ", " + facts.tokenizerModel) +
                (facts.tokenizerPre.empty() ? "" : "/" + facts.tokenizerPre) +
                (facts.hasChatTemplate ? ", with a chat template" : ", without a chat template"));
  for (const auto& [name, use] : facts.formats) {
    page.line(name.c_str(), plural(use.tensors, "tensor") + ", " + counted(use.parameters) + " numbers, " +
                                sized(use.bytes));
  }
  return page.take();
}

}  // namespace hearth
