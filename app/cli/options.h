// The command line of one verb: its options are declared once, and parsing, checks and help follow from that.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/engine/hardware.h"
#include "runtime/experts/cache_policy.h"
#include "runtime/forward/kv_cache.h"

namespace hearth::cli {

// Exit codes; scripts rely on them.
inline constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

// Where a model is to run.
struct DeviceOption {
  DeviceWish kind = DeviceWish::Auto;
  std::optional<uint32_t> index;  // of a GPU, as in `hearth-cli devices`; nothing: the best
  bool operator==(const DeviceOption&) const = default;
};
// "auto", "cpu", "gpu" or "gpu:1".
Result<DeviceOption> parseDevice(std::string_view text);
// "6G", "512M", "1.5G" or plain bytes; K, M, G and T are powers of 1024, "GB" and "GiB" mean the same.
Result<uint64_t> parseBytes(std::string_view text);

// "lru", "foresight", …: those that can run, not the simulator's bound.
Result<CachePolicy> parsePolicy(std::string_view text);
// "f16", "q8_0", …
Result<KvForm> parseCacheForm(std::string_view text);

// Declares what a verb takes, then parse() fills the variables. They outlive the parser.
class Options {
 public:
  // `verb` and `summary` for the help.
  Options(std::string verb, std::string summary);

  // Positional, all required, in the order of declaration.
  void argument(const std::string& name, const std::string& help, std::string& target);
  void flag(const std::string& name, const std::string& help, bool& target);
  void text(const std::string& name, const std::string& value, const std::string& help,
            std::optional<std::string>& target);
  void count(const std::string& name, const std::string& help, uint32_t& target, uint32_t low = 0,
             uint32_t high = std::numeric_limits<uint32_t>::max());
  // Counts joined by commas.
  void counts(const std::string& name, const std::string& help, std::vector<uint32_t>& target, uint32_t low,
              uint32_t high);
  void number(const std::string& name, const std::string& help, float& target, float low, float high);
  void seed(const std::string& name, const std::string& help, std::optional<uint64_t>& target);
  void bytes(const std::string& name, const std::string& help, uint64_t& target);
  void device(const std::string& name, const std::string& help, DeviceOption& target);
  void policy(const std::string& name, const std::string& help, CachePolicy& target);
  void cacheForm(const std::string& name, const std::string& help, KvForm& target);

  // Nothing when the verb should run; else the exit code, after help or a complaint was printed.
  std::optional<int> parse(std::span<const std::string> arguments) const;
  // For what only the verb can tell: prints the complaint and the way to the help.
  int wrongUsage(const std::string& complaint) const;

 private:
  struct Option {
    std::string name, value, help;  // value: what the help calls it; empty for flags
    std::function<Result<void>(const std::string&)> take;
  };
  Result<void> take(std::span<const std::string> arguments) const;
  void printHelp() const;

  std::string verb_, summary_;
  std::vector<Option> arguments_, options_;
};

// Ids joined by commas.
Result<std::vector<int32_t>> parseIds(std::string_view text);

}  // namespace hearth::cli
