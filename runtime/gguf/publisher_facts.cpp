#include "runtime/gguf/publisher_facts.h"

#include <optional>
#include <string_view>
#include <variant>

namespace hearth {

std::vector<std::string> modelNames(const Metadata& metadata) {
  std::vector<std::string> origins;
  for (const auto& [key, value] : metadata.all()) {
    const bool names =
        key == "general.name" || key == "general.basename" || key == "general.finetune" ||
        (key.starts_with("general.base_model.") && (key.ends_with(".name") || key.ends_with(".repo_url")));
    if (const auto* text = std::get_if<std::string>(&value); names && text) origins.push_back(*text);
  }
  return origins;
}

std::map<std::string, double> publishedSampling(const Metadata& metadata) {
  constexpr std::string_view kPrefix = "general.sampling.";
  std::map<std::string, double> sampling;
  for (const auto& [key, value] : metadata.all()) {
    if (!key.starts_with(kPrefix)) continue;
    std::optional<double> number;
    if (const auto* real = std::get_if<double>(&value)) number = *real;
    if (const auto* whole = std::get_if<int64_t>(&value)) number = static_cast<double>(*whole);
    if (const auto* count = std::get_if<uint64_t>(&value)) number = static_cast<double>(*count);
    if (number) sampling[key.substr(kPrefix.size())] = *number;
  }
  return sampling;
}

}  // namespace hearth
