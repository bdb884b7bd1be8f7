#include "app/cli/options.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

namespace hearth::cli {
namespace {

std::string quoted(std::string_view text) {
  std::string result(1, '\'');
  result += text;
  return result += '\'';
}

// The whole of `text` as a number in [low, high].
template <class Number>
Result<Number> parseNumber(std::string_view text, Number low, Number high) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size() && value >= low && value <= high) return value;
  std::string message = quoted(text) + " is not a number";
  if (high < std::numeric_limits<Number>::max()) {
    char range[96];
    std::snprintf(range, sizeof range, " from %g to %g", static_cast<double>(low), static_cast<double>(high));
    message += range;
  }
  return Error(message);
}

template <class Number, class Target>
std::function<Result<void>(const std::string&)> taker(Target& target, Number low, Number high) {
  return [&target, low, high](const std::string& text) -> Result<void> {
    const auto value = parseNumber<Number>(text, low, high);
    if (!value) return value.error();
    target = *value;
    return {};
  };
}

}  // namespace

Options::Options(std::string verb, std::string summary)
    : verb_(std::move(verb)), summary_(std::move(summary)) {}

void Options::argument(const std::string& name, const std::string& help, std::string& target) {
  arguments_.push_back({name, "", help, [&target](const std::string& text) -> Result<void> {
                          target = text;
                          return {};
                        }});
}

void Options::flag(const std::string& name, const std::string& help, bool& target) {
  options_.push_back({name, "", help, [&target](const std::string&) -> Result<void> {
                        target = true;
                        return {};
                      }});
}

void Options::text(const std::string& name, const std::string& value, const std::string& help,
                   std::optional<std::string>& target) {
  options_.push_back({name, value, help, [&target](const std::string& text) -> Result<void> {
                        target = text;
                        return {};
                      }});
}

void Options::count(const std::string& name, const std::string& help, uint32_t& target, uint32_t low,
                    uint32_t high) {
  options_.push_back({name, "N", help, taker<uint32_t>(target, low, high)});
}

void Options::counts(const std::string& name, const std::string& help, std::vector<uint32_t>& target,
                     uint32_t low, uint32_t high) {
  options_.push_back({name, "N,N", help, [&target, low, high](const std::string& text) -> Result<void> {
                        std::vector<uint32_t> values;
                        for (size_t at = 0, comma = 0; comma != std::string::npos; at = comma + 1) {
                          comma = text.find(',', at);
                          const size_t length = comma == std::string::npos ? comma : comma - at;
                          const auto value = parseNumber<uint32_t>(text.substr(at, length), low, high);
                          if (!value) return value.error();
                          values.push_back(*value);
                        }
                        target = std::move(values);
                        return {};
                      }});
}

void Options::number(const std::string& name, const std::string& help, float& target, float low, float high) {
  options_.push_back({name, "X", help, taker<float>(target, low, high)});
}

void Options::seed(const std::string& name, const std::string& help, std::optional<uint64_t>& target) {
  options_.push_back({name, "S", help, taker<uint64_t>(target, 0, std::numeric_limits<uint64_t>::max())});
}

void Options::bytes(const std::string& name, const std::string& help, uint64_t& target) {
  options_.push_back({name, "SIZE", help, [&target](const std::string& text) -> Result<void> {
                        const auto value = parseBytes(text);
                        if (!value) return value.error();
                        target = *value;
                        return {};
                      }});
}

void Options::device(const std::string& name, const std::string& help, DeviceOption& target) {
  options_.push_back({name, "D", help, [&target](const std::string& text) -> Result<void> {
                        const auto value = parseDevice(text);
                        if (!value) return value.error();
                        target = *value;
                        return {};
                      }});
}

void Options::policy(const std::string& name, const std::string& help, CachePolicy& target) {
  options_.push_back({name, "P", help, [&target](const std::string& text) -> Result<void> {
                        const auto value = parsePolicy(text);
                        if (!value) return value.error();
                        target = *value;
                        return {};
                      }});
}

void Options::cacheForm(const std::string& name, const std::string& help, KvForm& target) {
  options_.push_back({name, "T", help, [&target](const std::string& text) -> Result<void> {
                        const auto value = parseCacheForm(text);
                        if (!value) return value.error();
                        target = *value;
                        return {};
                      }});
}

Result<void> Options::take(std::span<const std::string> arguments) const {
  size_t positional = 0;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (word.size() < 2 || word[0] != '-') {
      if (positional == arguments_.size()) return Error("unexpected argument " + quoted(word));
      if (auto taken = arguments_[positional++].take(word); !taken) return taken;
      continue;
    }
    const size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string name = word.substr(0, equals);
    const auto option =
        std::find_if(options_.begin(), options_.end(), [&](const Option& o) { return o.name == name; });
    if (option == options_.end()) return Error("unknown option " + name);
    std::string value;
    if (option->value.empty()) {
      if (equals != std::string::npos) return Error("option " + name + " takes no value");
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    } else {
      return Error("option " + name + " needs a value");
    }
    if (auto taken = option->take(value); !taken) return std::move(taken).error().during("option " + name);
  }
  if (positional < arguments_.size()) return Error(arguments_[positional].name + " is missing");
  return {};
}

void Options::printHelp() const {
  std::string usage = "usage: hearth-cli " + verb_;
  for (const Option& argument : arguments_) usage += " " + argument.name;
  std::printf("%s [options]\n\n%s\n\n", usage.c_str(), summary_.c_str());
  for (const auto* list : {&arguments_, &options_}) {
    for (const Option& option : *list) {
      const std::string left = option.value.empty() ? option.name : option.name + " " + option.value;
      std::printf("  %-20s %s\n", left.c_str(), option.help.c_str());
    }
  }
  std::printf("  %-20s %s\n", "--help", "this text");
}

std::optional<int> Options::parse(std::span<const std::string> arguments) const {
  if (std::any_of(arguments.begin(), arguments.end(),
                  [](const auto& word) { return word == "--help" || word == "-h"; })) {
    printHelp();
    return kDone;
  }
  if (const auto taken = take(arguments); !taken) return wrongUsage(taken.error().what());
  return std::nullopt;
}

int Options::wrongUsage(const std::string& complaint) const {
  std::fprintf(stderr, "hearth-cli %s: %s\nhearth-cli %s --help tells the options.\n", verb_.c_str(),
               complaint.c_str(), verb_.c_str());
  return kWrongUsage;
}

Result<DeviceOption> parseDevice(std::string_view text) {
  if (text == "auto") return DeviceOption{};
  if (text == "cpu") return DeviceOption{.kind = DeviceWish::Cpu, .index = {}};
  DeviceOption gpu{.kind = DeviceWish::Gpu, .index = {}};
  if (text == "gpu") return gpu;
  constexpr std::string_view kPrefix = "gpu:";
  if (text.starts_with(kPrefix)) {
    const auto index =
        parseNumber<uint32_t>(text.substr(kPrefix.size()), 0, std::numeric_limits<uint32_t>::max());
    if (index) {
      gpu.index = *index;
      return gpu;
    }
  }
  return Error(quoted(text) + " is none of auto, cpu, gpu and gpu:N (hearth-cli devices lists them)");
}

Result<uint64_t> parseBytes(std::string_view text) {
  const Error wrong(quoted(text) + " is not a size; write it as in 6G, 512M or 1.5G");
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || !(number >= 0)) return wrong;
  std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
  if (!unit.empty() && unit != "B") {
    constexpr std::string_view kUnits = "KMGTkmgt";
    const size_t power = kUnits.find(unit[0]);
    if (power == std::string_view::npos) return wrong;
    for (size_t i = 0; i <= power % 4; ++i) number *= 1024;
    unit.remove_prefix(1);
    if (!unit.empty() && unit != "B" && unit != "iB") return wrong;
  }
  constexpr double kMost = 1ull << 60;
  if (number > kMost) return wrong;
  return static_cast<uint64_t>(number);
}

Result<CachePolicy> parsePolicy(std::string_view text) {
  if (const auto policy = policyNamed(text)) return *policy;
  std::string known;
  for (const CachePolicy policy : kRealPolicies)
    known += (known.empty() ? "" : ", ") + std::string(nameOf(policy));
  return Error(quoted(text) + " is none of " + known);
}

Result<KvForm> parseCacheForm(std::string_view text) {
  if (const auto form = kvFormNamed(text)) return *form;
  std::string known;
  for (const KvForm form : kKvForms) known += (known.empty() ? "" : ", ") + std::string(nameOf(form));
  return Error(quoted(text) + " is none of " + known);
}

Result<std::vector<int32_t>> parseIds(std::string_view text) {
  std::vector<int32_t> ids;
  for (;;) {
    const size_t comma = text.find(',');
    const auto id = parseNumber<int32_t>(text.substr(0, comma), 0, std::numeric_limits<int32_t>::max());
    if (!id) {
      return Error(quoted(text.substr(0, comma)) +
                   " is not a token id; write ids joined by commas, as in 1,2,3");
    }
    ids.push_back(*id);
    if (comma == std::string_view::npos) return ids;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace hearth::cli
